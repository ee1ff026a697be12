"""Environments of Gymnasium, or of Gym before it, for a program that drives them through pipes and a mapped file.

Needs the standard library, NumPy and gymnasium (or gym). A frame is a little-endian length, an operation and a sequence number, then a
payload: JSON where it says what an environment is or what went wrong, nothing for a step. Numbers lie in the mapped file.
"""
import hashlib
import importlib
import inspect
import json
import mmap
import os
import random
import re
import select
import signal
import struct
import sys
import threading
import time
import traceback

MAKE, ATTACH, RESET, STEP, STEP_SOME, RENDER = 1, 2, 3, 4, 5, 6
OK, ERROR = 128, 129
HEAD = struct.Struct("<IBI")
MOST_READY = 1024
LOOKS = 50  # some 60 µs


class Pipes:
    """The two pipes of the program. What environments print goes to standard error, and what they read is nothing."""

    def __init__(self):
        self.source, self.sink = os.dup(0), os.dup(1)
        os.dup2(2, 1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        if os.name == "nt":
            import msvcrt

            msvcrt.setmode(self.source, os.O_BINARY)
            msvcrt.setmode(self.sink, os.O_BINARY)
        self.look = None
        if hasattr(os, "sched_yield"):
            poll = select.poll()
            poll.register(self.source, select.POLLIN)
            self.look = poll.poll
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.close)

    def close(self):
        os.close(self.source)
        os.close(self.sink)

    def read(self, count):
        data = os.read(self.source, count)
        while len(data) < count:
            more = os.read(self.source, count - len(data))
            if not more:
                leave()
            data += more
        return data

    def wait(self, idle):
        """Gives way to the program and looks for its next request, because to be woken takes as long as some steps; then lets it sleep.

        What is to be done while nobody waits, one thing at a time until there is none, is done in between.
        """
        for _ in range(LOOKS if self.look else 0):
            os.sched_yield()
            if self.look(0):
                return
            idle()
        while not (self.look and self.look(0)) and idle():
            pass

    def receive(self, idle):
        self.wait(idle)
        data = os.read(self.source, HEAD.size)
        if len(data) < HEAD.size:
            if not data:
                leave()
            data += self.read(HEAD.size - len(data))
        length, operation, sequence = HEAD.unpack(data)
        return operation, sequence, self.read(length) if length else b""

    def send(self, operation, sequence, payload=b""):
        data = HEAD.pack(len(payload), operation, sequence) + payload
        while data:
            data = data[os.write(self.sink, data):]


def leave():
    """The program is gone, or done: nothing of this process stays."""
    for slot in Server.slots:
        try:
            slot.env.close()
        except BaseException:
            pass
    sys.stderr.flush()
    os._exit(0)


