#!/usr/bin/python3
"""Compares Epoche's distributions with mpmath (50 digits) and SciPy over extreme parameters.

Every case follows from the seed. Parameters and values are float32, and the truth is computed of the floats that they are. A number agrees
when it differs from the truth by at most 2e-5 of max(1, |truth|), or when both are beyond the range of float32. Where single precision
cannot do that, because one rounding of an intermediate number (ln x of a log-normal, z of a logit-normal) already moves the density
further, eight such roundings are allowed and the point is printed as "ill-conditioned".

Draws are compared by the Kolmogorov-Smirnov test where they are continuous and by the chi-squared test where not and in tails, with fixed
seeds, at 1 in 10,000; every draw must lie inside of the support.
"""

from __future__ import annotations

import argparse
import base64
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np

try:
    import mpmath as mp
    import scipy
except ImportError as missing:
    packages = "python3-numpy python3-scipy python3-mpmath"
    print(f"The comparison needs SciPy and mpmath ({missing}): apt-get install -y {packages}", file=sys.stderr)
    sys.exit(2)

from distribution_truths import DENSITIES, DIVERGENCES, MOMENTS, constrained
from distribution_draws import DRAWS, SUPPORTS

TOLERANCE, LARGEST = 2e-5, 3.4028235e38
LEAST_P = 1e-4


def encode(array) -> dict:
    array = np.ascontiguousarray(np.asarray(array, dtype="<f4"))
    return {"shape": list(array.shape), "data": base64.b64encode(array.tobytes()).decode()}


def decode(tensor: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(tensor["data"]), dtype="<f4").reshape(tensor["shape"]).astype(np.float64)


def run(program: str, requests: list[dict]) -> list[dict]:
    with tempfile.TemporaryDirectory() as folder:
        cases, answers = Path(folder) / "cases.jsonl", Path(folder) / "answers.jsonl"
        lines = [json.dumps({**request, "id": i, "tensors": [encode(x) for x in request["tensors"]]}) for i, request in enumerate(requests)]
        cases.write_text("\n".join(lines) + "\n")
        subprocess.run([program, str(cases), str(answers)], check=True)
        return [json.loads(line) for line in answers.read_text().splitlines()]


def compare(ours: float, truth, slack: float) -> tuple[str, float]:
    """agrees, ill-conditioned or wrong; and the deviation relative to max(1, |truth|)."""
    truth = float(truth)
    if np.isnan(ours) or np.isnan(truth):
        return ("agrees" if np.isnan(ours) and np.isnan(truth) else "wrong"), 0.0
    if not np.isfinite(ours) or not np.isfinite(truth):
        beyond = ours == truth or (np.isinf(ours) and abs(truth) > 0.9999 * LARGEST and (ours > 0) == (truth > 0))
        return ("agrees" if beyond else "wrong"), 0.0
    deviation = abs(ours - truth) / max(1.0, abs(truth))
    return ("agrees" if deviation <= TOLERANCE else "ill-conditioned" if abs(ours - truth) <= slack else "wrong"), deviation


def generate(seed: int, points: int):
    """Yields (request, truths): for each result a list of (truth, slack), or a check of draws."""
    rng = np.random.default_rng(seed)
    size = -(-points // len(DENSITIES))
    for name, make in DENSITIES.items():
        for request, truths in make(rng, size):
            yield {"kind": "density", "name": name.split(",")[0], "numbers": [], **request}, [truths]
    for name, make in MOMENTS.items():
        for request, truths in make(rng):
            yield {"kind": "moments", "name": name, "numbers": [], **request}, truths
    for (name, other), make in DIVERGENCES.items():
        for request, truths in make(rng):
            yield {"kind": "divergence", "name": name, "from": other, "numbers": [], **request}, [truths]
    for request, truths in constrained(rng):
        yield {"kind": "constraint", "numbers": [], **request}, [truths]
    for request, check in [*DRAWS(), *SUPPORTS()]:
        yield {"kind": "draws", "numbers": [], **request}, check


def verdicts(request: dict, truths, answer: dict):
    """Yields (outcome, deviation, why) of every number of an answer."""
    if "error" in answer:
        yield "wrong", 0.0, answer["error"]
        return
    results = [decode(x).ravel() for x in answer["tensors"]]
    if callable(truths):
        yield from truths(results[0], LEAST_P)
        return
    if [len(x) for x in results] != [len(x) for x in truths]:
        yield "wrong", 0.0, f"{[len(x) for x in results]} numbers for {[len(x) for x in truths]}"
        return
    for result, expected in zip(results, truths):
        for i, (ours, (truth, slack)) in enumerate(zip(result, expected)):
            outcome, deviation = compare(ours, truth, slack)
            inputs = [x[i] if len(x) == len(expected) else x for x in request["tensors"]]
            yield outcome, deviation, f"Epoche {ours:.9g}, truth {float(truth):.9g} of {inputs} {request['numbers']}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Compares Epoche's distributions with mpmath and SciPy.")
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--points", type=int, default=9000, help="how many points of log-density, at least (default: 9000)")
    parser.add_argument("--seed", type=int, default=1, help="decides them (default: 1)")
    parser.add_argument("--only", default="", help="only kinds or distributions that contain this")
    parser.add_argument("--show", type=int, default=20, help="how many disagreements to print (default: 20)")
    arguments = parser.parse_args()
    mp.mp.dps = 50
    generated = [
        (request, truths) for request, truths in generate(arguments.seed, arguments.points)
        if arguments.only in f"{request['kind']} {request['name']}"]
    answers = run(arguments.program, [request for request, _ in generated])
    table = defaultdict(lambda: {"agrees": 0, "ill-conditioned": 0, "wrong": 0, "worst": 0.0})
    shown = 0
    for (request, truths), answer in zip(generated, answers):
        title = f"{request['kind']} {request['name']}" + (f" from {request['from']}" if "from" in request else "")
        for outcome, deviation, why in verdicts(request, truths, answer):
            row = table[title]
            row[outcome] += 1
            row["worst"] = max(row["worst"], deviation if outcome == "agrees" else 0.0)
            if outcome == "wrong" and shown < arguments.show:
                shown += 1
                print(f"{title}: {why}")
    print(f"{'':44}{'agree':>9}{'ill-conditioned':>17}{'wrong':>8}{'largest deviation':>20}")
    for title, row in table.items():
        worst = f"{row['worst']:20.1e}" if row["worst"] else ""
        print(f"{title:44}{row['agrees']:9,}{row['ill-conditioned']:17,}{row['wrong']:8,}{worst}")
    densities = sum(row["agrees"] for title, row in table.items() if title.startswith("density"))
    wrong = sum(row["wrong"] for row in table.values())
    print(f"{densities:,} points of log-density agree to {TOLERANCE:g}; seed {arguments.seed}, mpmath {mp.__version__}, SciPy {scipy.__version__}")
    print(f"{wrong} disagree")
    return 1 if wrong or not table else 0


if __name__ == "__main__":
    sys.exit(main())
