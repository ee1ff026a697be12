#!/usr/bin/python3
"""Epoche's recipe `cartpole` in PyTorch, as a competent user would write it for speed: from nothing to a perfect agent.

Same algorithm and numbers, read from the recipe itself: DQN with a target network, uniform replay, Huber loss, Adam, gradient clipping, epsilon-greedy
exploration, greedy evaluation episodes during training; training stops when an evaluation is perfect and a longer one confirms it; a last one judges the result.
For speed: replay is one NumPy array per column, a burst's minibatches are drawn and gathered at once, gradients are set to None rather than zeroed,
acting builds no graph, evaluation steps all episodes together, one environment is stepped in plain floats.

Prints one JSON object: {"wall_seconds" (since the process started, imports included), "train_seconds", "env_steps", "updates", "evaluation": {...}}.
"""

from __future__ import annotations

import os
import time

WALL_AT_IMPORT = time.time()

import argparse
import copy
import json
from collections import deque
from pathlib import Path
from typing import Iterator

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from cartpole_env import TIME_LIMIT, CartPole, CartPoles
from recipe import DEFAULT_RECIPE, Settings, load


START_RANGES = {"CartPole-v1": 0.05, "CartPole-wide": 0.075}


class Replay:
    """A ring of transitions, one NumPy array per column; `discount_t` is 0 where the episode terminated, so truncation bootstraps."""

    def __init__(self, capacity: int) -> None:
        self.capacity, self.size, self._next = capacity, 0, 0
        self.s_tm1 = np.empty((capacity, 4), np.float32)
        self.s_t = np.empty((capacity, 4), np.float32)
        self.a_tm1 = np.empty((capacity, 1), np.int64)
        self.r_t = np.empty((capacity, 1), np.float32)
        self.discount_t = np.empty((capacity, 1), np.float32)

    def add(self, s_tm1, action, reward, s_t, discount, rows: int = 1) -> None:
        """Adds one transition, or as many as the arrays have rows."""
        end = self._next + rows
        where = slice(self._next, end) if end <= self.capacity else np.arange(self._next, end) % self.capacity
        self.s_tm1[where], self.s_t[where] = s_tm1, s_t
        self.a_tm1[where, 0], self.r_t[where, 0], self.discount_t[where, 0] = action, reward, discount
        self._next = end % self.capacity
        self.size = min(self.size + rows, self.capacity)

    def burst(self, rng: np.random.Generator, updates: int, batch: int) -> Iterator[tuple[torch.Tensor, ...]]:
        """`updates` minibatches (s_tm1, a_tm1, r_t, s_t, discount_t), drawn and gathered at once."""
        rows = rng.integers(0, self.size, (updates, batch))
        return zip(*(torch.from_numpy(column[rows]).unbind() for column in (self.s_tm1, self.a_tm1, self.r_t, self.s_t, self.discount_t)))


def initialize(layer: nn.Linear, kernel: str, bias: str) -> nn.Linear:
    """Draws weights as the recipe says; "uniform-fan-in" is what PyTorch has drawn already."""
    if kernel == "glorot-uniform":
        nn.init.xavier_uniform_(layer.weight)
    elif kernel == "he-uniform":
        nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
    elif kernel != "uniform-fan-in":
        raise SystemExit(f"network.kernel {kernel}: this peer knows glorot-uniform, he-uniform and uniform-fan-in")
    if bias == "zeros":
        nn.init.zeros_(layer.bias)
    elif bias != "uniform-fan-in":
        raise SystemExit(f"network.bias {bias}: this peer knows zeros and uniform-fan-in")
    return layer