def watch_parent(parent):
    """Ends a process whose program was killed while an environment hangs."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


class Fault(Exception):
    """What an environment does wrong, without a trace of its own."""


class Failure(Exception):
    """Where something went wrong."""

    def __init__(self, phase, index, cause):
        super().__init__(str(cause))
        self.phase, self.index, self.cause = phase, index, cause

    def payload(self):
        cause = self.cause
        if isinstance(cause, Fault):
            text, place = str(cause), ""
        else:
            text = "".join(traceback.format_exception_only(type(cause), cause)).strip()
            frames = [frame for frame in traceback.extract_tb(cause.__traceback__)
                      if frame.filename != __file__ and not frame.filename.startswith("<frozen")]
            place = "" if not frames else '%s, line %d, in %s' % (frames[-1].filename, frames[-1].lineno, frames[-1].name)
        missing = cause.name if isinstance(cause, ModuleNotFoundError) else None
        fault = {"phase": self.phase, "index": self.index, "text": text, "place": place, "fault": isinstance(cause, Fault),
                 "missing": missing}
        return json.dumps(fault).encode("ascii")


# ---- spaces


def kind_of(space):
    known = ("Box", "Discrete", "MultiDiscrete", "MultiBinary", "Dict", "Tuple")
    names = [base.__name__ for base in type(space).__mro__]
    return next((name for name in names if name in known), type(space).__name__)


def items_of(space):
    spaces = space.spaces
    return list(spaces.items()) if hasattr(spaces, "items") else [(str(i), each) for i, each in enumerate(spaces)]


def describe(space, bounds):
    kind = kind_of(space)
    result = {"kind": kind}
    if kind == "Box":
        result.update(shape=list(space.shape), dtype=str(np.dtype(space.dtype)), bytes=bool(np.dtype(space.dtype) == np.uint8))
        if bounds:
            result.update(low=[str(float(x)) for x in np.ravel(space.low)], high=[str(float(x)) for x in np.ravel(space.high)])
    elif kind == "Discrete":
        result.update(n=int(space.n), start=int(getattr(space, "start", 0)))
    elif kind == "MultiDiscrete":
        nvec = np.asarray(space.nvec)
        result.update(shape=list(nvec.shape), counts=[int(x) for x in np.ravel(nvec)])
    elif kind == "MultiBinary":
        result.update(shape=list(space.shape))
    elif kind in ("Dict", "Tuple"):
        result.update(items=[[str(key), describe(each, bounds)] for key, each in items_of(space)])
    return result


def starts_of(space):
    nvec = np.asarray(space.nvec)
    start = getattr(space, "start", None)
    return np.zeros(nvec.shape, np.int64) if start is None else np.asarray(start, np.int64).reshape(nvec.shape)


def whole(value, count, start, what):
    number = value.item() if isinstance(value, (np.ndarray, np.generic)) and value.size == 1 else value
    if isinstance(number, bool) or not isinstance(number, int) or not start <= number < start + count:
        raise Fault("%s is %s; expected a whole number from %d to %d" % (what, brief(value), start, start + count - 1))
    return number - start


def brief(value):
    if isinstance(value, np.ndarray):
        return "an array of shape %s and type %s" % (list(value.shape), value.dtype)
    text = repr(value)
    return "%s (%s)" % (text if len(text) <= 60 else text[:57] + "...", type(value).__name__)


def writer_of(space, at, what):
    """What writes a value of a space into a flat row of float32 from a place on, and where it ends."""
    kind = kind_of(space)
    if kind == "Box":
        shape, size = tuple(space.shape), int(np.prod(space.shape, dtype=int))
        is_whole = np.dtype(space.dtype).kind in "iub"

        def write(row, value):
            row[at:at + size] = numbers(value, shape, is_whole, what).reshape(-1)
        return write, at + size
    if kind == "Discrete":
        count, start = int(space.n), int(getattr(space, "start", 0))

        def write(row, value):
            row[at] = whole(value, count, start, what)
        return write, at + 1
    if kind == "MultiDiscrete":
        counts, starts = np.asarray(space.nvec), starts_of(space)

        def write(row, value):
            index = numbers(value, counts.shape, True, what) - starts
            if (index < 0).any() or (index >= counts).any():
                raise Fault("%s holds a choice that its space does not have" % what)
            row[at:at + counts.size] = index.reshape(-1)
        return write, at + counts.size
    if kind == "MultiBinary":
        shape, size = tuple(space.shape), int(np.prod(space.shape, dtype=int))

        def write(row, value):
            bits = numbers(np.asarray(value, dtype=np.int64), shape, True, what)
            if ((bits != 0) & (bits != 1)).any():
                raise Fault("%s holds a bit that is neither 0 nor 1" % what)
            row[at:at + size] = bits.reshape(-1)
        return write, at + size
    parts = []
    for key, each in items_of(space):
        write, at = writer_of(each, at, "%s['%s']" % (what, key))
        parts.append((key, write))
    if kind == "Tuple":
        writers = [write for _, write in parts]

        def write(row, value):
            if not isinstance(value, (tuple, list)) or len(value) != len(writers):
                raise Fault("%s is %s; expected a tuple of %d" % (what, brief(value), len(writers)))
            for each, item in zip(writers, value):
                each(row, item)
        return write, at

    def write(row, value):
        for key, each in parts:
            try:
                item = value[key]
            except (KeyError, TypeError, IndexError):
                raise Fault("%s is %s; expected a dictionary with '%s'" % (what, brief(value), key))
            each(row, item)
    return write, at


def numbers(value, shape, is_whole, what):
    array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        raise Fault("%s is %s; expected numbers" % (what, brief(value)))
    if array.shape != shape:
        raise Fault("%s has the shape %s; its space says %s" % (what, list(array.shape), list(shape)))
    if is_whole and array.dtype.kind == "f":
        raise Fault("%s is of type %s; its space has whole numbers" % (what, array.dtype))
    return array


def reader_of(space):
    """What makes an action of a space from a flat list of numbers, and how many it takes."""
    kind = kind_of(space)
    if kind == "Discrete":
        start = int(getattr(space, "start", 0))
        return (lambda row: int(row[0]) + start), 1
    if kind == "MultiDiscrete":
        starts, dtype = starts_of(space), space.dtype or np.int64
        return (lambda row: (row.reshape(starts.shape) + starts).astype(dtype)), starts.size
    if kind in ("MultiBinary", "Box"):
        shape, dtype = tuple(space.shape), space.dtype
        return (lambda row: np.array(row, dtype).reshape(shape)), int(np.prod(shape, dtype=int))
    parts, at = [], 0
    for key, each in items_of(space):
        read, size = reader_of(each)
        parts.append((key, read, at, at + size))
        at += size
    if kind == "Tuple":
        return (lambda row: tuple(read(row[low:high]) for _, read, low, high in parts)), at
    return (lambda row: {key: read(row[low:high]) for key, read, low, high in parts}), at


# ---- environments


def library(name):
    """gymnasium, or gym where that is asked for or all there is."""
    if name == "gym":
        return importlib.import_module("gym")
    try:
        return importlib.import_module("gymnasium")
    except ModuleNotFoundError as error:
        if error.name != "gymnasium":
            raise
        try:
            return importlib.import_module("gym")
        except ModuleNotFoundError:
            raise error


def of_class(made, arguments, renders):
    """An environment of a class, which make() would have given the mode in which it draws."""
    takes_mode = renders and "render_mode" in inspect.signature(made).parameters
    env = made(**arguments, **({"render_mode": "rgb_array"} if takes_mode and "render_mode" not in arguments else {}))
    if renders and getattr(env, "render_mode", None) is None:
        env.render_mode = "rgb_array"
    return env


def maker_of(config):
    """What makes one environment."""
    name, arguments = config["name"], config.get("arguments") or {}
    module, _, rest = name.partition(":")
    is_class = bool(rest) and not re.search(r"-v\d+$", rest)
    if is_class:
        for each in config["imports"]:
            importlib.import_module(each)
        made = importlib.import_module(module)
        for part in rest.split("."):
            made = getattr(made, part)
        return (lambda: of_class(made, arguments, config["render"])), None
    gym = library(config["library"])
    for each in config["imports"]:
        imported = importlib.import_module(each)
        if hasattr(gym, "register_envs"):
            gym.register_envs(imported)
    parameters = inspect.signature(gym.make).parameters
    extra = {"disable_env_checker": True} if "disable_env_checker" in parameters else {}
    if config["render"] and is_modern_package(gym):
        extra["render_mode"] = "rgb_array"
    return (lambda: gym.make(name, **extra, **arguments)), gym


def is_modern_package(gym):
    if gym.__name__ == "gymnasium":
        return True
    parts = re.findall(r"\d+", getattr(gym, "__version__", "0.21"))
    return tuple(int(part) for part in parts[:2]) >= (0, 26)


def is_modern(env):
    """Whether a step gives five values and a reset two; None where only the first reset can tell."""
    for base in type(getattr(env, "unwrapped", env)).__mro__:
        root = base.__module__.partition(".")[0]
        if root in ("gymnasium", "gym"):
            return is_modern_package(sys.modules[root])
    return None


def without_clocks(env):
    """What lies within the library's own wrappers that count steps and watch their order, as is done here, and the least of their limits."""
    limit = None
    while type(env).__module__.startswith("gymnasium.wrappers.") and type(env).__name__ in ("TimeLimit", "OrderEnforcing"):
        if type(env).__name__ == "TimeLimit":
            limit = env._max_episode_steps if limit is None else min(limit, env._max_episode_steps)
        env = env.env
    return env, limit


