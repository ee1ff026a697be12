"""Optimizers over several updates, with clipping, weight decay, frozen parameters and schedules; and schedules by themselves."""

from __future__ import annotations

import math

import numpy as np
import torch

from pytorch_common import QUIET, chance, numbers, size

F32 = np.float32


def rate_at(schedule: dict, step: int) -> float:
    kind, v = schedule["schedule"], schedule["schedule_numbers"]

    def plain(step):
        if kind == "constant":
            return v[0]
        t = min(max(step / v[2], 0.0), 1.0)
        if kind == "linear":
            return v[0] + (v[1] - v[0]) * t
        if kind == "exponential":
            return v[0] * (v[1] / v[0]) ** t
        return v[1] + (v[0] - v[1]) * 0.5 * (1 + math.cos(math.pi * t))
    warm_up = schedule.get("warm_up", 0)
    return plain(step) * ((step + 1) / warm_up if step < warm_up else 1.0)


def some_schedule(rng, high=0.5) -> dict:
    kind = str(rng.choice(["constant", "linear", "exponential", "cosine"]))
    a, b = (float(F32(x)) for x in 10 ** rng.uniform(-4, math.log10(high), 2))
    if kind in ("linear", "cosine") and chance(rng, 0.2):
        b = 0.0
    numbers_ = [a] if kind == "constant" else [a, b, float(rng.integers(1, 9))]
    return {"schedule": kind, "schedule_numbers": numbers_, **({"warm_up": int(rng.integers(1, 6))} if chance(rng, 0.3) else {})}


def schedule(rng) -> dict:
    request = some_schedule(rng, 10)
    if request["schedule"] != "constant" and chance(rng, 0.5):
        request["schedule_numbers"][2] = float(rng.integers(1, 100_000))
    steps = [float(s) for s in [0, 1, 2, *rng.integers(0, 12, 4), *rng.integers(0, 100_000, 3)]]
    truth = [np.array([rate_at(request, int(s)) for s in steps])]
    return {"request": {**request, "steps": steps}, "tensors": [], "truth": truth, "single": [np.float64(F32(truth[0]))], "elementwise": True}


class Rule:
    """An update of one parameter in one precision. PyTorch's optimizers where it has the same rule, else the rule of the documentation."""

    def __init__(self, name: str, settings: list[float], weights: np.ndarray, decays: bool, dtype) -> None:
        self.name, self.settings, self.count = name, settings, 0
        self.w = torch.tensor(weights, dtype=dtype, requires_grad=True)
        self.slots = [torch.zeros_like(self.w, requires_grad=False) for _ in range(3)]
        s = settings
        if name == "sgd":
            self.torch = torch.optim.SGD([self.w], 1.0, momentum=s[0], nesterov=bool(s[1]), weight_decay=s[2] if decays else 0)
        elif name == "adam":
            self.torch = torch.optim.Adam([self.w], 1.0, (s[0], s[1]), s[2])
        elif name == "adamw":
            self.torch = torch.optim.AdamW([self.w], 1.0, (s[1], s[2]), s[3], weight_decay=s[0] if decays else 0)
        else:
            self.torch = None

    def update(self, gradient: torch.Tensor, rate: float) -> None:
        if self.torch is not None:
            self.torch.param_groups[0]["lr"] = rate
            self.w.grad = gradient.clone()
            self.torch.step()
            return
        with torch.no_grad():
            rho, g = self.settings[0], gradient
            n, m, d = self.slots
            n.mul_(rho).add_((1 - rho) * g * g)
            if self.name == "rmsprop":
                self.w -= rate * g / torch.sqrt(n + self.settings[1])
            else:
                m.mul_(rho).add_((1 - rho) * g)
                d.mul_(self.settings[1]).sub_(rate * g / torch.sqrt(torch.clamp(n - m * m, min=0) + self.settings[2]))
                self.w += d


