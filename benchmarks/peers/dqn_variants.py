#!/usr/bin/python3
"""Times an update of each variant of DQN in PyTorch on the CPU, inside this one process: drawing the batch, targets, loss, gradient, Adam.

    dqn_variants.py                                     all of them under the settings of this process
    dqn_variants.py --only dqn-variant-rainbow-64       some cases; run.py tries every fair setting

Prints the JSON lines that micro.py prints. Networks, batches and options are those of ./bench dqn-variant: 4-64-64-2 with batches of 64, 4-256-256-2
with batches of 64 and 128, from a memory of 16,384 transitions.

Each variant is one setting of one loop. Where a choice does not change the mathematics, both are timed and the faster is printed: Adam with its
foreach loop or without, and noisy layers that make their weights or keep the noise factorized.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
from dataclasses import dataclass, replace
from typing import Callable

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from micro import measure

DISCOUNT, STEPS, ACTIONS, REMEMBERED = 0.99, 3, 2, 16_384
ATOMS, LOW, HIGH, QUANTILES = 51, 0.0, 100.0, 25
TEMPERATURE, SHARE, FLOOR = 0.03, 0.9, -1.0
ALPHA, BETA, LEAST = 0.6, 0.4, 1e-6


@dataclass(frozen=True)
class Variant:
    dueling: bool = False
    noisy: bool = False
    distribution: str = ""  # "", "c51" or "qr"
    prioritized: bool = False
    munchausen: bool = False
    double: bool = False
    n_step: int = 1
    factorized: bool = False  # noisy layers: (x * f_in) W * f_out instead of x (W * f_out f_in^T)
    foreach: bool = False

    @property
    def atoms(self) -> int:
        return {"": 1, "c51": ATOMS, "qr": QUANTILES}[self.distribution]


VARIANTS = {
    "plain": Variant(),
    "dueling": Variant(dueling=True),
    "noisy": Variant(noisy=True),
    "c51": Variant(distribution="c51"),
    "qr": Variant(distribution="qr"),
    "prioritized": Variant(prioritized=True),
    "munchausen": Variant(munchausen=True),
    "rainbow": Variant(dueling=True, noisy=True, distribution="c51", prioritized=True, double=True, n_step=STEPS),
}
SIZES = {"64": (64, 64), "256": (256, 64), "256x128": (256, 128)}  # as cases are called: width, batch
CASES = {f"dqn-variant-{name}-{size}": (name, *SIZES[size]) for size in SIZES for name in VARIANTS}


class NoisyLinear(nn.Module):
    """Factorized noise around learned means (Fortunato et al. 2018), a fresh draw for each call."""

    def __init__(self, inputs: int, outputs: int, factorized: bool) -> None:
        super().__init__()
        self.factorized = factorized
        bound, scale = inputs ** -0.5, 0.5 * inputs ** -0.5
        self.weight = nn.Parameter(torch.empty(outputs, inputs).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(outputs).uniform_(-bound, bound))
        self.weight_scale = nn.Parameter(torch.full((outputs, inputs), scale))
        self.bias_scale = nn.Parameter(torch.full((outputs,), scale))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        outputs, inputs = self.weight.shape
        noise = torch.randn(inputs + outputs)
        noise = noise.sign() * noise.abs().sqrt()
        f_in, f_out = noise[:inputs], noise[inputs:]
        if self.factorized:
            return F.linear(x, self.weight, self.bias) + F.linear(x * f_in, self.weight_scale, self.bias_scale) * f_out
        weight = torch.addcmul(self.weight, self.weight_scale, torch.outer(f_out, f_in))
        return F.linear(x, weight, torch.addcmul(self.bias, self.bias_scale, f_out))


class QNetwork(nn.Module):
    """Two hidden layers; with dueling streams the second one is there twice. Gives [batch, actions] or [batch, actions, atoms]."""

    def __init__(self, variant: Variant, width: int) -> None:
        super().__init__()
        self.atoms, self.dueling = variant.atoms, variant.dueling

        def dense(inputs: int, outputs: int) -> nn.Module:
            return NoisyLinear(inputs, outputs, variant.factorized) if variant.noisy else nn.Linear(inputs, outputs)

        def stream(outputs: int) -> nn.Sequential:
            return nn.Sequential(dense(width, width), nn.ReLU(inplace=True), dense(width, outputs * self.atoms))

        self.trunk = nn.Sequential(dense(4, width), nn.ReLU(inplace=True))
        self.advantages = stream(ACTIONS)
        self.value = stream(1) if self.dueling else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.trunk(x)
        q = self.advantages(x)
        if self.atoms > 1:
            q = q.view(-1, ACTIONS, self.atoms)
        if self.dueling:
            value = self.value(x)
            q = q + (value.unsqueeze(1) if self.atoms > 1 else value) - q.mean(1, keepdim=True)
        return q


class SumTree:
    """Priorities whose sums lie level over level; a batch goes down all levels at once, in NumPy."""

    def __init__(self, leaves: int) -> None:
        self.leaves = 1 << (leaves - 1).bit_length()
        self.sums = np.zeros(2 * self.leaves)

    def set(self, slots: np.ndarray, values: np.ndarray) -> None:
        nodes = slots + self.leaves
        self.sums[nodes] = values
        while nodes[0] > 1:
            nodes = nodes >> 1
            self.sums[nodes] = self.sums[2 * nodes] + self.sums[2 * nodes + 1]

    def find(self, numbers: np.ndarray) -> np.ndarray:
        nodes = np.ones(len(numbers), np.int64)
        while nodes[0] < self.leaves:
            nodes *= 2
            left = self.sums[nodes]
            right = numbers >= left
            numbers = numbers - left * right
            nodes += right
        return nodes - self.leaves


class Replay:
    """A full memory, a tensor for each column."""

    def __init__(self, variant: Variant, batch: int) -> None:
        self.batch, self.random = batch, np.random.default_rng(0)
        self.s_tm1, self.s_t = torch.randn(REMEMBERED, 4), torch.randn(REMEMBERED, 4)
        self.a_tm1 = torch.randint(0, ACTIONS, (REMEMBERED, 1))
        self.r_t = torch.ones(REMEMBERED, 1)
        self.discount_t = torch.full((REMEMBERED, 1), DISCOUNT ** variant.n_step) * (torch.rand(REMEMBERED, 1) > 0.05)
        self.tree = SumTree(REMEMBERED) if variant.prioritized else None
        if self.tree:
            self.tree.set(np.arange(REMEMBERED), np.ones(REMEMBERED))

    def sample(self) -> tuple[torch.Tensor, ...]:
        weights = None
        if self.tree:
            total = self.tree.sums[1]
            self.slots = self.tree.find((np.arange(self.batch) + self.random.random(self.batch)) * (total / self.batch))
            found = (self.tree.sums[self.slots + self.tree.leaves] * (REMEMBERED / total)) ** -BETA
            weights = torch.from_numpy((found / found.max()).astype(np.float32))
            slots = torch.from_numpy(self.slots)
        else:
            slots = torch.randint(0, REMEMBERED, (self.batch,))
        columns = (self.s_tm1, self.a_tm1, self.r_t, self.discount_t, self.s_t)
        return *(column.index_select(0, slots) for column in columns), weights

    def update(self, errors: torch.Tensor) -> None:
        if self.tree:
            self.tree.set(self.slots, (errors.abs().numpy().astype(np.float64) + LEAST) ** ALPHA)


def update(variant: Variant, width: int, batch: int) -> Callable[[], object]:
    online = QNetwork(variant, width)
    target = copy.deepcopy(online).requires_grad_(False)
    optimizer = torch.optim.Adam(online.parameters(), 1e-3, foreach=variant.foreach)
    replay = Replay(variant, batch)
    atoms, rows = variant.atoms, torch.arange(batch)
    support = torch.linspace(LOW, HIGH, ATOMS)
    offsets = (rows * ATOMS).unsqueeze(1)
    tau = ((2 * torch.arange(QUANTILES) + 1) / (2 * QUANTILES)).view(1, QUANTILES, 1)
    updates = 0

    def means(q: torch.Tensor) -> torch.Tensor:
        return q if atoms == 1 else (q.softmax(2) @ support if variant.distribution == "c51" else q.mean(2))

    def next_row(s_t: torch.Tensor) -> torch.Tensor:
        """What the target network says of the best action, [batch, atoms]."""
        q_t = target(s_t)
        best = means(online(s_t) if variant.double else q_t).argmax(1)
        return q_t[rows, best].view(batch, atoms)

    def project(p: torch.Tensor, r_t: torch.Tensor, discount_t: torch.Tensor) -> torch.Tensor:
        """Shares each probability between the two atoms that its value lies between (Bellemare et al. 2017, Algorithm 1)."""
        b = ((r_t + discount_t * support).clamp_(LOW, HIGH) - LOW) * ((ATOMS - 1) / (HIGH - LOW))
        lower = b.floor()
        share = b - lower
        lower = lower.long()
        projected = torch.zeros(batch * ATOMS)
        projected.index_add_(0, (lower + offsets).flatten(), (p * (1 - share)).flatten())
        projected.index_add_(0, ((lower + 1).clamp_(max=ATOMS - 1) + offsets).flatten(), (p * share).flatten())
        return projected.view(batch, ATOMS)

    def losses(s_tm1: torch.Tensor, a_tm1: torch.Tensor, r_t: torch.Tensor, discount_t: torch.Tensor,
               s_t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The loss and the error of each transition."""
        if variant.distribution == "c51":
            with torch.no_grad():
                m = project(next_row(s_t).softmax(1), r_t, discount_t)
            loss = -(m * online(s_tm1)[rows, a_tm1[:, 0]].log_softmax(1)).sum(1)
            return loss, loss.detach()
        if variant.distribution == "qr":
            with torch.no_grad():
                y = r_t + discount_t * next_row(s_t)
            theta = online(s_tm1)[rows, a_tm1[:, 0]]
            y, theta = (x.expand(batch, QUANTILES, QUANTILES) for x in (y.unsqueeze(1), theta.unsqueeze(2)))
            huber = F.smooth_l1_loss(theta, y, reduction="none")
            loss = ((tau - (y.detach() < theta.detach()).float()).abs() * huber).mean(2).sum(1)
            return loss, loss.detach()
        with torch.no_grad():
            if variant.munchausen:
                bonus = F.log_softmax(target(s_tm1) / TEMPERATURE, 1).gather(1, a_tm1).mul_(TEMPERATURE).clamp_(FLOOR, 0)
                y = r_t + SHARE * bonus + discount_t * TEMPERATURE * torch.logsumexp(target(s_t) / TEMPERATURE, 1, keepdim=True)
            elif variant.double:
                y = r_t + discount_t * next_row(s_t)
            else:
                y = r_t + discount_t * target(s_t).amax(1, keepdim=True)
        q = online(s_tm1).gather(1, a_tm1)
        return F.smooth_l1_loss(q, y, reduction="none")[:, 0], (q.detach() - y)[:, 0] if variant.prioritized else q

    def step() -> None:
        nonlocal updates
        *transitions, weights = replay.sample()
        loss, errors = losses(*transitions)
        loss = loss.mean() if weights is None else (weights * loss).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        replay.update(errors)
        updates += 1
        if updates % 500 == 0:
            target.load_state_dict(online.state_dict())

    return step


