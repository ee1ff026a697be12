"""Operations and losses."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F

from pytorch_common import CORNERS, QUIET, both, chance, gelu, gelu_scales, numbers, shape_of, size


def case(rng, function, inputs, differentiated=None, elementwise=False, floor=0.0, corner_upstream=False, **request) -> dict:
    differentiated = len(inputs) if differentiated is None else differentiated
    upstream = numbers(rng, shape_of(function, inputs), -1, 1)
    return {
        "request": {"differentiated": differentiated, **request}, "tensors": [*inputs, upstream], "elementwise": elementwise, "floor": floor,
        **both(function, inputs, differentiated, upstream)}


def some_shape(rng, most_rank=3) -> list[int]:
    return [0 if chance(rng, 0.03) else size(rng, 9) for _ in range(int(rng.integers(0, most_rank + 1)))]


def unary(function, low=-4.0, high=4.0):
    def make(rng):
        span = 30 if chance(rng, 0.2) else 1
        x = numbers(rng, some_shape(rng), low * span if low < 0 else low, high * span, CORNERS if chance(rng, 0.6) else ())
        made = case(rng, function, [x], elementwise=True)
        return {**made, "scales": gelu_scales(x, made["tensors"][1])} if function is gelu else made
    return make


def broadcast_pair(rng) -> tuple[list[int], list[int]]:
    shape = [size(rng, 6) for _ in range(int(rng.integers(0, 4)))]
    a = [1 if chance(rng, 0.2) else n for n in shape]
    b = [n if a[i] == 1 or not chance(rng, 0.2) else 1 for i, n in enumerate(shape)]
    return (a, b[int(rng.integers(0, len(b) + 1)):]) if chance(rng, 0.4) else (a, b)


def binary(function):
    """Sums of gradients over broadcast axes lose digits, so corners meet equal shapes only."""
    def make(rng):
        a, b = broadcast_pair(rng)
        corners = CORNERS if a == b and chance(rng, 0.6) else ()
        x, y = numbers(rng, a, corners=corners), numbers(rng, b, corners=corners)
        if chance(rng, 0.2) and a == b:
            y = np.where(rng.random(a) < 0.5, x, y).astype(np.float32)  # ties
        return case(rng, function, [x, y], elementwise=a == b, floor=1.0)
    return make


def logsumexp(x):
    """PyTorch's; a row of -inf alone passes no gradient, where PyTorch gives NaN (inf - inf)."""
    if x.shape[-1] == 0:
        return torch.logsumexp(x, -1)
    nothing = torch.isneginf(x).all(-1, keepdim=True)
    sums = torch.logsumexp(torch.where(nothing, torch.zeros_like(x), x), -1)
    return torch.where(nothing.squeeze(-1), torch.full_like(sums, -math.inf), sums)


def where(rng):
    a, b = broadcast_pair(rng)
    x, y = numbers(rng, a), numbers(rng, b)
    condition = (rng.random(np.broadcast_shapes(tuple(a), tuple(b))) < 0.5).astype(np.float32)
    return case(rng, lambda x, y, c: torch.where(c != 0, x, y), [x, y, condition], differentiated=2, floor=1.0)


def clip(rng):
    low, high = sorted(float(np.float32(v)) for v in rng.uniform(-2, 2, 2))
    x = numbers(rng, some_shape(rng), corners=CORNERS + [low, high], share=0.4)
    return case(rng, lambda x: torch.clamp(x, low, high), [x], elementwise=True, low=low, high=high)


def rows(function):
    def make(rng):
        shape = [*some_shape(rng, 2), size(rng, 40)]
        span = 50 if chance(rng, 0.3) else 3
        corners = [-np.inf] if chance(rng, 0.3) else CORNERS if chance(rng, 0.1) else ()
        return case(rng, function, [numbers(rng, shape, -span, span, corners)], floor=1.0)
    return make


def reduction(function, extreme=False):
    def make(rng):
        shape = [size(rng, 8) for _ in range(int(rng.integers(1, 4)))]
        axis = int(rng.integers(0, len(shape)))
        x = numbers(rng, shape, corners=[np.inf, -np.inf, 0.0, -0.0] if chance(rng, 0.3) else ())
        if extreme and chance(rng, 0.4):
            x = np.round(x)  # ties
        return case(rng, lambda x: function(x, axis), [x], floor=1.0, axis=axis)
    return make


