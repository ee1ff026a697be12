#!/usr/bin/python3
"""Times steps of training of a small transformer in PyTorch on the CPU, inside this one process; lines as micro.py prints them.

Variants: PyTorch's own nn.TransformerEncoderLayer; the same block by hand, with one product for queries, keys and values; that one compiled by
torch.jit.trace. Each with Adam's foreach loop and the plain one. The fastest is printed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from typing import Callable

import torch
import torch.nn as nn
import torch.nn.functional as F

from micro import measure

BATCH, STEPS, TOKENS, WIDTH, HEADS, BLOCKS = 64, 16, 13, 64, 4, 2


class Block(nn.Module):
    """x + attention(norm(x)), then x + dense(gelu(dense(norm(x))))."""

    def __init__(self, causal: bool) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.causal = causal
        self.register_buffer("mask", torch.full((STEPS, STEPS), -math.inf).triu(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        q, k, v = self.qkv(self.norm1(x)).view(x.size(0), STEPS, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        scale = 1 / math.sqrt(WIDTH // HEADS)
        scores = torch.matmul(q * scale, k.transpose(-2, -1))
        if self.causal:
            scores = scores + self.mask
        mixed = torch.matmul(scores.softmax(-1), v)
        x = x + self.out(mixed.transpose(1, 2).reshape(x.size(0), STEPS, WIDTH))
        return x + self.narrow(F.gelu(self.wide(self.norm2(x))))


class ByHand(nn.Module):
    """Embedding, learned positions, blocks, norm, logits."""

    def __init__(self, causal: bool) -> None:
        super().__init__()
        self.embed, self.positions = nn.Embedding(TOKENS, WIDTH), nn.Parameter(0.02 * torch.randn(STEPS, WIDTH))
        self.blocks = nn.Sequential(*(Block(causal) for _ in range(BLOCKS)))
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, TOKENS)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.norm(self.blocks(self.embed(x) + self.positions)))


class ByLayers(nn.Module):
    """The same of PyTorch's own layers."""

    def __init__(self, causal: bool) -> None:
        super().__init__()
        self.embed, self.positions = nn.Embedding(TOKENS, WIDTH), nn.Parameter(0.02 * torch.randn(STEPS, WIDTH))
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(WIDTH, HEADS, 4 * WIDTH, dropout=0, activation="gelu", batch_first=True, norm_first=True)
            for _ in range(BLOCKS))
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, TOKENS)
        self.mask = torch.full((STEPS, STEPS), -math.inf).triu(1) if causal else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.embed(x) + self.positions
        for block in self.blocks:
            y = block(y, self.mask)
        return self.head(self.norm(y))


def update(make: Callable[[], Callable[[torch.Tensor], torch.Tensor]], foreach: bool) -> Callable[[], object]:
    """One step: cross-entropy at every token, gradient, Adam."""
    net = make()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3, foreach=foreach)
    x, labels = torch.randint(0, TOKENS, (BATCH, STEPS)), torch.randint(0, TOKENS, (BATCH * STEPS,))

    def step() -> None:
        loss = F.cross_entropy(net(x).view(-1, TOKENS), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    return step


def variants(causal: bool) -> dict[str, Callable[[], object]]:
    makes = {
        "layers": lambda: ByLayers(causal),
        "by-hand": lambda: ByHand(causal),
        "by-hand-trace": lambda: torch.jit.trace(ByHand(causal), torch.zeros(BATCH, STEPS, dtype=torch.long)),
    }
    return {f"{label}{'-foreach' if foreach else ''}": update(make, foreach) for label, make in makes.items() for foreach in (False, True)}


CASES = {"transformer-step": False, "transformer-causal-step": True}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", metavar="NAME", default=list(CASES), choices=list(CASES), help="cases to time (default: all)")
    parser.add_argument("--seconds", type=float, default=1.0, help="time spent on each variant of a case (default: 1)")
    parser.add_argument("--setting", default="as-is", help="label to print; run.py gives it")
    parser.add_argument("--all", action="store_true", help="print every variant")
    arguments = parser.parse_args()
    threads = int(os.environ.get("OMP_NUM_THREADS", "0")) or torch.get_num_threads()
    torch.set_num_threads(threads)
    for name in arguments.only:
        torch.manual_seed(0)
        results = {label: measure(step, arguments.seconds) for label, step in variants(CASES[name]).items()}
        shown = sorted(results.items(), key=lambda item: item[1][0])
        for variant, (median, least) in shown if arguments.all else shown[:1]:
            print(json.dumps({"name": name, "threads": threads, "setting": arguments.setting, "variant": variant,
                              "median_us": round(median, 3), "min_us": round(least, 3)}), flush=True)


if __name__ == "__main__":
    main()