class Generators:
    """Generators of random numbers for the episodes to come, made while nobody waits: to seed one takes as long as four steps of CartPole.

    They are those of the library's own function, each given out once: what an environment draws is the same with and without.
    """

    def __init__(self):
        self.ready, self.make = {}, None

    def follow(self, library):
        try:
            seeding = importlib.import_module(library.__name__ + ".utils.seeding")
            self.make = seeding.np_random
        except (ImportError, AttributeError):
            return
        seeding.np_random = self.give

    def give(self, seed=None):
        return (self.ready.pop(seed, None) if seed.__class__ is int else None) or self.make(seed)

    def prepare(self, seed):
        if self.make is None:
            return
        if len(self.ready) >= MOST_READY:
            self.ready.clear()
        try:
            self.ready[seed] = self.make(seed)
        except Exception:
            pass  # the reset that needs it says so


class Slot:
    """One environment, its calls in one form whatever its age."""

    def __init__(self, make):
        self.env = env = make()
        self.modern = is_modern(env)
        inner = getattr(env, "unwrapped", env)
        try:
            parameters = inspect.signature(inner.reset).parameters
            takes_seed = "seed" in parameters or any(p.kind == p.VAR_KEYWORD for p in parameters.values())
        except (TypeError, ValueError):
            takes_seed = True
        self.takes_seed = takes_seed
        stepped, self.limit = without_clocks(env) if self.modern else (env, None)
        self.step = stepped.step if self.modern else self.old_step

    def reset(self, seed):
        env = self.env
        if self.takes_seed:
            result = env.reset(seed=seed)
        else:
            if hasattr(env, "seed"):
                env.seed(seed)
            result = env.reset()
        if self.modern is None:
            self.modern = isinstance(result, tuple) and len(result) == 2 and isinstance(result[1], dict)
            self.step = env.step if self.modern else self.old_step
        if not self.modern:
            return result, {}
        if not (isinstance(result, tuple) and len(result) == 2):
            raise Fault("reset returned %s; expected an observation and a dictionary" % brief(result))
        return result

    def old_step(self, action):
        result = self.env.step(action)
        if not isinstance(result, tuple) or len(result) != 4:
            return result
        obs, reward, done, info = result
        cut = bool(info.get("TimeLimit.truncated", False)) if isinstance(info, dict) else False
        return obs, reward, bool(done) and not cut, cut, info

    def mask(self, info, width):
        mask = info.get("action_mask") if isinstance(info, dict) else None
        if mask is None:
            for env in (self.env, getattr(self.env, "unwrapped", None)):
                found = getattr(env, "action_masks", None)
                if found is not None:
                    mask = found() if callable(found) else found
                    break
        if mask is None:
            return None
        mask = np.concatenate([np.ravel(part) for part in mask]) if isinstance(mask, (tuple, list)) and len(mask) \
            and isinstance(mask[0], np.ndarray) else np.ravel(np.asarray(mask))
        if width is not None and mask.size != width:
            raise Fault("its action mask has %d elements; its actions have %d choices" % (mask.size, width))
        return mask != 0

    def picture(self):
        try:
            parameters = inspect.signature(getattr(self.env, "unwrapped", self.env).render).parameters
        except (TypeError, ValueError):
            parameters = {}
        frame = self.env.render(mode="rgb_array") if "mode" in parameters else self.env.render()
        frame = frame[-1] if isinstance(frame, list) and frame else frame
        if not isinstance(frame, np.ndarray) or frame.ndim != 3 or frame.shape[2] != 3:
            raise Fault("render gave %s; expected an array of the shape [height, width, 3]" % brief(frame))
        return np.ascontiguousarray(frame, np.uint8)