def amax(x, axis):
    return torch.amax(x, axis)


def amin(x, axis):
    return torch.amin(x, axis)


def matmul(rng):
    m, k, n = (size(rng, 12) for _ in range(3))
    left = numbers(rng, [m, k], corners=QUIET if chance(rng, 0.4) else [0.0, np.inf, np.nan] if chance(rng, 0.1) else (), share=0.3)
    return case(rng, torch.matmul, [left, numbers(rng, [k, n], corners=[0.0, -np.inf] if chance(rng, 0.1) else ())], floor=1.0)


# Losses. Where a weight or a probability is 0 its term is 0, as documented, also where PyTorch has 0·∞.

def weigh(weight, value):
    return torch.where(weight == 0, torch.zeros_like(value), weight * value)


def cross_entropy(logits, labels):
    logs = F.log_softmax(logits, -1)
    if labels.dim() < logits.dim():
        return -logs.gather(-1, labels.long().unsqueeze(-1)).squeeze(-1)
    undefined = torch.isnan(logs).any(-1, keepdim=True)
    return torch.where(undefined.squeeze(-1), torch.full_like(logs[..., 0], math.nan), -weigh(labels, torch.where(labels == 0, torch.zeros_like(logs), logs)).sum(-1))


def some_logits(rng, shape) -> np.ndarray:
    kind = rng.random()
    corners = [-np.inf] if kind < 0.2 else [np.inf, -np.inf, np.nan, 1e38, -1e38] if kind < 0.3 else QUIET if kind < 0.4 else ()
    return numbers(rng, shape, *((-3, 3) if chance(rng, 0.7) else (-80, 80)), corners)


def probabilities(rng, shape) -> np.ndarray:
    values = rng.random(shape) ** 3
    values[rng.random(shape) < 0.3] = 0
    if shape[-1] > 0:
        values[..., 0] += 1e-3
    return (values / values.sum(-1, keepdims=True)).astype(np.float32)


def softmax_cross_entropy(rng):
    batch, classes = 0 if chance(rng, 0.04) else size(rng, 8), size(rng, 12)
    leading = [batch] if chance(rng, 0.8) else [batch, size(rng, 3)]
    logits = some_logits(rng, [*leading, classes])
    soft = chance(rng, 0.4)
    refusal = None
    if soft:
        labels = probabilities(rng, [*leading, classes])
        if classes == 1 and chance(rng, 0.5) and labels.size:
            labels.flat[0], refusal = 0, "one class with another label or probability"
        elif chance(rng, 0.3):
            smoothing = 0.1
            labels = (np.eye(classes)[rng.integers(0, classes, leading)] * (1 - smoothing) + smoothing / classes).astype(np.float32)
            labels = np.where(classes == 1, np.float32(1), labels)
    else:
        labels = rng.integers(0, classes, leading).astype(np.float32)
        if chance(rng, 0.1) and labels.size:
            labels.flat[-1], refusal = rng.choice(np.float32([classes, -1, 0.5, np.nan, np.inf, 1e38])), "a label that is no class"
    if refusal:
        return {"request": {"differentiated": 1}, "tensors": [logits, labels, numbers(rng, leading)], "refusal": refusal}
    return case(rng, cross_entropy, [logits, labels], differentiated=1, floor=1.0)


def weighted_softmax_cross_entropy(rng):
    batch, classes = size(rng, 8), 1 + size(rng, 6)
    logits, labels = some_logits(rng, [batch, classes]), rng.integers(0, classes, batch).astype(np.float32)
    weights = np.float32(np.where(rng.random(classes) < 0.3, 0, rng.uniform(0.1, 5, classes)))
    weights[0] = max(weights[0], np.float32(0.5))
    request = {"weights": [float(w) for w in weights]}
    if weights[labels.astype(int)].sum() == 0:
        return {"request": {"differentiated": 1, **request}, "tensors": [logits, labels, numbers(rng, [])], "refusal": "weights that are all 0"}

    def loss(x, labels):
        w = torch.tensor(weights, dtype=x.dtype)[labels.long()]
        kept = torch.where((w == 0).unsqueeze(-1), torch.zeros_like(x), x)
        return weigh(w, cross_entropy(kept, labels)).sum() / w.sum()
    return case(rng, loss, [logits, labels], differentiated=1, floor=1.0, **request)


