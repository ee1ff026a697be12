#!/usr/bin/python3
"""Times a step of SAC and TD3 on Pendulum-v1 in PyTorch on the CPU, inside this one process: acting, the environment, remembering and one update.

    actor_critic.py                           all cases under the settings of this process
    actor_critic.py --only sac-pendulum-64    one of them; run.py tries every fair setting

Prints the JSON lines that micro.py prints. Networks and batches are those of ./bench sac-pendulum td3-pendulum: 64-64 with batches of 128, as the recipes have them; SAC
with 256-256 and TD3 with 400-300 and batches of 256, as published settings have them; a memory of 20,000 transitions, twin critics, Adam for every network (and for SAC's temperature), targets that follow by 0.005; TD3's actor and targets move at every
second update.

For speed: the pendulum is stepped in plain floats, memory is one tensor a column, critics take no gradients while the actor learns, targets follow by a foreach loop.
Where a choice does not change the mathematics, both are timed and the faster is printed: Adam with its foreach loop or without, and twin critics as two networks or as one
batched product.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import os
from typing import Callable, Iterator

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from micro import measure

CAPACITY, TAU = 20_000, 0.005
MAX_SPEED, MAX_TORQUE, TIME_STEP, GRAVITY, TIME_LIMIT = 8.0, 2.0, 0.05, 10.0, 200
LOWEST, HIGHEST = -5.0, 2.0


class Pendulum:
    """Pendulum-v1 in plain Python floats."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self.reset()

    def reset(self) -> tuple[float, float, float]:
        self.angle, self.speed = self._rng.uniform(-math.pi, math.pi), self._rng.uniform(-1, 1)
        self.elapsed = 0
        return self.observation()

    def observation(self) -> tuple[float, float, float]:
        return math.cos(self.angle), math.sin(self.angle), self.speed

    def step(self, action: float) -> tuple[tuple[float, float, float], float, bool]:
        torque = max(-MAX_TORQUE, min(MAX_TORQUE, MAX_TORQUE * action))
        angle = (self.angle + math.pi) % (2 * math.pi) - math.pi
        cost = angle ** 2 + 0.1 * self.speed ** 2 + 0.001 * torque ** 2
        self.speed = max(-MAX_SPEED, min(MAX_SPEED, self.speed + (1.5 * GRAVITY * math.sin(self.angle) + 3 * torque) * TIME_STEP))
        self.angle += self.speed * TIME_STEP
        self.elapsed += 1
        return self.observation(), -cost, self.elapsed >= TIME_LIMIT


class Memory:
    """A ring of transitions, a tensor for each column; no episode of the pendulum terminates."""

    def __init__(self) -> None:
        self.s_tm1, self.s_t = torch.zeros(CAPACITY, 3), torch.zeros(CAPACITY, 3)
        self.a_tm1, self.r_t = torch.zeros(CAPACITY, 1), torch.zeros(CAPACITY, 1)
        self._numpy = [column.numpy() for column in (self.s_tm1, self.a_tm1, self.r_t, self.s_t)]
        self.size, self._next = 0, 0

    def add(self, *transition) -> None:
        for column, value in zip(self._numpy, transition):
            column[self._next] = value
        self._next = (self._next + 1) % CAPACITY
        self.size = min(self.size + 1, CAPACITY)

    def sample(self, batch: int) -> Iterator[torch.Tensor]:
        rows = torch.randint(0, self.size, (batch,))
        return (column.index_select(0, rows) for column in (self.s_tm1, self.a_tm1, self.r_t, self.s_t))


