"""Densities, moments and divergences by their definitions, in mpmath. Each truth comes with the slack of an ill-conditioned point."""

from __future__ import annotations

import mpmath as mp
import numpy as np

INF, ULP = mp.inf, 2.0 ** -24
F = np.float32


def floats(x) -> list:
    return [mp.mpf(float(v)) for v in np.asarray(x, F).ravel()]


def scales(rng, n, low=-6, high=6):
    """Log-uniform over many decades."""
    return F(10 ** rng.uniform(low, high, n))


def locations(rng, n):
    return F(np.where(rng.random(n) < 0.3, 0, rng.normal(size=n) * 10 ** rng.uniform(-3, 3, n)))


def around(rng, location, scale):
    """Values near the location, in the tails, and a few at the edges of float32."""
    n = len(scale)
    steps = rng.normal(size=n) * np.where(rng.random(n) < 0.3, 10 ** rng.uniform(0, 3, n), 1)
    corners = rng.choice(F([0, -0.0, 1e-45, 1e-38, 1e19, -2e19, 3e38, -3e38, np.inf, -np.inf, np.nan]), n)
    with np.errstate(all="ignore"):
        return F(np.where(rng.random(n) < 0.08, corners, location + steps * scale))


def normal(x, m, s):
    return -((x - m) / s) ** 2 / 2 - mp.log(s) - mp.log(2 * mp.pi) / 2


def each(function, *columns):
    """Truths of rows; NaN where the value, which comes first, is NaN, and (truth, slack) where the function gives both."""
    rows = zip(*[floats(column) for column in columns])
    answers = [(mp.nan, 0) if mp.isnan(row[0]) else function(*row) for row in rows]
    return [answer if isinstance(answer, tuple) else (answer, 0) for answer in answers]


def of_normal(rng, n):
    m, s = locations(rng, n), scales(rng, n, -30, 30)
    x = around(rng, m, s)
    yield {"tensors": [m, s, x]}, each(lambda x, m, s: -INF if mp.isinf(x) else normal(x, m, s), x, m, s)


def of_log_normal(rng, n):
    s = scales(rng, n, -4, 2)
    m = F(rng.normal(size=n) * np.where(rng.random(n) < 0.5, 1, 20))
    with np.errstate(all="ignore"):
        x = F(np.exp(np.float64(around(rng, m, s))))
    x = F(np.where(rng.random(n) < 0.08, rng.choice(F([0, -1, 1e-45, -np.inf, np.inf, 3e38, np.nan]), n), x))

    def density(x, m, s):
        if x <= 0 or mp.isinf(x):
            return -INF
        z = (mp.log(x) - m) / s
        return normal(mp.log(x), m, s) - mp.log(x), 8 * ULP * abs(z / s) * max(1, abs(mp.log(x)))
    yield {"tensors": [m, s, x]}, each(density, x, m, s)


def of_logit_normal(low, high):
    def make(rng, n):
        s, m = scales(rng, n, -3, 2), F(rng.normal(size=n) * 4)
        z = m + s * rng.normal(size=n) * np.where(rng.random(n) < 0.3, 4, 1)
        x = F(low + (high - low) / (1 + np.exp(-np.clip(z, -80, 80))))
        inside = [np.nextafter(F(low), F(high)), np.nextafter(F(high), F(low))]
        corners = rng.choice(F([low, high, low - 1, high + 1, np.inf, np.nan, *inside]), n)
        x = F(np.where(rng.random(n) < 0.15, corners, x))
        a, b = mp.mpf(float(F(low))), mp.mpf(float(F(high)))

        def density(x, m, s):
            if not a < x < b:
                return -INF
            z = mp.log(x - a) - mp.log(b - x)
            roundings = max(1, abs(mp.log(x - a)), abs(mp.log(b - x))) + abs(x) / (x - a) + abs(x) / (b - x)
            density = normal(z, m, s) + mp.log(b - a) - mp.log(x - a) - mp.log(b - x)
            return density, 8 * ULP * abs((z - m) / s / s) * roundings
        yield {"tensors": [m, s, x], "numbers": [float(F(low)), float(F(high))]}, each(density, x, m, s)
    return make


def of_half_normal(rng, n):
    s = scales(rng, n, -30, 30)
    x = np.abs(around(rng, F(0) * s, s)) * F(np.where(rng.random(n) < 0.1, -1, 1))
    yield {"tensors": [s, x]}, each(lambda x, s: -INF if x < 0 or mp.isinf(x) else normal(x, 0, s) + mp.log(2), x, s)