class Learner:
    """Online and target network, optimizer, and the update."""

    def __init__(self, settings: Settings) -> None:
        layers: list[nn.Module] = []
        widths = (4, *settings.network_hidden, 2)
        for fan_in, fan_out in zip(widths, widths[1:]):
            layers += [initialize(nn.Linear(fan_in, fan_out), settings.network_kernel, settings.network_bias), nn.ReLU(inplace=True)]
        self.online = nn.Sequential(*layers[:-1])
        self.target = copy.deepcopy(self.online).requires_grad_(False)
        self.updates = 0
        self._copied_at = 0
        self._settings = settings
        self._loss = F.smooth_l1_loss if settings.loss == "huber" else F.mse_loss
        self._parameters = list(self.online.parameters())
        self._optimizer = torch.optim.Adam(
            self._parameters, settings.optimizer_learning_rate, (settings.optimizer_beta1, settings.optimizer_beta2), settings.optimizer_epsilon, foreach=True)

    @torch.no_grad()
    def copy_to_target(self) -> None:
        if self._copied_at == self.updates:
            return  # nothing was learned since the last copy
        for target, online in zip(self.target.parameters(), self._parameters):
            target.copy_(online)
        self._copied_at = self.updates

    def update(self, s_tm1: torch.Tensor, a_tm1: torch.Tensor, r_t: torch.Tensor, s_t: torch.Tensor, discount_t: torch.Tensor) -> None:
        with torch.no_grad():
            if self._settings.double:
                best = self.target(s_t).gather(1, self.online(s_t).argmax(1, keepdim=True))
            else:
                best = self.target(s_t).amax(1, keepdim=True)
            y = torch.addcmul(r_t, discount_t, best)
        loss = self._loss(self.online(s_tm1).gather(1, a_tm1), y)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        if self._settings.optimizer_clip_norm > 0:
            nn.utils.clip_grad_norm_(self._parameters, self._settings.optimizer_clip_norm)
        self._optimizer.step()
        self.updates += 1
        if self._settings.target_every_updates and self.updates % self._settings.target_every_updates == 0:
            self.copy_to_target()

    @torch.inference_mode()
    def act(self, state: tuple[float, ...]) -> int:
        return self.online(torch.tensor([state])).argmax(1).item()

    @torch.inference_mode()
    def act_batch(self, states: np.ndarray) -> np.ndarray:
        return self.online(torch.from_numpy(states)).argmax(1).numpy()