def mlp(*widths: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for fan_in, fan_out in zip(widths, widths[1:]):
        layers += [nn.Linear(fan_in, fan_out), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers[:-1])


class Twins(nn.Module):
    """Two critics, [batch, 1] each."""

    def __init__(self, hidden: tuple[int, ...]) -> None:
        super().__init__()
        self.first, self.second = mlp(4, *hidden, 1), mlp(4, *hidden, 1)

    def forward(self, s: torch.Tensor, a: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = torch.cat((s, a), 1)
        return self.first(x), self.second(x)

    def one(self, s: torch.Tensor, a: torch.Tensor) -> torch.Tensor:
        return self.first(torch.cat((s, a), 1))


class BatchedTwins(nn.Module):
    """The same as products of [2, batch, in] with [2, in, out]."""

    def __init__(self, hidden: tuple[int, ...]) -> None:
        super().__init__()
        nets, widths = [mlp(4, *hidden, 1) for _ in range(2)], (4, *hidden, 1)
        layers = [[layer for layer in net if isinstance(layer, nn.Linear)] for net in nets]
        self.weights = nn.ParameterList(torch.stack([a.weight.detach().t(), b.weight.detach().t()]).contiguous() for a, b in zip(*layers))
        self.biases = nn.ParameterList(torch.stack([a.bias.detach(), b.bias.detach()]).unsqueeze(1) for a, b in zip(*layers))
        self.depth = len(widths) - 1

    def forward(self, s: torch.Tensor, a: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = torch.cat((s, a), 1).expand(2, -1, -1)
        for i in range(self.depth):
            x = torch.baddbmm(self.biases[i], x, self.weights[i])
            x = x.relu_() if i + 1 < self.depth else x
        return x[0], x[1]

    def one(self, s: torch.Tensor, a: torch.Tensor) -> torch.Tensor:
        x = torch.cat((s, a), 1)
        for i in range(self.depth):
            x = torch.addmm(self.biases[i][0], x, self.weights[i][0])
            x = x.relu_() if i + 1 < self.depth else x
        return x


class Learner:
    """What both share: the pendulum, memory, twins and their targets."""

    def __init__(self, hidden: tuple[int, ...], batch: int, outputs: int, discount: float, foreach: bool, batched: bool) -> None:
        self.batch, self.discount, self.foreach = batch, discount, foreach
        self.pendulum, self.memory = Pendulum(np.random.default_rng(0)), Memory()
        self.actor = mlp(3, *hidden, outputs)
        self.critics = (BatchedTwins if batched else Twins)(hidden)
        self.targets = copy.deepcopy(self.critics).requires_grad_(False)
        self.of_actor, self.of_critics = self.adam(self.actor.parameters()), self.adam(self.critics.parameters())
        self.updates = 0
        self.state = self.pendulum.reset()
        rng = np.random.default_rng(1)
        for _ in range(CAPACITY // 2):
            self.advance(rng.uniform(-1, 1))

    def adam(self, parameters) -> torch.optim.Adam:
        return torch.optim.Adam(parameters, 1e-3, foreach=self.foreach)

    def advance(self, action: float) -> None:
        following, reward, ended = self.pendulum.step(action)
        self.memory.add(self.state, action, reward, following)
        self.state = self.pendulum.reset() if ended else following

    def learn_critics(self, s_tm1, a_tm1, y, scale: float) -> None:
        first, second = self.critics(s_tm1, a_tm1)
        loss = scale * (F.mse_loss(first, y) + F.mse_loss(second, y))
        self.of_critics.zero_grad(set_to_none=True)
        loss.backward()
        self.of_critics.step()

    def learn_actor(self, loss: Callable[[], torch.Tensor]) -> None:
        self.critics.requires_grad_(False)
        value = loss()
        self.of_actor.zero_grad(set_to_none=True)
        value.backward()
        self.of_actor.step()
        self.critics.requires_grad_(True)

    @torch.no_grad()
    def follow(self, target: nn.Module, online: nn.Module) -> None:
        mine, its = list(target.parameters()), list(online.parameters())
        torch._foreach_mul_(mine, 1 - TAU)
        torch._foreach_add_(mine, its, alpha=TAU)


class Sac(Learner):
    def __init__(self, hidden: tuple[int, ...], batch: int, foreach: bool, batched: bool) -> None:
        super().__init__(hidden, batch, 2, 0.99, foreach, batched)
        self.log_alpha = torch.zeros(1, requires_grad=True)
        self.of_alpha = self.adam([self.log_alpha])

    def draw(self, s: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        mean, rho = self.actor(s).chunk(2, 1)
        log_deviation = LOWEST + 0.5 * (HIGHEST - LOWEST) * (torch.tanh(rho) + 1)
        noise = torch.randn_like(mean)
        u = mean + log_deviation.exp() * noise
        density = -0.5 * noise ** 2 - log_deviation - 0.5 * math.log(2 * math.pi) - 2 * (math.log(2) - u - F.softplus(-2 * u))
        return torch.tanh(u), density.sum(1, keepdim=True)

    def step(self) -> None:
        with torch.no_grad():
            action = self.draw(torch.tensor([self.state]))[0].item()
        self.advance(action)
        s_tm1, a_tm1, r_t, s_t = self.memory.sample(self.batch)
        alpha = self.log_alpha.detach().exp()
        with torch.no_grad():
            a_t, density = self.draw(s_t)
            y = r_t + self.discount * (torch.minimum(*self.targets(s_t, a_t)) - alpha * density)
        self.learn_critics(s_tm1, a_tm1, y, 0.5)
        densities = []

        def loss() -> torch.Tensor:
            a, density = self.draw(s_tm1)
            densities.append(density.detach())
            return (alpha * density - torch.minimum(*self.critics(s_tm1, a))).mean()

        self.learn_actor(loss)
        self.of_alpha.zero_grad(set_to_none=True)
        (-self.log_alpha * (densities[0].mean() - 1)).sum().backward()
        self.of_alpha.step()
        self.follow(self.targets, self.critics)


class Td3(Learner):
    def __init__(self, hidden: tuple[int, ...], batch: int, foreach: bool, batched: bool) -> None:
        super().__init__(hidden, batch, 1, 0.98, foreach, batched)
        self.actor_target = copy.deepcopy(self.actor).requires_grad_(False)

    def step(self) -> None:
        with torch.no_grad():
            action = torch.tanh(self.actor(torch.tensor([self.state]))).item() + 0.1 * self.pendulum._rng.standard_normal()
        self.advance(max(-1.0, min(1.0, action)))
        s_tm1, a_tm1, r_t, s_t = self.memory.sample(self.batch)
        with torch.no_grad():
            noise = (0.2 * torch.randn(self.batch, 1)).clamp_(-0.5, 0.5)
            a_t = (torch.tanh(self.actor_target(s_t)) + noise).clamp_(-1, 1)
            y = r_t + self.discount * torch.minimum(*self.targets(s_t, a_t))
        self.learn_critics(s_tm1, a_tm1, y, 1)
        self.updates += 1
        if self.updates % 2 == 0:
            self.learn_actor(lambda: -self.critics.one(s_tm1, torch.tanh(self.actor(s_tm1))).mean())
            self.follow(self.targets, self.critics)
            self.follow(self.actor_target, self.actor)


CASES = {
    "sac-pendulum-64": (Sac, (64, 64), 128), "td3-pendulum-64": (Td3, (64, 64), 128),
    "sac-pendulum-256": (Sac, (256, 256), 256), "td3-pendulum-400": (Td3, (400, 300), 256),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", metavar="NAME", default=list(CASES), choices=list(CASES), help="cases to time (default: all)")
    parser.add_argument("--seconds", type=float, default=1.0, help="time spent on each choice of a case (default: 1)")
    parser.add_argument("--setting", default="as-is", help="label to print; run.py gives it")
    arguments = parser.parse_args()
    threads = int(os.environ.get("OMP_NUM_THREADS", "0")) or torch.get_num_threads()
    torch.set_num_threads(threads)
    for name in arguments.only:
        results = {}
        for foreach in (False, True):
            for batched in (False, True):
                torch.manual_seed(0)
                label = f"adam{'-foreach' if foreach else ''}{'-batched' if batched else ''}"
                # Two steps a call, as ./bench has them, for the actor of TD3 moves at every second one.
                kind, hidden, batch = CASES[name]
                learner = kind(hidden, batch, foreach, batched)
                median, least = measure(lambda: (learner.step(), learner.step()), arguments.seconds)
                results[label] = median, least
        label, (median, least) = min(results.items(), key=lambda item: item[1][0])
        print(json.dumps({"name": name, "threads": threads, "setting": arguments.setting, "variant": label,
                          "median_us": round(median, 3), "min_us": round(least, 3)}), flush=True)


if __name__ == "__main__":
    main()