class Server:
    slots = []

    def __init__(self, pipes):
        self.pipes = pipes
        self.generators = Generators()
        self.begun, self.due = [], []  # whose episode began in this step; the seeds that have no generator yet

    def run(self):
        operations = {MAKE: self.make, ATTACH: self.attach, RESET: self.reset, STEP_SOME: self.step_some, RENDER: self.render}
        while True:
            operation, sequence, payload = self.pipes.receive(self.prepare)
            if self.begun:
                self.know()
            try:
                self.pipes.send(OK, sequence, (self.step_all() if operation == STEP else operations[operation](payload)) or b"")
            except Failure as failure:
                sys.stdout.flush()
                sys.stderr.flush()
                self.pipes.send(ERROR, sequence, failure.payload())

    def know(self):
        """The program writes the next seed of an episode that began when it has read of its end: it is here with the next request."""
        self.due = (self.due + [int(self.seeds[i]) for i in self.begun])[-len(self.slots):]
        self.begun = []

    def prepare(self):
        """Makes a generator that will be needed; whether there was one to make."""
        if self.due:
            self.generators.prepare(self.due.pop())
            return True
        return False

    def make(self, payload):
        config = json.loads(payload.decode("utf-8"))
        self.first = config["first"]
        sys.path[:0] = config["folders"]
        try:
            global np
            import numpy as np
            np.random.seed(0)
            make, gym = maker_of(config)
            if gym is not None:
                self.generators.follow(gym)
        except BaseException as error:
            raise Failure("import", -1, error)
        for i in range(config["count"]):
            try:
                self.slots.append(Slot(make))
            except BaseException as error:
                raise Failure("make", self.first + i, error)
        env = self.slots[0].env
        limits = [limit for limit in (config.get("limit"), self.slots[0].limit) if limit is not None]
        self.limit, self.information = min(limits, default=None), config["information"]
        if not config["probe"]:
            return None
        try:
            return json.dumps(self.description(env, gym)).encode("ascii")
        except BaseException as error:
            raise Failure("probe", self.first, error)

    def description(self, env, gym):
        spec, inner = getattr(env, "spec", None), getattr(env, "unwrapped", env)
        obs, info = self.slots[0].reset(0)
        mask = self.slots[0].mask(info, None)
        metadata = getattr(env, "metadata", None) or {}
        meanings = getattr(inner, "get_action_meanings", None)
        try:
            source = hashlib.sha256(open(inspect.getsourcefile(type(inner)), "rb").read()).hexdigest()
        except (TypeError, OSError):
            source = None
        modes = metadata.get("render_modes", metadata.get("render.modes", []))
        package = gym or sys.modules.get("gymnasium") or sys.modules.get("gym")
        return {
            "observation": describe(env.observation_space, False), "action": describe(env.action_space, True),
            "limit": getattr(spec, "max_episode_steps", None) or getattr(env, "_max_episode_steps", None),
            "threshold": getattr(spec, "reward_threshold", None),
            "masks": 0 if mask is None else int(mask.size),
            "renders": "rgb_array" in modes, "fps": float(metadata.get("render_fps", metadata.get("video.frames_per_second", 30)) or 30),
            "meanings": [str(word) for word in meanings()] if callable(meanings) else [],
            "source": source,
            "versions": "Python %s, NumPy %s, %s" % (
                sys.version.split()[0], np.__version__,
                "no gym" if package is None else "%s %s" % (package.__name__, getattr(package, "__version__", "of an unknown version"))),
        }

    def attach(self, payload):
        layout = json.loads(payload.decode("utf-8"))
        with open(layout["path"], "r+b") as file:
            self.memory = memory = mmap.mmap(file.fileno(), layout["size"])
        count, at = len(self.slots), layout["at"]

        def array(name, dtype, *shape):
            return np.frombuffer(memory, dtype, count * int(np.prod(shape, dtype=int)), at[name]).reshape((count,) + shape)

        env, width = self.slots[0].env, layout["width"]
        space = env.observation_space
        self.seeds, self.which = array("seeds", np.uint64), array("which", np.uint8)
        self.rewards = array("rewards", np.float64)
        self.terminated, self.truncated = array("terminated", np.uint8), array("truncated", np.uint8)
        self.mask_width = layout["masks"]
        self.masks, self.final_masks = array("masks", np.uint8, self.mask_width), array("final_masks", np.uint8, self.mask_width)
        self.numbers = array("information", np.float32, len(self.information))
        self.shape = None
        kind = kind_of(space)
        dtype = np.uint8 if layout["bytes"] else np.float32
        if kind == "Box" and len(space.shape) > 0:
            self.shape, self.dtype, self.is_whole = tuple(space.shape), np.dtype(space.dtype), np.dtype(space.dtype).kind in "iub"
            self.rows, self.finals = list(array("observations", dtype, *self.shape)), list(array("finals", dtype, *self.shape))
        else:
            self.write, end = writer_of(space, 0, "the observation")
            if end != width:
                raise Failure("attach", -1, Fault("an observation has %d numbers here and %d there" % (end, width)))
            self.rows, self.finals = list(array("observations", dtype, width)), list(array("finals", dtype, width))
        actions = array("actions", np.float32 if layout["floats"] else np.int32, layout["action_width"])
        read, _ = reader_of(env.action_space)
        if kind_of(env.action_space) == "Discrete":
            start, column = int(getattr(env.action_space, "start", 0)), actions[:, 0]
            self.actions = column.tolist if start == 0 else lambda: (column + start).tolist()
        else:
            self.actions = lambda: [read(row) for row in actions]
        self.elapsed = [0] * count
        self.everything = range(count)
        self.any_ended = False
        self.repeats = 1
        self.make_step()

    def show(self, row, obs):
        """Any observation that the short way does not take."""
        if self.shape is None:
            self.write(row, obs)
        else:
            array = numbers(obs, self.shape, self.is_whole, "the observation")
            row[...] = array

    def make_step(self):
        """Steps all environments. What a step of 5 µs does not need is decided here, once."""
        ndarray, shape, dtype, show, rows = np.ndarray, self.shape, getattr(self, "dtype", None), self.show, self.rows
        steps = [slot.step for slot in self.slots] if self.slots[0].modern is not None else [
            (lambda action, slot=slot: slot.step(action)) for slot in self.slots]
        jobs = list(zip(self.everything, steps, rows))
        says_more = bool(self.mask_width or self.information)
        counts = self.limit is not None
        actions, finish, rewards, more, elapsed, limit = self.actions, self.finish, self.rewards, self.more, self.elapsed, self.limit
        cut = self.truncated

        def step_all():
            if self.any_ended:
                self.terminated[:] = 0
                self.truncated[:] = 0
                self.any_ended = False
            gained = []
            i = -1
            try:
                for (i, step, row), action in zip(jobs, actions()):
                    obs, reward, terminated, truncated, info = step(action)
                    if obs.__class__ is ndarray and obs.shape == shape and obs.dtype is dtype:
                        row[...] = obs
                    else:
                        show(row, obs)
                    gained.append(reward)
                    if counts:
                        elapsed[i] += 1
                        truncated = truncated or elapsed[i] >= limit
                    if says_more:
                        more(i, info)
                    if terminated or truncated:
                        finish(i, terminated, truncated)
            except Failure:
                raise
            except BaseException as error:
                raise Failure("step", self.first + i, self.explained(error))
            self.give(gained)
        self.step_all = step_all

    def explained(self, error):
        text = str(error)
        own = traceback.extract_tb(error.__traceback__)[-1].filename == __file__
        if own and isinstance(error, (ValueError, TypeError)) and "unpack" in text:
            return Fault("step returned something else than its five values (observation, reward, terminated, truncated, info): " + text)
        return error

    def give(self, gained):
        try:
            self.rewards[:] = gained
            return
        except (TypeError, ValueError):
            pass
        for i, reward in enumerate(gained):
            number = reward.item() if isinstance(reward, (np.ndarray, np.generic)) and reward.size == 1 else reward
            if not isinstance(number, (int, float)):
                raise Failure("step", self.first + i, Fault("the reward is %s; expected a number" % brief(reward)))
            self.rewards[i] = number

    def finish(self, i, terminated, truncated):
        """The end of an episode, and the beginning of the next one."""
        self.any_ended = True
        self.terminated[i], self.truncated[i] = bool(terminated), bool(truncated)
        self.finals[i][...] = self.rows[i]
        if self.mask_width:
            self.final_masks[i] = self.masks[i]
        self.begin(i)

    def begin(self, i):
        slot = self.slots[i]
        self.elapsed[i] = 0
        self.begun.append(i)
        try:
            obs, info = slot.reset(int(self.seeds[i]))
            if self.shape is not None and isinstance(obs, np.ndarray) and obs.shape == self.shape and obs.dtype == self.dtype:
                self.rows[i][...] = obs
            else:
                self.show(self.rows[i], obs)
            if self.mask_width:
                self.put_mask(i, info)
            return info
        except BaseException as error:
            raise Failure("reset", self.first + i, error)

    def put_mask(self, i, info):
        mask = self.slots[i].mask(info, self.mask_width)
        if mask is None:
            raise Fault("it gives no action mask any more")
        self.masks[i] = mask

    def more(self, i, info):
        if self.mask_width:
            self.put_mask(i, info)
        self.put_numbers(i, info)

    def put_numbers(self, i, info):
        for place, name in enumerate(self.information):
            value = info.get(name) if isinstance(info, dict) else None
            try:
                self.numbers[i, place] = np.nan if value is None else float(value)
            except (TypeError, ValueError):
                raise Fault("info['%s'] is %s; expected a number" % (name, brief(value)))

    def reset(self, payload):
        for i in self.everything:
            if self.which[i]:
                info = self.begin(i)
                if self.information:
                    self.put_numbers(i, info)

    def step_some(self, payload):
        """Steps those that are asked for, some times each or to the end of an episode; the next episode is not begun."""
        repeats = payload[0]
        actions = self.actions()
        for i in self.everything:
            if not self.which[i]:
                continue
            total, row = 0.0, self.rows[i]
            self.terminated[i] = self.truncated[i] = 0
            try:
                for repeat in range(repeats):
                    obs, reward, terminated, truncated, info = self.slots[i].step(actions[i])
                    if repeats > 1:
                        self.finals[i][...] = row
                    self.show(row, obs)
                    total += float(reward)
                    self.elapsed[i] += 1
                    truncated = truncated or (self.limit is not None and self.elapsed[i] >= self.limit)
                    self.more(i, info)
                    if terminated or truncated:
                        self.terminated[i], self.truncated[i] = bool(terminated), bool(truncated)
                        break
            except BaseException as error:
                raise Failure("step", self.first + i, self.explained(error))
            self.rewards[i] = total
        self.any_ended = True

    def render(self, payload):
        try:
            frame = self.slots[payload[0]].picture()
        except BaseException as error:
            raise Failure("render", self.first + payload[0], error)
        return struct.pack("<II", frame.shape[1], frame.shape[0]) + frame.tobytes()


def main():
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program decides what Ctrl-C means
    except ValueError:
        pass
    pipes = Pipes()
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    if os.name != "nt":
        threading.Thread(target=watch_parent, args=(os.getppid(),), daemon=True).start()
    random.seed(0)
    os.write(pipes.sink, b"\x01EPOCHE\x01")
    Server(pipes).run()


main()
