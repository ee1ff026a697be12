"""Journals of Epoche read by Optuna and the other way round: the states must agree in every field."""
import argparse
import hashlib
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import warnings

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution, distribution_to_json
from optuna.storages import JournalFileStorage, JournalStorage
from optuna.study import StudyDirection
from optuna.trial import TrialState, create_trial

warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)
optuna.logging.set_verbosity(optuna.logging.ERROR)


def text(value):
    """A value in one form that does not depend on how a language prints numbers."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"i{value}"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(text, value)) + "]"
    return "{" + ",".join(f"{json.dumps(key)}:{text(value[key])}" for key in sorted(value)) + "}"


def number(value):
    return "nan" if value != value else "d" + struct.pack(">d", value).hex()


def time(value):
    return "null" if value is None else value.isoformat(timespec="microseconds")


def dump(path):
    """The state of a journal as Optuna has it."""
    storage = JournalStorage(JournalFileStorage(path))
    lines = []
    for study in storage.get_all_studies():
        lines.append(f"study {json.dumps(study.study_name)} {[int(d) for d in study.directions]}")
        lines.append(f" user {text(study.user_attrs)}")
        lines.append(f" system {text(study.system_attrs)}")
        for trial in storage.get_all_trials(study._study_id):
            lines.append(f" trial {trial.number} {int(trial.state)} {time(trial.datetime_start)} {time(trial.datetime_complete)}")
            values = trial.values
            lines.append("  values " + ("null" if values is None else ",".join(number(float(value)) for value in values)))
            for name in sorted(trial.params):
                domain = text(json.loads(distribution_to_json(trial.distributions[name])))
                lines.append(f"  param {json.dumps(name)} {text(trial.params[name])} {domain}")
            for step in sorted(trial.intermediate_values):
                lines.append(f"  report {step} {number(float(trial.intermediate_values[step]))}")
            lines.append(f"  user {text(trial.user_attrs)}")
            lines.append(f"  system {text(trial.system_attrs)}")
    return "".join(f"{line}\n" for line in lines)


NAMES = ["x", "rate", "layers", "kind", "größe"]
VALUES = [0.0, -1.5, 1e-300, 1e308, float("inf"), float("-inf"), float("nan"), 3.0]
ATTRIBUTES = [None, True, 7, -2.5, "text", "größe \U0001f600 \"q\"\n", [1, [2.0, None]], {"a": {"b": []}}, float("nan")]
DOMAINS = [
    (FloatDistribution(-1, 1), 0.25), (FloatDistribution(1e-5, 1, log=True), 1e-3), (FloatDistribution(0, 1, step=0.25), 0.75),
    (IntDistribution(1, 9, step=2), 5), (IntDistribution(1, 100, log=True), 64), (CategoricalDistribution([None, True, 1, 2.5, "a"]), "a"),
    (CategoricalDistribution(["a", "b"]), "b"),
]


def write(path, seed):
    """A random history, written by Optuna's own storage."""
    draw = random.Random(seed)
    storage = JournalStorage(JournalFileStorage(path))
    studies, trials = [], []
    for _ in range(draw.randint(5, 40)):
        kind = draw.randint(0, 9) if trials else draw.choice([0, 4, 4])
        try:
            if kind == 0 or not studies:
                directions = [StudyDirection(draw.randint(1, 2)) for _ in range(draw.randint(1, 2))]
                studies.append(storage.create_new_study(directions, draw.choice(["a", "b", "größe", None]) or f"study {len(studies)}"))
            elif kind == 1 and draw.random() < 0.1:
                storage.delete_study(draw.choice(studies))
            elif kind == 2:
                storage.set_study_user_attr(draw.choice(studies), draw.choice(NAMES), draw.choice(ATTRIBUTES))
            elif kind == 3:
                storage.set_study_system_attr(draw.choice(studies), draw.choice(NAMES), draw.choice(ATTRIBUTES))
            elif kind == 4:
                template = None
                if draw.random() < 0.4:
                    domain, value = draw.choice(DOMAINS)
                    state = draw.choice([TrialState.COMPLETE, TrialState.WAITING, TrialState.RUNNING, TrialState.FAIL])
                    template = create_trial(
                        state=state, params={"x": value}, distributions={"x": domain}, user_attrs={"note": draw.choice(ATTRIBUTES)},
                        values=[draw.choice(VALUES[:4]) for _ in range(draw.randint(1, 2))] if state == TrialState.COMPLETE else None,
                        intermediate_values={draw.randint(0, 5): draw.choice(VALUES)})
                trials.append(storage.create_new_trial(draw.choice(studies), template))
            elif kind == 5:
                domain, value = draw.choice(DOMAINS)
                storage.set_trial_param(draw.choice(trials), draw.choice(NAMES), domain.to_internal_repr(value), domain)
            elif kind == 6:
                state = draw.choice(list(TrialState))
                values = [draw.choice(VALUES[:4])] if state == TrialState.COMPLETE else None
                storage.set_trial_state_values(draw.choice(trials), state, values)
            elif kind == 7:
                storage.set_trial_intermediate_value(draw.choice(trials), draw.randint(0, 5), draw.choice(VALUES))
            elif kind == 8:
                storage.set_trial_user_attr(draw.choice(trials), draw.choice(NAMES), draw.choice(ATTRIBUTES))
            elif kind == 9:
                storage.set_trial_system_attr(draw.choice(trials), draw.choice(NAMES), draw.choice(ATTRIBUTES))
        except (KeyError, RuntimeError, ValueError, optuna.exceptions.DuplicatedStudyError):
            pass  # refused, but in the journal


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write-golden", metavar="FOLDER")
    arguments = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([arguments.program, "fuzz", folder, str(arguments.count)], check=True)
        ours = [os.path.join(folder, f"{i}.log") for i in range(arguments.count)]
        theirs = [os.path.join(folder, f"optuna-{i}.log") for i in range(arguments.count // 4)]
        for i, path in enumerate(theirs):
            write(path, arguments.seed * 1000003 + i)
        for start in range(0, len(ours + theirs), 200):
            subprocess.run([arguments.program, "replay", *(ours + theirs)[start:start + 200]], check=True)
        hashes = []
        for path in ours + theirs:
            expected = dump(path)
            with open(path + ".ours", encoding="utf-8", newline="") as file:
                received = file.read()
            hashes.append(hashlib.sha256(expected.encode()).hexdigest()[:16])
            if expected != received:
                wrong += 1
                if wrong <= 3:
                    pairs = zip(expected.split("\n"), received.split("\n"))
                    first = next(((a, b) for a, b in pairs if a != b), ("the rest", "differs"))
                    print(f"{os.path.basename(path)}:\n  optuna {first[0]}\n  epoche {first[1]}")
        if arguments.write_golden:
            os.makedirs(arguments.write_golden, exist_ok=True)
            with open(os.path.join(arguments.write_golden, "fuzzed.txt"), "w", encoding="utf-8", newline="") as file:
                file.write("".join(f"{digest}\n" for digest in hashes[:arguments.count]))
            for i, path in enumerate(theirs[:12]):
                with open(path, "rb") as file, open(os.path.join(arguments.write_golden, f"optuna-{i}.log"), "wb") as golden:
                    golden.write(file.read())
                with open(os.path.join(arguments.write_golden, f"optuna-{i}.txt"), "w", encoding="utf-8", newline="") as golden:
                    golden.write(dump(path))
    print(f"Optuna {optuna.__version__}: {arguments.count} journals of ours and {len(theirs)} of Optuna's; {wrong} states disagree")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