def clip(gradients, value, norm):
    if value is not None:
        gradients = [g.clamp(-value, value) for g in gradients]
    if norm is not None:
        length = math.sqrt(sum(float((g.double() ** 2).sum()) for g in gradients))
        if length > norm:
            gradients = [g * (norm / length) for g in gradients]
    return gradients


def optimizer(name: str, some_settings):
    def make(rng):
        settings = [float(F32(x)) for x in some_settings(rng)]
        inputs, units, steps = size(rng, 6), size(rng, 6), size(rng, 8)
        kind = rng.random()
        huge = kind > 0.95  # whose squares float32 cannot hold: right all the same, or refused before anything changes
        corners = QUIET if kind < 0.3 else [1e-18, 1e18, -1e18] if kind < 0.4 else [1e38, -3e38] if huge else ()
        start = [numbers(rng, [inputs, units]), numbers(rng, [units])]
        gradients = [[numbers(rng, [inputs, units], -3, 3, corners), numbers(rng, [units], -3, 3, corners)] for _ in range(steps)]
        request = {**some_schedule(rng), "settings": settings}
        if chance(rng, 0.3):
            request["clip_norm"] = float(F32(rng.choice([0.1, 1.0, 10.0])))
        if chance(rng, 0.2):
            request["clip_value"] = float(F32(rng.choice([0.1, 1.0])))
        frozen = None
        if chance(rng, 0.3):
            frozen = int(rng.integers(0, 2))
            first = int(rng.integers(0, steps))
            request |= {"frozen": ["kernel", "bias"][frozen], "frozen_from": first, "frozen_to": first + int(rng.integers(1, steps + 1))}
        tensors = [*start, *[g for pair in gradients for g in pair]]
        if chance(rng, 0.08):
            tensors[2 + int(rng.integers(2))].flat[0] = rng.choice(F32([np.inf, -np.inf, np.nan]))
            if frozen is None or request["frozen_from"] > 0:
                return {"request": request, "tensors": tensors, "refusal": "a gradient that is not finite"}
            tensors[2].flat[0] = tensors[3].flat[0] = 1
        answers = {}
        for precision, dtype in [("truth", torch.float64), ("single", torch.float32)]:
            rules = [Rule(name, settings, w, i == 0, dtype) for i, w in enumerate(start)]
            results = []
            for step, pair in enumerate(gradients):
                still = frozen is not None and request["frozen_from"] <= step < request["frozen_to"]
                given = [torch.tensor(np.zeros_like(g) if still and i == frozen else g, dtype=dtype) for i, g in enumerate(pair)]
                given = clip(given, request.get("clip_value"), request.get("clip_norm"))
                for i, rule in enumerate(rules):
                    if not (still and i == frozen):
                        rule.update(given[i], rate_at(request, step))
                results += [np.asarray(rule.w.detach(), np.float64).copy() for rule in rules]
            answers[precision] = results
        return {"request": request, "tensors": tensors, **answers, **({"refusal": "an update that overflows", "must_refuse": False} if huge else {})}
    return make


OPTIMIZERS = {
    "sgd": optimizer("sgd", lambda r: (lambda m: [m, m > 0 and chance(r, 0.4), r.choice([0, 0.01, 0.3])])(r.choice([0, 0.5, 0.9]))),
    "rmsprop": optimizer("rmsprop", lambda r: [r.choice([0.5, 0.9, 0.99]), r.choice([1e-8, 1e-4, 1e-2])]),
    "rmsprop-graves": optimizer("rmsprop-graves", lambda r: [r.choice([0.5, 0.95]), r.choice([0, 0.5, 0.9]), r.choice([1e-4, 1e-2])]),
    "adam": optimizer("adam", lambda r: [r.choice([0, 0.5, 0.9]), r.choice([0.9, 0.99, 0.999]), r.choice([1e-8, 1e-4])]),
    "adamw": optimizer("adamw", lambda r: [r.choice([0, 0.01, 0.3]), r.choice([0, 0.5, 0.9]), r.choice([0.9, 0.99, 0.999]), r.choice([1e-8, 1e-4])]),
}
SCHEDULES = {"schedule": schedule}
