#!/usr/bin/python3
"""Times the steps that Epoche is measured against, in PyTorch on the CPU, inside this one process.

Prints one JSON object a line: {"name", "threads", "setting", "variant", "median_us", "min_us"} and, for matrix products, "gflops".
Thread counts and vector width are properties of the process (environment variables read at import), so run.py starts one
child per setting; started by hand, this script reports whatever its environment says.

Where a competent user has a choice that does not change the mathematics (Adam's foreach loop or the plain one), both
are timed and the faster is printed.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import statistics
import time
from typing import Callable

import torch
import torch.nn as nn
import torch.nn.functional as F

DISCOUNT = 0.99

# A timed case: the name agreed with ./bench -> a function that makes the variants {label: step}.
Variants = dict[str, Callable[[], object]]


def mlp(*widths: int) -> nn.Sequential:
    """Dense layers with ReLU between them: mlp(4, 256, 256, 2)."""
    layers: list[nn.Module] = []
    for fan_in, fan_out in zip(widths, widths[1:]):
        layers += [nn.Linear(fan_in, fan_out), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers[:-1])


def dqn_update(hidden: int, double: bool, foreach: bool, batch: int = 64) -> Callable[[], object]:
    """One DQN update: targets, Huber loss (delta 1), gradient, Adam. Batches lie ready; sampling is timed in cartpole_dqn.py."""
    online = mlp(4, hidden, hidden, 2)
    target = copy.deepcopy(online).requires_grad_(False)
    optimizer = torch.optim.Adam(online.parameters(), 1e-3, foreach=foreach)
    s_tm1, s_t = torch.randn(batch, 4), torch.randn(batch, 4)
    a_tm1 = torch.randint(0, 2, (batch, 1))
    r_t = torch.randn(batch, 1)
    discount_t = torch.full((batch, 1), DISCOUNT)

    def step() -> None:
        with torch.no_grad():
            if double:
                best = target(s_t).gather(1, online(s_t).argmax(1, keepdim=True))
            else:
                best = target(s_t).amax(1, keepdim=True)
            y = r_t + discount_t * best
        loss = F.smooth_l1_loss(online(s_tm1).gather(1, a_tm1), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    return step


def dqn_variants(hidden: int, double: bool) -> Variants:
    return {
        "adam": dqn_update(hidden, double, foreach=False),
        "adam-foreach": dqn_update(hidden, double, foreach=True),
    }


def catch_net() -> nn.Sequential:
    """Pictures of 16x16 pixels, three actions."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, 2, 1), nn.ReLU(inplace=True), nn.Conv2d(16, 32, 2), nn.ReLU(inplace=True), nn.Conv2d(32, 32, 2), nn.ReLU(inplace=True),
        nn.Flatten(), nn.Linear(32 * 6 * 6, 128), nn.ReLU(inplace=True), nn.Linear(128, 3))


