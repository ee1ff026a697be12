"""Draws with fixed seeds against distribution functions, and supports that no draw may leave."""

from __future__ import annotations

import numpy as np
from scipy import stats

F = np.float32
COUNT = 100_000


def ks(cdf):
    """The Kolmogorov-Smirnov test."""
    def check(draws, least):
        p = stats.kstest(draws, cdf).pvalue
        yield ("agrees" if p > least else "wrong"), 0.0, f"Kolmogorov-Smirnov p = {p:.2g}"
    return check


def tails(cdf, edges):
    """The chi-squared test over bins, the outer ones open."""
    def check(draws, least):
        expected = np.diff(cdf(np.array([-np.inf, *edges, np.inf]))) * len(draws)
        found = np.histogram(draws, [-np.inf, *edges, np.inf])[0]
        p = stats.chisquare(found, expected * found.sum() / expected.sum()).pvalue
        yield ("agrees" if p > least else "wrong"), 0.0, explanation(p, found, expected)
    return check


def explanation(p, found, expected) -> str:
    return f"chi-squared p = {p:.2g}: {found.tolist()} for {np.round(expected, 1).tolist()}"


def counts(groups, probabilities):
    """The chi-squared test over groups of classes, given by their first classes."""
    def check(draws, least):
        found = np.histogram(draws, [*groups, np.inf])[0]
        expected = np.asarray(probabilities, np.float64)
        expected = expected / expected.sum() * len(draws)
        p = stats.chisquare(found, expected).pvalue if len(found) > 1 else 1.0
        yield ("agrees" if p > least else "wrong"), 0.0, explanation(p, found, expected)
    return check


def request(name, tensors, numbers, count, seed) -> dict:
    return {"name": name, "tensors": [np.asarray(x, F) for x in tensors], "numbers": [float(F(x)) for x in numbers], "count": count, "seed": seed}


def DRAWS():
    def case(name, tensors, check, numbers=(), count=COUNT, seed=1):
        return request(name, tensors, numbers, count, seed), check

    for m, s in [(0, 1), (1e3, 1e-2), (-5, 1e20)]:
        yield case("Normal", [m, s], ks(stats.norm(m, s).cdf))
        yield case("Laplace", [m, s], ks(stats.laplace(m, s).cdf))
    yield case("Laplace", [0, 1], tails(stats.laplace.cdf, [-12, -9, -6, 6, 9, 12]), count=2_000_000)
    yield case("Normal", [0, 1], tails(stats.norm.cdf, [-4.5, -4, -3, 3, 4, 4.5]), count=2_000_000)
    for m, s in [(0, 1), (-3, 0.1), (2, 5)]:
        yield case("LogNormal", [m, s], ks(lambda x, m=m, s=s: stats.norm.cdf((np.log(x) - m) / s)))
        for low, high in [(0, 1), (-1, 3)]:
            cdf = lambda x, m=m, s=s, a=low, b=high: stats.norm.cdf((np.log(x - a) - np.log(b - x) - m) / s)
            yield case("LogitNormal", [m, s], ks(cdf), [low, high])
    for s in [1, 1e-20, 1e20]:
        yield case("HalfNormal", [s], ks(stats.halfnorm(0, s).cdf))
    for low, high in [(0, 1), (-1.5, 3), (-1e38, 1e38)]:
        yield case("Uniform", [], ks(stats.uniform(low, high - low).cdf), [low, high])
    yield case("ScaleMixture", [[0.3, 0.7], [2, 0.1]], ks(lambda x: 0.3 * stats.norm.cdf(x / 2) + 0.7 * stats.norm.cdf(x / 0.1)))
    rare = float(F(1e-5))
    yield case("ScaleMixture", [[1 - rare, rare], [1, 1000]], tails(
        lambda x: (1 - rare) * stats.norm.cdf(x) + rare * stats.norm.cdf(x / 1000), [-500, -20, 20, 500]), count=4_000_000)
    for logit in [0, 3, -9, 12]:
        p = 1 / (1 + np.exp(-logit))
        yield case("Bernoulli", [logit], counts([0, 1], [1 - p, p]), count=4_000_000)
    yield case("Categorical", [[0, 1, -2, 3]], counts([0, 1, 2, 3], np.exp([0, 1, -2, 3])))
    many = np.full(1_000_001, 1e-8)
    many[0] = 0.99
    many = F(many)
    yield case("Categorical of probabilities", [many], counts([0, 1, 300_001, 700_001], [many[0], 0.003, 0.004, 0.003]))
    tiny = F([0.5, 1e-6, 0, 2e-6, 0.5])
    yield case("Categorical of probabilities", [tiny], counts([0, 1, 3, 4], [0.5, 1e-6, 2e-6, 0.5]), count=8_000_000)


def inside(low, high):
    """Every draw strictly inside."""
    low, high = float(F(low)), float(F(high))

    def check(draws, least):
        outside = draws[~((draws > low) & (draws < high))]
        yield ("wrong" if outside.size else "agrees"), 0.0, f"{outside.size} of {draws.size} draws outside, first {outside[:1]}"
    return check


def SUPPORTS():
    def case(name, tensors, check, numbers=()):
        return request(name, tensors, numbers, 20_000, 2), check

    for m in [0, 80, -100, 3e38, -3e38]:
        for s in [1e-45, 1e-3, 1, 100, 3e38]:
            yield case("Normal", [m, s], inside(-np.inf, np.inf))
            yield case("Laplace", [m, s], inside(-np.inf, np.inf))
            yield case("LogNormal", [m, s], inside(0, np.inf))
            for low, high in [(0, 1), (-1, 0.1), (1e6, 1000001), (-1.6e38, 1.6e38)]:
                yield case("LogitNormal", [m, s], inside(low, high), [low, high])
    for s in [1e-45, 1, 3e38]:
        yield case("HalfNormal", [s], inside(0, np.inf))
        yield case("ScaleMixture", [[0.5, 0.5], [s, 1]], inside(-np.inf, np.inf))
    for low, high in [(0, 1), (1e6, 1000001), (-1e-44, 1e-44), (-1.6e38, 1.6e38)]:
        yield case("Uniform", [], inside(low, high), [low, high])
    for logit in [np.inf, -np.inf, 3e38, 0]:
        yield case("Bernoulli", [logit], inside(-0.5, 1.5))
    yield case("Categorical", [[-np.inf, 0, 3e38]], inside(1.5, 2.5))
