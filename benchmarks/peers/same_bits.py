#!/usr/bin/python3
"""Times a step of an MNIST network by PyTorch and, where it is installed, by RepDL, which gives the same bits on different hardware.

    same_bits.py              both, one thread and two: 784-1024-10, batch 128, softmax cross-entropy, Adam
    same_bits.py --seconds 5  time spent on each

RepDL (github.com/microsoft/RepDL, MIT) is a research project in C++ and Python on top of PyTorch. Its CPU part alone is built by leaving the
CUDAExtension out of its setup.py and giving it an empty repdl/backend/cuda.py; then `PYTHONPATH=where/it/is same_bits.py`.
Ours, in the same minute: `./bench mnist-step --no-peers`.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Callable

import torch
from torch.nn import functional as F

try:
    import repdl
except ImportError:
    repdl = None


def network() -> torch.nn.Sequential:
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(784, 1024), torch.nn.ReLU(), torch.nn.Linear(1024, 10))


def pytorch() -> Callable[[], None]:
    net = network()
    return step_of(net, torch.optim.Adam(net.parameters()), F.cross_entropy)


def reproducible() -> Callable[[], None]:
    net = repdl.from_torch_module(network())
    return step_of(net, repdl.optim.Adam(net.parameters()), repdl.nn.functional.cross_entropy)


def step_of(net: torch.nn.Module, optimizer: torch.optim.Optimizer, loss_of: Callable) -> Callable[[], None]:
    images, labels = torch.rand(128, 784), torch.randint(0, 10, (128,))

    def step() -> None:
        loss = loss_of(net(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return step


def median_ms(step: Callable[[], None], seconds: float) -> float:
    step()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0)
    seconds = parser.parse_args().seconds
    for threads in (1, 2):
        torch.set_num_threads(threads)
        print(f"PyTorch {torch.__version__}, threads {threads}: {median_ms(pytorch(), seconds):.1f} ms a step")
        if repdl is not None:
            print(f"RepDL, threads {threads}: {median_ms(reproducible(), seconds):.1f} ms a step")
    if repdl is None:
        print("RepDL: skipped, it is not installed (see --help)")


if __name__ == "__main__":
    main()