def train(settings: Settings, seed: int) -> tuple[Learner, int]:
    """Trains until an evaluation and its confirmation are perfect, or the steps are used up; returns the steps made."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    learner, replay = Learner(settings), Replay(settings.replay_capacity)
    collect = (one_pole if settings.environments == 1 else many_poles)(settings, learner, replay, rng)
    best_mean, best_weights, step = -1.0, learner.online.state_dict(), 0
    for step in collect:
        def due(period: int) -> bool:
            return period > 0 and step % period < settings.environments

        if due(settings.train_every_steps) and step > settings.warm_up_steps:
            for batch in replay.burst(rng, settings.updates_per_train, settings.batch_size):
                learner.update(*batch)
        if due(settings.target_every_steps):
            learner.copy_to_target()
        if due(settings.evaluation_every_steps) and learner.updates:
            returns = evaluate(learner, settings.evaluation_episodes, [seed, step])
            if returns.min() == TIME_LIMIT:
                if evaluate(learner, settings.evaluation_confirm_episodes, [seed, step, 1], while_perfect=True, start_range=START_RANGES[settings.evaluation_confirm_environment]).min() == TIME_LIMIT:
                    return learner, step
            if returns.mean() > best_mean:
                best_mean, best_weights = returns.mean(), copy.deepcopy(learner.online.state_dict())
    learner.online.load_state_dict(best_weights)
    return learner, step


def one_pole(settings: Settings, learner: Learner, replay: Replay, rng: np.random.Generator) -> Iterator[int]:
    """Steps one environment for ever-growing experience; yields the number of steps made."""
    pole = CartPole(rng)
    state = pole.reset()
    window: deque[tuple[tuple[float, ...], int]] = deque()  # states and actions whose n steps are not over
    discounts = [settings.discount**m for m in range(settings.replay_n_step + 1)]
    rewards = [sum(discounts[:m]) for m in range(settings.replay_n_step + 1)]  # every reward is 1
    for step in range(1, settings.steps + 1):
        explore = step <= settings.warm_up_steps or rng.random() < settings.epsilon(step)
        action = int(rng.integers(2)) if explore else learner.act(state)
        following, terminated, truncated = pole.step(action)
        window.append((state, action))
        ended = terminated or truncated
        while window and (ended or len(window) == settings.replay_n_step):
            length = len(window)
            first, taken = window.popleft()
            replay.add(first, taken, rewards[length], following, 0.0 if terminated else discounts[length])
        state = pole.reset() if ended else following
        yield step


def many_poles(settings: Settings, learner: Learner, replay: Replay, rng: np.random.Generator) -> Iterator[int]:
    """The same for several environments stepped together in NumPy."""
    count = settings.environments
    if settings.replay_n_step != 1:
        raise SystemExit("replay.n_step: this peer takes several steps with one environment only")
    poles = CartPoles(count, rng)
    for step in range(count, settings.steps + 1, count):
        state = poles.state.T.astype(np.float32)
        actions = rng.integers(0, 2, count)
        if step > settings.warm_up_steps:
            explore = rng.random(count) < settings.epsilon(step)
            actions = np.where(explore, actions, learner.act_batch(state))
        terminated, truncated = poles.step(actions)
        replay.add(state, actions, 1.0, poles.state.T, np.where(terminated, 0.0, settings.discount), rows=count)
        ended = terminated | truncated
        if ended.any():
            poles.reset(ended)
        yield step


def evaluate(learner: Learner, episodes: int, seed: list[int], while_perfect: bool = False, start_range: float = 0.05) -> np.ndarray:
    """Returns of greedy episodes, all stepped together; finished ones are dropped. `while_perfect`: gives up at the first that ends early."""
    poles = CartPoles(episodes, np.random.default_rng(seed), start_range)
    running = np.arange(episodes)
    returns = np.zeros(episodes, np.int64)
    while running.size:
        terminated, truncated = poles.step(learner.act_batch(poles.state.T.astype(np.float32)))
        ended = terminated | truncated
        if ended.any():
            returns[running[ended]] = poles.elapsed[ended]
            if while_perfect and not truncated[ended].all():
                break
            running = running[~ended]
            poles.keep(~ended)
    return returns


def report(returns: np.ndarray) -> dict:
    return {"episodes": len(returns), "mean": float(returns.mean()), "std": float(returns.std()), "min": int(returns.min()),
            "max": int(returns.max()), "perfect_share": float((returns == TIME_LIMIT).mean())}


def seconds_since_start() -> float:
    """Seconds since this process was started (Linux; elsewhere since this file's first line ran)."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
        return float(Path("/proc/uptime").read_text().split()[0]) - ticks / os.sysconf("SC_CLK_TCK")
    except OSError:
        return time.time() - WALL_AT_IMPORT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--recipe", type=Path, default=DEFAULT_RECIPE, metavar="FILE", help="default: the recipe `cartpole` of this repository")
    parser.add_argument("--set", nargs="*", default=[], metavar="KEY=VALUE", help="override numbers of the recipe, in its dotted keys")
    arguments = parser.parse_args()
    settings = load(arguments.recipe, arguments.set)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "0")) or torch.get_num_threads())
    started = time.perf_counter()
    learner, steps = train(settings, arguments.seed)
    train_seconds = time.perf_counter() - started
    final = evaluate(learner, settings.evaluation_final_episodes, [arguments.seed, 2])
    print(json.dumps({"seed": arguments.seed, "threads": torch.get_num_threads(), "wall_seconds": round(seconds_since_start(), 3),
                      "train_seconds": round(train_seconds, 3), "env_steps": steps, "updates": learner.updates, "evaluation": report(final)}))


if __name__ == "__main__":
    main()