def choices(variant: Variant) -> dict[str, Variant]:
    noise = {"": variant, "-factorized": replace(variant, factorized=True)} if variant.noisy else {"": variant}
    return {f"adam{'-foreach' if foreach else ''}{label}": replace(one, foreach=foreach)
            for label, one in noise.items() for foreach in (False, True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", metavar="NAME", default=list(CASES), choices=list(CASES), help="cases to time (default: all)")
    parser.add_argument("--seconds", type=float, default=1.0, help="time spent on each choice of a case (default: 1)")
    parser.add_argument("--setting", default="as-is", help="label to print; run.py gives it")
    arguments = parser.parse_args()
    threads = int(os.environ.get("OMP_NUM_THREADS", "0")) or torch.get_num_threads()
    torch.set_num_threads(threads)
    for name in arguments.only:
        torch.manual_seed(0)
        variant, width, batch = CASES[name]
        results = {label: measure(update(one, width, batch), arguments.seconds) for label, one in choices(VARIANTS[variant]).items()}
        label, (median, least) = min(results.items(), key=lambda item: item[1][0])
        print(json.dumps({"name": name, "threads": threads, "setting": arguments.setting, "variant": label,
                          "median_us": round(median, 3), "min_us": round(least, 3)}), flush=True)


if __name__ == "__main__":
    main()
