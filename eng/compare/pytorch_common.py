"""What the families of configurations share: numbers with corners, and PyTorch's results in two precisions."""

from __future__ import annotations

import math

import numpy as np
import torch

CORNERS = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e38, -1e38, 1e-38, -1e-38, 1.0, -1.0]
QUIET = [0.0, -0.0, 1e-38, -1e-38, 1.0, -1.0]  # finite, and without overflow


def numbers(rng, shape, low=-2.0, high=2.0, corners=(), share=0.15) -> np.ndarray:
    """float32 numbers, some of them corners."""
    values = rng.uniform(low, high, shape).astype(np.float32)
    if len(corners):
        picked = rng.random(shape) < share
        values = np.where(picked, rng.choice(np.float32(corners), shape), values)
    return values.astype(np.float32)


def chance(rng, probability: float) -> bool:
    return bool(rng.random() < probability)


def size(rng, most: int) -> int:
    """1 to most, small ones often."""
    return 1 if chance(rng, 0.15) else int(rng.integers(1, most + 1))


def evaluate(function, inputs, differentiated: int, upstream, dtype) -> list[np.ndarray]:
    """The result of a function and the gradients of its first inputs."""
    tensors = [torch.tensor(np.asarray(x), dtype=dtype) for x in inputs]
    for x in tensors[:differentiated]:
        x.requires_grad_()
    result = function(*tensors)
    results = list(result) if isinstance(result, (tuple, list)) else [result]
    if differentiated:
        torch.autograd.backward(results[0], torch.tensor(np.asarray(upstream), dtype=dtype).reshape(results[0].shape))
    gradients = [x.grad if x.grad is not None else torch.zeros_like(x) for x in tensors[:differentiated]]
    return [np.asarray(x.detach(), np.float64) for x in [*results, *gradients]]


def both(function, inputs, differentiated: int, upstream) -> dict:
    """Truth and PyTorch's float32."""
    return {name: evaluate(function, inputs, differentiated, upstream, dtype) for name, dtype in [("truth", torch.float64), ("single", torch.float32)]}


def shape_of(function, inputs) -> list[int]:
    with torch.no_grad():
        result = function(*[torch.tensor(np.asarray(x), dtype=torch.float64) for x in inputs])
    return list((result[0] if isinstance(result, (tuple, list)) else result).shape)


def gelu(x):
    """By erfc: F.gelu loses its lower tail, in float64 from -8 on. Beyond ±40 it is x or 0."""
    inner = torch.clamp(x, -60, 40)
    return torch.where(x > 40, x, 0.5 * inner * torch.special.erfc(-inner * math.sqrt(0.5)))


def gelu_scales(x, upstream) -> dict:
    """The gradient Φ(x) + x·φ(x) crosses 0: its scale is that of the terms."""
    x = np.nan_to_num(np.float64(x), nan=0.0, posinf=40.0, neginf=-40.0)
    terms = 0.5 * torch.special.erfc(torch.tensor(-x * math.sqrt(0.5))).numpy() + np.abs(x) * np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return {1: np.abs(np.float64(upstream)) * terms}