def nature_net(size: int, last_kernel: int, actions: int) -> nn.Sequential:
    """Four frames of size x size pixels, the layers of Mnih et al. 2015; the last kernel is 2 x 2 where 3 x 3 leaves little."""
    rest = ((size - 8) // 4 + 1 - 4) // 2 + 1 - last_kernel + 1
    return nn.Sequential(
        nn.Conv2d(4, 32, 8, 4), nn.ReLU(inplace=True), nn.Conv2d(32, 64, 4, 2), nn.ReLU(inplace=True), nn.Conv2d(64, 64, last_kernel), nn.ReLU(inplace=True),
        nn.Flatten(), nn.Linear(64 * rest * rest, 512), nn.ReLU(inplace=True), nn.Linear(512, actions))


def image_update(net: nn.Sequential, optimizer: torch.optim.Optimizer, shape: tuple[int, ...], layout: torch.memory_format) -> Callable[[], object]:
    """One DQN update as above on pictures."""
    net = net.to(memory_format=layout)
    target = copy.deepcopy(net).requires_grad_(False)
    s_tm1, s_t = (torch.rand(shape).contiguous(memory_format=layout) for _ in range(2))
    batch, actions = shape[0], net[-1].out_features
    a_tm1 = torch.randint(0, actions, (batch, 1))
    r_t = torch.randn(batch, 1)
    discount_t = torch.full((batch, 1), DISCOUNT)

    def step() -> None:
        with torch.no_grad():
            y = r_t + discount_t * target(s_t).amax(1, keepdim=True)
        loss = F.smooth_l1_loss(net(s_tm1).gather(1, a_tm1), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    return step


def image_variants(make: Callable[[], nn.Sequential], optimizer: type, rate: float, shape: tuple[int, ...]) -> Variants:
    """Channels first and last, optimizers with and without foreach."""
    variants: Variants = {}
    for label, layout in (("nchw", torch.contiguous_format), ("nhwc", torch.channels_last)):
        for foreach in (False, True):
            net = make().to(memory_format=layout)
            variants[f"{label}{'-foreach' if foreach else ''}"] = image_update(net, optimizer(net.parameters(), rate, foreach=foreach), shape, layout)
    return variants


def act_variants(hidden: int) -> Variants:
    """The greedy action for one observation, as a Python int."""
    net = mlp(4, hidden, hidden, 2)
    observation = torch.randn(1, 4)

    @torch.no_grad()
    def no_grad() -> int:
        return net(observation).argmax(1).item()

    @torch.inference_mode()
    def inference() -> int:
        return net(observation).argmax(1).item()

    return {"no_grad": no_grad, "inference_mode": inference}


def mnist_update(foreach: bool) -> Callable[[], object]:
    """784-1024-10, batch 128, softmax cross-entropy, Adam."""
    net = mlp(784, 1024, 10)
    optimizer = torch.optim.Adam(net.parameters(), foreach=foreach)
    images, labels = torch.rand(128, 784), torch.randint(0, 10, (128,))

    def step() -> None:
        loss = F.cross_entropy(net(images), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    return step


def digits_conv_update(foreach: bool, layout: torch.memory_format) -> Callable[[], object]:
    """The network of the recipes digits-conv and mnist-conv, batch 64, softmax cross-entropy, Adam."""
    net = nn.Sequential(
        nn.Conv2d(1, 16, 5, 2, 2), nn.ReLU(inplace=True), nn.Conv2d(16, 32, 3), nn.ReLU(inplace=True), nn.Conv2d(32, 64, 3, 2), nn.ReLU(inplace=True),
        nn.Flatten(), nn.Linear(64 * 5 * 5, 128), nn.ReLU(inplace=True), nn.Dropout(0.3), nn.Linear(128, 10)).to(memory_format=layout)
    optimizer = torch.optim.Adam(net.parameters(), foreach=foreach)
    images, labels = torch.rand(64, 1, 28, 28).contiguous(memory_format=layout), torch.randint(0, 10, (64,))

    def step() -> None:
        loss = F.cross_entropy(net(images), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    return step


class LastOutput(nn.Module):
    """A recurrent layer and a dense one on its last output."""

    def __init__(self, recurrent: nn.Module) -> None:
        super().__init__()
        self.recurrent, self.dense = recurrent, nn.Linear(128, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.dense(self.recurrent(x)[0][:, -1] if self.recurrent.batch_first else self.recurrent(x)[0][-1])


def recurrent_update(layer: type[nn.Module], batch_first: bool, foreach: bool) -> Callable[[], object]:
    """A recurrent layer of 128 units on 128 features, batch 32, 16 steps; the last output into 10 classes; softmax cross-entropy, Adam."""
    net = LastOutput(layer(128, 128, batch_first=batch_first))
    optimizer = torch.optim.Adam(net.parameters(), foreach=foreach)
    x = torch.randn(32, 16, 128) if batch_first else torch.randn(16, 32, 128)
    labels = torch.randint(0, 10, (32,))

    def step() -> None:
        loss = F.cross_entropy(net(x), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    return step


def recurrent_variants(layer: type[nn.Module]) -> Variants:
    return {f"{'batch' if batch_first else 'time'}-first, adam{'-foreach' if foreach else ''}": recurrent_update(layer, batch_first, foreach)
            for batch_first in (True, False) for foreach in (False, True)}


class MeanFieldNet:
    """784-1024-10 with independent normal weights, scale = softplus(rho), and the prior N(0, 1), written by hand: no layers, no distributions."""

    def __init__(self) -> None:
        shapes = [(784, 1024), (1024,), (1024, 10), (10,)]
        self.locations = [(0.05 * torch.randn(shape)).requires_grad_() for shape in shapes]
        self.rhos = [torch.full(shape, -2.97).requires_grad_() for shape in shapes]
        self.images = torch.rand(10_000, 784) * (torch.rand(10_000, 784) < 0.19)

    def scales(self) -> list[torch.Tensor]:
        return [F.softplus(rho) for rho in self.rhos]

    def draw(self, scales: list[torch.Tensor]) -> list[torch.Tensor]:
        return [torch.addcmul(location, scale, torch.randn_like(scale)) for location, scale in zip(self.locations, scales)]

    @staticmethod
    def outputs(x: torch.Tensor, w: list[torch.Tensor]) -> torch.Tensor:
        return torch.addmm(w[3], torch.addmm(w[1], x, w[0]).relu_(), w[2])

    def divergence(self, scales: list[torch.Tensor]) -> torch.Tensor:
        """KL(N(m, s) from N(0, 1)) = sum of (s^2 + m^2 - 1)/2 - ln s."""
        return sum((0.5 * (s.square() + m.square() - 1) - s.log()).sum() for m, s in zip(self.locations, scales))


def variational_update(foreach: bool) -> Callable[[], object]:
    """One step of variational inference on a batch of 128 out of 60,000: one draw, divergence in closed form, Adam."""
    net = MeanFieldNet()
    optimizer = torch.optim.Adam([*net.locations, *net.rhos], 1e-3, foreach=foreach)
    images, labels = net.images[:128].clone(), torch.randint(0, 10, (128,))

    def step() -> None:
        scales = net.scales()
        likelihood = -F.cross_entropy(net.outputs(images, net.draw(scales)), labels, reduction="sum") * (60_000 / 128)
        loss = net.divergence(scales) - likelihood
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    return step


def prediction(images: int, networks: int) -> Callable[[], object]:
    """The probabilities that a number of networks, each drawn anew, give for a number of images."""
    net = MeanFieldNet()
    x = net.images[:images]

    @torch.inference_mode()
    def step() -> torch.Tensor:
        scales = net.scales()
        return torch.stack([net.outputs(x, net.draw(scales)).softmax(1) for _ in range(networks)])

    return step


class RecurrentNet(nn.Module):
    """Three numbers, the last of two actions and its reward -> LSTM 128 -> two values."""

    def __init__(self) -> None:
        super().__init__()
        self.memory, self.head = nn.LSTM(6, 128), nn.Linear(128, 2)

    def forward(self, x: torch.Tensor, state: tuple[torch.Tensor, torch.Tensor]) -> tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
        y, state = self.memory(x, state)
        return self.head(y), state


def recurrent_dqn_update(foreach: bool, gathers: bool) -> Callable[[], object]:
    """One update of R2D2: 32 sequences drawn from 1,000, burn-in 40 of both networks from stored states, 80 steps with double Q-learning, returns of five
    steps and rescaled values, squared errors, gradient, clipping, Adam. The memory lies time first; sequences are whole, so that nothing is masked."""
    batch, burn, trace, n, epsilon, kept = 32, 40, 80, 5, 1e-3, 1_000
    online = RecurrentNet()
    target = copy.deepcopy(online).requires_grad_(False)
    optimizer = torch.optim.Adam(online.parameters(), 1e-3, foreach=foreach)
    memory, states = torch.randn(burn + trace + 1, kept, 6), torch.randn(2, 1, kept, 128) * 0.1
    actions, rewards = torch.randint(0, 2, (burn + trace + 1, kept, 1)), torch.randn(burn + trace + 1, kept)
    ends = [min(trace, t + n) for t in range(trace)]
    discounts = torch.tensor([DISCOUNT ** (end - t) for t, end in enumerate(ends)])[:, None]
    kernel = torch.tensor([DISCOUNT**k for k in range(n)])[None, None]
    following = torch.tensor(ends)

    def rescale(x: torch.Tensor) -> torch.Tensor:
        return x.sign() * ((x.abs() + 1).sqrt() - 1) + epsilon * x

    def restore(y: torch.Tensor) -> torch.Tensor:
        return y.sign() * ((((1 + 4 * epsilon * (y.abs() + 1 + epsilon)).sqrt() - 1) / (2 * epsilon)) ** 2 - 1)

    def step() -> None:
        rows = torch.randint(0, kept, (batch,))
        if gathers:
            x, a, r = memory.index_select(1, rows), actions.index_select(1, rows), rewards.index_select(1, rows)
        else:
            x, a, r = memory[:, rows], actions[:, rows], rewards[:, rows]
        state = (states[0][:, rows].contiguous(), states[1][:, rows].contiguous())
        with torch.no_grad():
            _, own = online.memory(x[:burn], state)
            _, other = target.memory(x[:burn], state)
            next_q, _ = target(x[burn:], other)
        q, _ = online(x[burn:], own)
        with torch.no_grad():
            value = restore(next_q.gather(2, q.argmax(2, keepdim=True)).squeeze(2).double())
            padded = F.pad(r[burn:-1].t()[:, None], (0, n - 1))
            y = rescale(F.conv1d(padded, kernel)[:, 0].t() + discounts * value[following]).float()
        loss = F.mse_loss(q[:-1].gather(2, a[burn:-1]).squeeze(2), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(online.parameters(), 40)
        optimizer.step()

    return step


def gemm_variants(size: int) -> Variants:
    a, b, c = torch.randn(size, size), torch.randn(size, size), torch.empty(size, size)
    return {"mm-out": lambda: torch.mm(a, b, out=c)}


CASES: dict[str, Callable[[], Variants]] = {
    "dqn-update-256": lambda: dqn_variants(256, double=False),
    "dqn-update-128": lambda: dqn_variants(128, double=False),
    "dqn-update-64": lambda: dqn_variants(64, double=False),
    "dqn-update-256-double": lambda: dqn_variants(256, double=True),
    "dqn-update-128-double": lambda: dqn_variants(128, double=True),
    "dqn-update-64-double": lambda: dqn_variants(64, double=True),
    "dqn-update-catch": lambda: image_variants(catch_net, torch.optim.RMSprop, 2.5e-4, (32, 1, 16, 16)),
    "dqn-update-48": lambda: image_variants(lambda: nature_net(48, 2, 3), torch.optim.Adam, 1e-4, (32, 4, 48, 48)),
    "dqn-update-84": lambda: image_variants(lambda: nature_net(84, 3, 6), torch.optim.Adam, 1e-4, (32, 4, 84, 84)),
    "act-256": lambda: act_variants(256),
    "mnist-step": lambda: {"adam": mnist_update(False), "adam-foreach": mnist_update(True)},
    "digits-conv-step": lambda: {f"{label}{'-foreach' if foreach else ''}": digits_conv_update(foreach, layout)
                                for label, layout in (("nchw", torch.contiguous_format), ("nhwc", torch.channels_last)) for foreach in (False, True)},
    "lstm-step": lambda: recurrent_variants(nn.LSTM),
    "gru-step": lambda: recurrent_variants(nn.GRU),
    "recurrent-dqn-update": lambda: {f"{'select' if gathers else 'index'}{'-foreach' if foreach else ''}": recurrent_dqn_update(foreach, gathers)
                                     for gathers in (False, True) for foreach in (False, True)},
    "bnn-step": lambda: {"adam": variational_update(False), "adam-foreach": variational_update(True)},
    "bnn-predict": lambda: {"inference_mode": prediction(10_000, 10)},
    "bnn-predict-fresh": lambda: {"inference_mode": prediction(128, 100)},
    "gemm-64": lambda: gemm_variants(64),
    "gemm-128": lambda: gemm_variants(128),
    "gemm-256": lambda: gemm_variants(256),
    "gemm-512": lambda: gemm_variants(512),
    "gemm-1024": lambda: gemm_variants(1024),
}


# Programs that take many seconds: a part of them is timed, and its time multiplied.
PARTS: dict[str, int] = {"bnn-predict": 10, "bnn-predict-fresh": 79}


def measure(step: Callable[[], object], seconds: float, blocks: int = 25, least_calls: int = 5) -> tuple[float, float]:
    """Median and least time of one call in microseconds over `blocks` runs of equal length."""
    warm_up_ends = time.perf_counter() + min(0.2, seconds / 4)
    calls = 0
    started = time.perf_counter()
    while time.perf_counter() < warm_up_ends or calls < least_calls:
        step()
        calls += 1
    estimate = (time.perf_counter() - started) / calls
    repeats = max(1, round(seconds / blocks / estimate))
    times = []
    for _ in range(blocks):
        started = time.perf_counter()
        for _ in range(repeats):
            step()
        times.append((time.perf_counter() - started) / repeats * 1e6)
    return statistics.median(times), min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", metavar="NAME", default=list(CASES), choices=list(CASES), help="cases to time (default: all)")
    parser.add_argument("--seconds", type=float, default=1.0, help="time spent on each variant of a case (default: 1)")
    parser.add_argument("--setting", default="as-is", help="label to print; run.py gives it")
    arguments = parser.parse_args()
    threads = int(os.environ.get("OMP_NUM_THREADS", "0")) or torch.get_num_threads()
    torch.set_num_threads(threads)
    for name in arguments.only:
        torch.manual_seed(0)
        few = {"blocks": 3, "least_calls": 1} if name in PARTS else {}
        results = {label: measure(step, arguments.seconds, **few) for label, step in CASES[name]().items()}
        variant, (median, least) = min(results.items(), key=lambda item: item[1][0])
        median, least = (time * PARTS.get(name, 1) for time in (median, least))
        line = {"name": name, "threads": threads, "setting": arguments.setting, "variant": variant,
                "median_us": round(median, 3), "min_us": round(least, 3)}
        if name.startswith("gemm-"):
            line["gflops"] = round(2e-3 * int(name[5:]) ** 3 / median, 1)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