def binary_cross_entropy(rng):
    shape = some_shape(rng, 2)
    logits = some_logits(rng, shape)
    kind = rng.random()
    targets = np.float32(rng.random(shape) < 0.5) if kind < 0.5 else numbers(rng, shape, 0, 1, [0.0, 1.0], 0.3)
    if kind > 0.9 and logits.ndim == 2 and logits.shape[1] == 1 and logits.shape[0] > 0:
        return {"request": {"differentiated": 1}, "tensors": [logits, targets[:, 0], numbers(rng, shape)], "refusal": "shapes that would broadcast"}
    if kind > 0.95 and targets.size:
        targets = targets.copy()
        targets.flat[0] = rng.choice(np.float32([-0.5, 1.5, np.nan, np.inf]))
        return {"request": {"differentiated": 1}, "tensors": [logits, targets, numbers(rng, shape)], "refusal": "a target that is no probability"}

    def loss(x, t):
        # F.binary_cross_entropy_with_logits up to rounding, with 0·∞ = 0
        return weigh(t, F.softplus(-x, threshold=1e4)) + weigh(1 - t, F.softplus(x, threshold=1e4))
    return case(rng, loss, [logits, targets], differentiated=1, floor=1.0)


def huber(rng):
    delta = float(np.float32(rng.choice([0.1, 0.5, 1.0, 3.0])))
    shape = some_shape(rng, 2)
    x, t = numbers(rng, shape, -4, 4, QUIET), numbers(rng, shape, -4, 4, QUIET)
    return case(rng, lambda x, t: F.huber_loss(x, t, reduction="none", delta=delta), [x, t], floor=1.0, delta=delta)


def mean_squared_error(rng):
    shape = [size(rng, 8) for _ in range(int(rng.integers(0, 3)))]
    x = numbers(rng, shape, -4, 4, [np.inf, np.nan] if chance(rng, 0.1) else ())
    if len(shape) == 2 and (shape[1] == 1 or shape[0] == 1) and chance(rng, 0.5):
        return {"request": {"differentiated": 2}, "tensors": [x, numbers(rng, shape[:1]), numbers(rng, [])], "refusal": "shapes that would broadcast"}
    return case(rng, lambda x, t: F.mse_loss(x, t.expand_as(x)), [x, numbers(rng, shape if chance(rng, 0.9) else [], -4, 4)], floor=1.0)


OPERATIONS = {
    "negate": unary(torch.neg), "abs": unary(torch.abs), "square": unary(torch.square), "sqrt": unary(torch.sqrt), "reciprocal": unary(torch.reciprocal), "exp": unary(torch.exp),
    "log": unary(torch.log, 0.01, 4.0), "sin": unary(torch.sin), "cos": unary(torch.cos), "tanh": unary(torch.tanh), "sigmoid": unary(torch.sigmoid),
    "softplus": unary(lambda x: F.softplus(x, threshold=1e4)), "relu": unary(torch.relu), "gelu": unary(gelu), "erf": unary(torch.erf),
    "add": binary(torch.add), "subtract": binary(torch.sub), "multiply": binary(torch.mul), "divide": binary(torch.div), "minimum": binary(torch.minimum), "maximum": binary(torch.maximum),
    "where": where, "clip": clip, "softmax": rows(lambda x: torch.softmax(x, -1)), "log-softmax": rows(lambda x: torch.log_softmax(x, -1)), "logsumexp": rows(logsumexp),
    "sum": reduction(torch.sum), "mean": reduction(torch.mean), "max": reduction(amax, True), "min": reduction(amin, True), "matmul": matmul,
}
LOSSES = {
    "softmax cross-entropy": softmax_cross_entropy, "weighted softmax cross-entropy": weighted_softmax_cross_entropy, "binary cross-entropy": binary_cross_entropy, "huber": huber,
    "mean squared error": mean_squared_error,
}
