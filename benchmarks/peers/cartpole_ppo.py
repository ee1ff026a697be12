#!/usr/bin/python3
"""Epoche's recipe `cartpole-ppo` in PyTorch, as a competent user would write it for speed: from nothing to a perfect agent.

Same algorithm and numbers, read from the recipe itself: PPO with an actor and a critic of their own (tanh, orthogonal starts), advantages by GAE with
the value of the last observation where an episode was cut off, normalized in each batch, clipped ratio, learning rate and clip range falling to 0 over
the updates, Adam, gradient clipping, greedy evaluation episodes during training; training stops when an evaluation is perfect and a longer one on wider
starts confirms it; a last one evaluates the result.
For speed: environments are stepped together in NumPy, acting and the values of a rollout build no graph, a rollout's columns become tensors once,
gradients are set to None rather than zeroed, evaluation steps all episodes together.

Prints one JSON object: {"wall_seconds" (since the process started, imports included), "train_seconds", "env_steps", "updates", "evaluation": {...}}.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from cartpole_dqn import START_RANGES, evaluate, report, seconds_since_start
from cartpole_env import TIME_LIMIT, CartPoles
from recipe import DEFAULT_RECIPE, flatten, parse

# What the recipe may say and nothing else: this peer implements these alone.
FIXED = {"kind": "ppo", "environment": "CartPole-v1", "network.activation": "tanh", "network.kernel": "orthogonal", "optimizer.kind": "adam",
         "clip.schedule": "linear", "clip.to": 0, "optimizer.learning_rate.schedule": "linear", "optimizer.learning_rate.to": 0}


@dataclass(frozen=True)
class Settings:
    """The recipe's numbers under the recipe's names, dots as underscores; steps are environment steps."""

    environments: int
    steps: int
    rollout_steps: int
    epochs: int
    batch_size: int
    discount: float
    clip_from: float
    network_hidden: list[int]
    optimizer_learning_rate_from: float
    optimizer_epsilon: float
    optimizer_clip_norm: float
    evaluation_every_steps: int
    evaluation_episodes: int
    evaluation_confirm_environment: str
    evaluation_confirm_episodes: int
    evaluation_final_episodes: int
    gae_lambda: float


def load(path: Path, overrides: list[str]) -> Settings:
    values = flatten(path.read_text(encoding="utf-8"))
    for override in overrides:
        key, equals, text = override.partition("=")
        if not equals:
            raise SystemExit(f"--set {override}: expected KEY=VALUE")
        values[key] = parse(text)
    for key, only in FIXED.items():
        if values.pop(key, None) != only:
            raise SystemExit(f"{path}: this peer implements {key}: {only} alone")
    values["gae_lambda"] = values.pop("lambda")
    try:
        return Settings(**{key.replace(".", "_"): value for key, value in values.items()})
    except TypeError as error:
        raise SystemExit(f"{path}: {error}; with a key that this peer does not know it would not be the same algorithm")


def tower(hidden: list[int], outputs: int, gain: float) -> nn.Sequential:
    layers: list[nn.Module] = []
    for fan_in, fan_out in zip([4, *hidden], hidden):
        layers += [orthogonal(nn.Linear(fan_in, fan_out), math.sqrt(2)), nn.Tanh()]
    return nn.Sequential(*layers, orthogonal(nn.Linear(hidden[-1], outputs), gain))


def orthogonal(layer: nn.Linear, gain: float) -> nn.Linear:
    nn.init.orthogonal_(layer.weight, gain)
    nn.init.zeros_(layer.bias)
    return layer


class Learner:
    """Actor, critic, optimizer, and the updates of a rollout."""

    def __init__(self, settings: Settings) -> None:
        self.actor, self.critic = tower(settings.network_hidden, 2, 0.01), tower(settings.network_hidden, 1, 1.0)
        self.updates = 0
        self._settings = settings
        rows = settings.rollout_steps * settings.environments
        self._all_updates = settings.steps // rows * settings.epochs * -(-rows // settings.batch_size)
        self._parameters = [*self.actor.parameters(), *self.critic.parameters()]
        self._optimizer = torch.optim.Adam(self._parameters, settings.optimizer_learning_rate_from, eps=settings.optimizer_epsilon, foreach=True)

    @torch.inference_mode()
    def draw(self, states: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(actions, their log-probabilities, values)."""
        s = torch.from_numpy(states)
        log = F.log_softmax(self.actor(s), dim=1)
        actions = torch.multinomial(log.exp(), 1)
        return actions[:, 0].numpy(), log.gather(1, actions)[:, 0].numpy(), self.critic(s)[:, 0].numpy()

    @torch.inference_mode()
    def value(self, states: np.ndarray) -> np.ndarray:
        return self.critic(torch.from_numpy(states))[:, 0].numpy()

    @torch.inference_mode()
    def act_batch(self, states: np.ndarray) -> np.ndarray:
        return self.actor(torch.from_numpy(states)).argmax(1).numpy()

    def learn(self, s, a, old_log, advantages, returns) -> None:
        settings, rows = self._settings, s.shape[0]
        for _ in range(settings.epochs):
            for batch in torch.randperm(rows).split(settings.batch_size):
                left = 1 - (self.updates + 1) / self._all_updates
                clip = settings.clip_from * left
                for group in self._optimizer.param_groups:
                    group["lr"] = settings.optimizer_learning_rate_from * left
                A = advantages[batch]
                A = (A - A.mean()) / (A.std() + 1e-8)
                ratio = (F.log_softmax(self.actor(s[batch]), dim=1).gather(1, a[batch])[:, 0] - old_log[batch]).exp()
                policy = -torch.min(ratio * A, ratio.clamp(1 - clip, 1 + clip) * A).mean()
                loss = policy + 0.5 * F.mse_loss(self.critic(s[batch])[:, 0], returns[batch])
                self._optimizer.zero_grad(set_to_none=True)
                loss.backward()
                nn.utils.clip_grad_norm_(self._parameters, settings.optimizer_clip_norm)
                self._optimizer.step()
                self.updates += 1