def of_laplace(rng, n):
    m, s = locations(rng, n), scales(rng, n, -20, 20)
    x = around(rng, m, s)
    yield {"tensors": [m, s, x]}, each(lambda x, m, s: -INF if mp.isinf(x) else -abs(x - m) / s - mp.log(2 * s), x, m, s)


def of_uniform(rng, n):
    for low, high in [(0, 1), (-1.5, 3), (1e-30, 2e-30), (-1.6e38, 1.6e38), (1e6, 1000001), (-1e-45, 1e-45)]:
        low, high = F(low), F(high)
        edges = F([low, high, np.nextafter(low, F(-np.inf)), np.nextafter(high, F(np.inf)), np.inf, np.nan])
        x = np.concatenate([rng.uniform(low, high, n // 6).astype(F), edges])
        truth = -mp.log(mp.mpf(float(high)) - mp.mpf(float(low)))
        yield {"tensors": [x], "numbers": [float(low), float(high)]}, each(lambda x, a=low, b=high, t=truth: t if float(a) <= x <= float(b) else -INF, x)


def of_mixture(rng, n):
    for _ in range(max(1, n // 40)):
        parts = int(rng.integers(1, 5))
        weights = F(rng.dirichlet(np.full(parts, 0.5)) + 1e-7)
        weights = F(weights / np.float64(weights).sum())
        s = scales(rng, parts, -8, 4)
        x = around(rng, F(np.zeros(40)), rng.choice(s, 40))
        pairs = list(zip(floats(weights), floats(s)))

        def density(x):
            return -INF if mp.isinf(x) else mp.log(sum(w * mp.exp(normal(x, 0, s)) for w, s in pairs))
        yield {"tensors": [weights, s, x]}, each(density, x)


def log_sigmoid(x):
    return -mp.log1p(mp.exp(-x)) if x > 0 else (x - mp.log1p(mp.exp(x)) if x > -INF else -INF)


def coin_logits(rng, n):
    corners = rng.choice(F([np.inf, -np.inf, 0, 200, -200, 1e4, -1e4, 3e38, -3e38, 88, -104]), n)
    return F(np.where(rng.random(n) < 0.2, corners, rng.normal(size=n) * 10 ** rng.uniform(-2, 2, n)))


def coin_values(rng, n):
    return F(np.where(rng.random(n) < 0.9, rng.integers(0, 2, n), rng.choice(F([2, -1, 0.5, np.inf, -np.inf, np.nan]), n)))


def of_coin(rng, n):
    l, x = coin_logits(rng, n), coin_values(rng, n)
    yield {"tensors": [l, x]}, each(lambda x, l: log_sigmoid(l) if x == 1 else log_sigmoid(-l) if x == 0 else -INF, x, l)


def of_fair_coin(rng, n):
    p, x = F(np.where(rng.random(n) < 0.1, rng.integers(0, 2, n), 10 ** rng.uniform(-30, 0, n))), coin_values(rng, n)
    p = np.where(rng.random(n) < 0.3, F(1) - F(10 ** rng.uniform(-7.2, 0, n)), p).astype(F)
    yield {"tensors": [p, x]}, each(lambda x, p: -INF if x not in (0, 1) or p == 1 - x else mp.log(p) if x == 1 else mp.log1p(-p), x, p)


def class_logits(rng, n, classes):
    l = F(rng.normal(size=(n, classes)) * 10 ** rng.uniform(-1, 3, (n, 1)))
    l = np.where(rng.random(l.shape) < 0.1, F(-np.inf), l)
    l[np.isinf(l).all(1), 0] = 0
    return l


def log_softmax(row):
    total = mp.log(sum(mp.exp(v - max(row)) for v in row))
    return [v - max(row) - total for v in row]


def of_classes(of_probabilities):
    def make(rng, n):
        for classes in [1, 2, 3, 10, 16, 17, 40]:
            l = class_logits(rng, n // 7, classes)
            if of_probabilities:
                l = np.where(np.isinf(l), 0, np.maximum(np.exp(np.clip(np.float64(l), -85, 85)), 1e-37)).astype(F)
            corners = rng.choice(F([classes, -1, 0.5, np.inf, np.nan]), len(l))
            x = F(np.where(rng.random(len(l)) < 0.9, rng.integers(0, classes, len(l)), corners))

            def density(x, *row):
                if x < 0 or x >= classes or x != int(x):
                    return -INF
                if of_probabilities:
                    return mp.log(row[int(x)] / sum(row)) if row[int(x)] > 0 else -INF
                return log_softmax(row)[int(x)]
            yield {"tensors": [l, x]}, each(density, x, *l.T)
    return make


DENSITIES = {
    "Normal": of_normal, "LogNormal": of_log_normal, "LogitNormal": of_logit_normal(0, 1), "LogitNormal, of an interval": of_logit_normal(-1, 0.1),
    "HalfNormal": of_half_normal, "Laplace": of_laplace, "Uniform": of_uniform, "ScaleMixture": of_mixture, "Bernoulli": of_coin,
    "Bernoulli of probabilities": of_fair_coin, "Categorical": of_classes(False), "Categorical of probabilities": of_classes(True),
}


def plogp(p):
    return p * mp.log(p) if p > 0 else mp.mpf(0)


def moments(parameters, *functions):
    """Of distributions given by columns of numbers."""
    def make(rng):
        columns = parameters(rng, 300)
        yield {"tensors": list(columns)}, [each(function, *columns) for function in functions]
    return make




def uniform_moments(rng):
    for low, high in [(0, 1), (-1.5, 3), (-1e19, 1e19), (1e6, 1000001), (1e38, 2e38)]:
        a, b = mp.mpf(float(F(low))), mp.mpf(float(F(high)))
        yield {"tensors": [], "numbers": [float(a), float(b)]}, [[((a + b) / 2, 0)], [((b - a) ** 2 / 12, 0)], [(mp.log(b - a), 0)]]


def mixture_moments(rng):
    for weights, s in [([0.5, 0.5], [1, 0.1]), ([0.25, 0.75], [1e10, 1e-10]), ([1], [3])]:
        yield {"tensors": [F(weights), F(s)]}, [[(0, 0)], [(sum(w * v * v for w, v in zip(floats(weights), floats(s))), 0)]]


def class_moments(rng):
    for classes in [1, 2, 3, 17, 40]:
        l = class_logits(rng, 100, classes)
        yield {"tensors": [l]}, [[(-sum(plogp(mp.exp(v)) for v in log_softmax(floats(row))), 0) for row in l]]


def sigmoid(x):
    return mp.exp(log_sigmoid(x))


MOMENTS = {
    "Normal": moments(
        lambda r, n: (locations(r, n), scales(r, n, -18, 18)),
        lambda m, s: m, lambda m, s: s * s, lambda m, s: mp.log(s * mp.sqrt(2 * mp.pi * mp.e))),
    "LogNormal": moments(
        lambda r, n: (F(r.normal(size=n) * 10), scales(r, n, -4, 0.7)),
        lambda m, s: mp.exp(m + s * s / 2), lambda m, s: mp.expm1(s * s) * mp.exp(2 * m + s * s),
        lambda m, s: m + mp.log(s * mp.sqrt(2 * mp.pi * mp.e))),
    "HalfNormal": moments(
        lambda r, n: (scales(r, n, -18, 18),),
        lambda s: s * mp.sqrt(2 / mp.pi), lambda s: s * s * (1 - 2 / mp.pi), lambda s: mp.log(s * mp.sqrt(mp.pi * mp.e / 2))),
    "Laplace": moments(
        lambda r, n: (locations(r, n), scales(r, n, -18, 18)), lambda m, s: m, lambda m, s: 2 * s * s, lambda m, s: 1 + mp.log(2 * s)),
    "Bernoulli": moments(
        lambda r, n: (coin_logits(r, n),),
        sigmoid, lambda l: sigmoid(l) * sigmoid(-l), lambda l: -plogp(sigmoid(l)) - plogp(sigmoid(-l))),
    "Uniform": uniform_moments, "ScaleMixture": mixture_moments, "Categorical": class_moments,
}


def divergence(parameters, function):
    def make(rng):
        columns = parameters(rng, 300)
        yield {"tensors": list(columns)}, each(function, *columns)
    return make


def two_normals(rng, n, low=-12, high=12):
    """Some of them nearly equal."""
    m, s = locations(rng, n), scales(rng, n, low, high)
    near = rng.random(n) < 0.3
    a = np.where(near, m + s * 1e-3 * rng.normal(size=n), locations(rng, n))
    b = np.where(near, s * (1 + 1e-3 * rng.normal(size=n)), scales(rng, n, low, high))
    return m, s, F(a), F(b)


def kl_normal(m, s, a, b):
    return ((s / b) ** 2 + ((m - a) / b) ** 2 - 1) / 2 - mp.log(s / b)


def kl_laplace(m, s, a, b):
    d = abs(m - a)
    return d / b + s / b * mp.exp(-d / s) - 1 - mp.log(s / b)


def kl_normal_laplace(m, s, a, b):
    d = m - a
    mean = s * mp.sqrt(2 / mp.pi) * mp.exp(-((d / s) ** 2) / 2) + d * mp.erf(d / s / mp.sqrt(2))
    return mean / b + mp.log(2 * b) - mp.log(s * mp.sqrt(2 * mp.pi * mp.e))


def kl_log_normal_half_normal(m, s, b):
    return mp.exp(2 * (m + s * s)) / (2 * b * b) - mp.log(mp.sqrt(2 / mp.pi) / b) - m - mp.log(s * mp.sqrt(2 * mp.pi * mp.e))


def kl_coin(a, b):
    total = mp.mpf(0)
    for sign in (1, -1):
        if sign * a > -INF:
            total += INF if sign * b == -INF else sigmoid(sign * a) * (log_sigmoid(sign * a) - log_sigmoid(sign * b))
    return total


def kl_classes(rng):
    for classes in [1, 2, 3, 17, 40]:
        q, p = class_logits(rng, 100, classes), class_logits(rng, 100, classes)
        p = np.where(rng.random((100, 1)) < 0.3, F(q + F(1e-3)), p)
        truths = []
        for a, b in zip(q, p):
            a, b = log_softmax(floats(a)), log_softmax(floats(b))
            truths.append((sum(0 if v == -INF else INF if w == -INF else mp.exp(v) * (v - w) for v, w in zip(a, b)), 0))
        yield {"tensors": [q, p]}, truths


def kl_uniform(rng):
    for (a, b), (c, d) in [((0, 1), (-1, 3)), ((-1, 3), (0, 1)), ((0, 1e-38), (0, 1e38)), ((0, 1), (0, 1))]:
        inside = c <= a and b <= d
        low, high, least, most = floats([a, b, c, d])
        truth = mp.log((most - least) / (high - low)) if inside else INF
        yield {"tensors": [], "numbers": [float(F(v)) for v in (a, b, c, d)]}, [(truth, 0)]


DIVERGENCES = {
    ("Normal", "Normal"): divergence(two_normals, kl_normal),
    ("LogNormal", "LogNormal"): divergence(two_normals, kl_normal),
    ("HalfNormal", "HalfNormal"): divergence(lambda r, n: two_normals(r, n, -30, 30)[1::2], lambda s, b: kl_normal(0, s, 0, b)),
    ("Laplace", "Laplace"): divergence(two_normals, kl_laplace),
    ("Normal", "Laplace"): divergence(two_normals, kl_normal_laplace),
    ("LogNormal", "HalfNormal"): divergence(
        lambda r, n: (F(r.normal(size=n) * 5), scales(r, n, -5, 0.5), scales(r, n, -8, 8)), kl_log_normal_half_normal),
    ("Bernoulli", "Bernoulli"): divergence(lambda r, n: (coin_logits(r, n), coin_logits(r, n)), kl_coin),
    ("Categorical", "Categorical"): kl_classes, ("Uniform", "Uniform"): kl_uniform,
}


def constrained(rng):
    """What free numbers become, and back."""
    free = F(np.concatenate([rng.normal(size=200) * 10 ** rng.uniform(-2, 2, 200), [0, 20, -20, 88, -88, 90, -90, -110, 1e30, -1e30]]))
    least, most = mp.mpf(2) ** -149, mp.mpf(float(np.finfo(F).max))
    softplus = lambda x: x + mp.log1p(mp.exp(-x)) if x > 0 else max(mp.log1p(mp.exp(x)), least)
    yield {"name": "positive", "tensors": [free]}, each(softplus, free)
    yield {"name": "positive by exp", "tensors": [free]}, each(lambda x: min(max(mp.exp(min(x, mp.mpf(1000))), least), most), free)
    positive = F(10 ** rng.uniform(-44, 38, 300))
    yield {"name": "positive, inverse", "tensors": [positive]}, each(lambda y: y + mp.log(-mp.expm1(-y)), positive)
    yield {"name": "positive by exp, inverse", "tensors": [positive]}, each(mp.log, positive)
    for low, high in [(0, 1), (-1, 0.1), (-3, 1e-30), (-1.6e38, 1.6e38)]:
        low, high = F(low), F(high)
        a, b = mp.mpf(float(low)), mp.mpf(float(high))
        numbers = [float(low), float(high)]
        image = lambda x, a=a, b=b: (a + (b - a) * sigmoid(x), 4 * ULP * (b - a))
        yield {"name": "interval", "tensors": [free], "numbers": numbers}, each(image, free)
        inside = np.clip(F(low + (high - low) * rng.random(300)), np.nextafter(low, high), np.nextafter(high, low))
        inverse = lambda y, a=a, b=b: mp.log(y - a) - mp.log(b - y)
        yield {"name": "interval, inverse", "tensors": [inside], "numbers": numbers}, each(inverse, inside)