def train(settings: Settings, seed: int) -> tuple[Learner, int]:
    """Trains until an evaluation and its confirmation are perfect, or the steps are used up; returns the steps made."""
    torch.manual_seed(seed)
    learner, count, T = Learner(settings), settings.environments, settings.rollout_steps
    poles = CartPoles(count, np.random.default_rng(seed))
    s = np.empty((T, count, 4), np.float32)
    a, log = np.empty((T, count), np.int64), np.empty((T, count), np.float32)
    v, following, advantages = (np.empty((T, count), np.float32) for _ in range(3))
    terminated, ended = np.empty((T, count), bool), np.empty((T, count), bool)
    best_mean, best_weights, step = -1.0, learner.actor.state_dict(), 0
    state = poles.state.T.astype(np.float32)
    while step + T * count <= settings.steps:
        for t in range(T):
            s[t] = state
            a[t], log[t], v[t] = learner.draw(state)
            terminated[t], truncated = poles.step(a[t])
            ended[t] = terminated[t] | truncated
            state = poles.state.T.astype(np.float32)
            if ended[t].any():
                if (truncated & ~terminated[t]).any():
                    following[t] = learner.value(state)
                poles.reset(ended[t])
                state = poles.state.T.astype(np.float32)
        following[:-1] = np.where(ended[:-1], following[:-1], v[1:])
        following[-1] = np.where(ended[-1], following[-1], learner.value(state))
        running = np.zeros(count, np.float32)
        for t in reversed(range(T)):
            delta = 1.0 + settings.discount * np.where(terminated[t], 0, following[t]) - v[t]
            running = delta + settings.discount * settings.gae_lambda * np.where(ended[t], 0, running)
            advantages[t] = running
        learner.learn(torch.from_numpy(s.reshape(-1, 4)), torch.from_numpy(a.reshape(-1, 1)), torch.from_numpy(log.reshape(-1)),
                      torch.from_numpy(advantages.reshape(-1)), torch.from_numpy((advantages + v).reshape(-1)))
        before, step = step, step + T * count
        if step // settings.evaluation_every_steps > before // settings.evaluation_every_steps:
            returns = evaluate(learner, settings.evaluation_episodes, [seed, step])
            if returns.min() == TIME_LIMIT:
                if evaluate(learner, settings.evaluation_confirm_episodes, [seed, step, 1], while_perfect=True, start_range=START_RANGES[settings.evaluation_confirm_environment]).min() == TIME_LIMIT:
                    return learner, step
            if returns.mean() > best_mean:
                best_mean, best_weights = returns.mean(), copy.deepcopy(learner.actor.state_dict())
    learner.actor.load_state_dict(best_weights)
    return learner, step


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--recipe", type=Path, default=DEFAULT_RECIPE.with_name("cartpole-ppo.yaml"), metavar="FILE",
                        help="default: the recipe `cartpole-ppo` of this repository")
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
