#!/usr/bin/python3
"""Compares Epoche with PyTorch on random configurations of layers, operations, losses, optimizers, schedules and metrics: values and gradients.

Every configuration follows from the seed and its number. PyTorch computes it twice, in float64, which is taken for the truth, and in float32, which tells how well
conditioned it is. A number of Epoche's agrees when it differs from the truth

    by at most 2e-6 of the scale: for elementwise operations the number itself (for gelu's gradient the larger of the terms that cancel in it), else the largest magnitude in its tensor, and for layers and losses at least 1 (for batch normalization
    at least |mean|/deviation, by which a rounding of the mean counts),
    or by no more than four times what PyTorch's own float32 differs from the truth in that tensor (printed as "ill-conditioned" where the first bound fails),
    or, where it is no finite number, when PyTorch has the same NaN or infinity in one of its precisions. What an elementwise function's gradient is at NaN is left open.

A refusal counts only where the configuration is one that the documentation refuses, and the message says so (REFUSALS).
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from pytorch_layers import LAYERS
from pytorch_metrics import METRICS
from pytorch_operations import LOSSES, OPERATIONS
from pytorch_optimizers import OPTIMIZERS, SCHEDULES

TOLERANCE = 2e-6
FAMILIES = {"layer": (LAYERS, 5), "operation": (OPERATIONS, 4), "loss": (LOSSES, 3), "optimizer": (OPTIMIZERS, 3), "schedule": (SCHEDULES, 1), "metric": (METRICS, 4)}

# What the documentation refuses, by the words of the message.
REFUSALS = {
    "a label that is no class": r"class label is a whole number|whole numbers from 0 to|There are \d+ classes|knows one class",
    "one class with another label or probability": r"knows one class, whose (label|probability) is",
    "a target that is no probability": r"is a probability from 0 to 1",
    "shapes that would broadcast": r"of one shape; received",
    "weights that are all 0": r"have the weight 0",
    "a batch of one value a channel": r"needs two values a channel at least",
    "a window that does not fit": r"expected an input at least as large",
    "no position": r"with one position at least",
    "NaN among outputs": r"cannot evaluate NaN",
    "outputs without probabilities": r"needs probabilities, which the logits of output \d+",
    "no example": r"has seen no example|at least one example",
    "a gradient that is not finite": r"NonFiniteException",
    "an update that overflows": r"NonFiniteException|overflow|too large",
    "an empty axis": r"no elements|empty|at least one",
}


def encode(tensor) -> dict:
    with np.errstate(over="ignore"):
        array = np.array(tensor, dtype="<f4", order="C")
    return {"shape": list(np.shape(array)), "data": base64.b64encode(array.tobytes()).decode()}


def decode(tensor: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(tensor["data"]), dtype="<f4").reshape(tensor["shape"]).astype(np.float64)


def generate(seed: int, count: int):
    """Yields (request, reference): what Epoche is asked, and the truth beside it."""
    names = [(kind, name) for kind, (family, weight) in FAMILIES.items() for name in family for _ in range(weight)]
    order = np.random.default_rng(seed).permutation(len(names))
    for i in range(count):
        kind, name = names[order[i % len(names)]]
        case = FAMILIES[kind][0][name](np.random.default_rng([seed, i]))
        yield {"id": i, "kind": kind, "name": case.pop("name", name), **case.pop("request"), "tensors": [encode(x) for x in case.pop("tensors")]}, case


def run(program: str, requests: list[dict]) -> list[dict]:
    with tempfile.TemporaryDirectory() as folder:
        cases, answers = Path(folder) / "cases.jsonl", Path(folder) / "answers.jsonl"
        cases.write_text("".join(json.dumps(request) + "\n" for request in requests))
        subprocess.run([program, str(cases), str(answers)], check=True)
        return [json.loads(line) for line in answers.read_text().splitlines()]


def disagreement(ours: np.ndarray, truth: np.ndarray, single: np.ndarray, elementwise: bool, floor: float, free=None, scale=None) -> tuple[str | None, bool]:
    """What is wrong, if anything; and whether it took PyTorch's own deviation to excuse it."""
    if ours.shape != truth.shape:
        return f"shape {list(ours.shape)} for {list(truth.shape)}", False
    if ours.size == 0:
        return None, False
    finite = np.isfinite(ours) & np.isfinite(truth)
    same = (np.isnan(ours) & (np.isnan(truth) | np.isnan(single))) | (ours == truth) | (ours == single)
    with np.errstate(all="ignore"):
        same |= np.isinf(ours) & (np.abs(truth) > 3.4028e38) & (np.sign(ours) == np.sign(truth))  # float32 ends there
        difference = np.where(finite, np.abs(ours - truth), 0)
        scale = scale if scale is not None else np.abs(truth) if elementwise else np.full_like(truth, max(floor, np.abs(truth[finite]).max(initial=0)))
        own = np.where(np.isfinite(single) & np.isfinite(truth), np.abs(single - truth), 0)
        tight = finite & (difference <= TOLERANCE * scale + 1e-44)
        excused = finite & (difference <= 4 * (own if elementwise else own.max(initial=0)) + 1e-44)
    wrong = ~(same | tight | excused)
    if free is not None and free.shape == wrong.shape:
        wrong &= ~free
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        return f"{int(wrong.sum())} of {wrong.size}, first at {list(at)}: Epoche {ours[at]:.9g}, truth {truth[at]:.9g}, PyTorch's float32 {single[at]:.9g}", False
    return None, bool((~(same | tight)).any())


def verdict(request: dict, case: dict, answer: dict) -> tuple[str, str]:
    """agrees, ill-conditioned, refused or wrong; and why."""
    refusal = case.get("refusal")
    if "error" in answer:
        allowed = [refusal] if isinstance(refusal, str) else (refusal or [])
        if any(re.search(REFUSALS[name], answer["error"]) for name in allowed):
            return "refused", allowed[0]
        return "wrong", f"refused: {answer['error']}"
    if refusal and case.get("must_refuse", True):
        return "wrong", f"not refused: {refusal}"
    ours = [decode(x) for x in answer["tensors"]]
    if len(ours) != len(case["truth"]):
        return "wrong", f"{len(ours)} results for {len(case['truth'])}"
    ill = False
    free = sum(np.isnan(decode(x)) for x in request["tensors"][:-1]) > 0 if case.get("elementwise") and len(request["tensors"]) > 1 else None  # of a NaN no gradient is promised
    for i, (mine, truth, single) in enumerate(zip(ours, case["truth"], case["single"])):
        problem, excused = disagreement(mine, np.asarray(truth, np.float64), np.asarray(single, np.float64), case.get("elementwise", False), case.get("floor", 0.0), free if i > 0 else None, case.get("scales", {}).get(i))
        if problem:
            return "wrong", f"result {i} ({case['results'][i] if 'results' in case else ''}): {problem}"
        ill |= excused
    return ("ill-conditioned" if ill else "agrees"), ""


def agrees_strictly(case: dict, answer: dict) -> bool:
    """Without PyTorch's float32, which the slice does not hold."""
    truths = [decode(encode(truth)) for truth in case["truth"]]
    return all(disagreement(decode(mine), truth, truth, case.get("elementwise", False), case.get("floor", 0.0)) == (None, False) for mine, truth in zip(answer["tensors"], truths))


def write_slice(path: str, generated: list, answers: list[dict], verdicts: list[str], size: int) -> None:
    """A few configurations with the truth, for the tests, which run without Python."""
    lines = []
    for (request, case), answer, outcome in zip(generated, answers, verdicts):
        small = sum(int(np.prod(x["shape"])) for x in request["tensors"]) <= 60 and "scales" not in case
        if len(lines) < size and small and (outcome == "refused" or (outcome == "agrees" and agrees_strictly(case, answer))):
            expected = {"error": REFUSALS[case["refusal"] if isinstance(case["refusal"], str) else case["refusal"][0]]} if outcome == "refused" else {
                "tensors": [encode(x) for x in case["truth"]], "elementwise": case.get("elementwise", False), "floor": case.get("floor", 0.0)}
            lines.append(json.dumps({**request, "expected": expected}, separators=(",", ":")) + "\n")
    Path(path).write_text("".join(lines))
    print(f"{path}: {len(lines)} configurations, {Path(path).stat().st_size} bytes")


def main() -> int:
    parser = argparse.ArgumentParser(description="Compares Epoche with PyTorch on random configurations.")
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=4000, help="how many configurations (default: 4000)")
    parser.add_argument("--seed", type=int, default=1, help="decides them (default: 1)")
    parser.add_argument("--only", default="", help="only families or names that contain this")
    parser.add_argument("--show", type=int, default=20, help="how many disagreements to print (default: 20)")
    parser.add_argument("--write-slice", metavar="FILE", help="write 100 small ones with their true values, for the tests")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    generated = [pair for pair in generate(arguments.seed, arguments.count) if arguments.only in f"{pair[0]['kind']} {pair[0]['name']}"]
    answers = run(arguments.program, [request for request, _ in generated])
    table: dict[str, Counter] = {}
    verdicts, shown, wrong = [], 0, 0
    for (request, case), answer in zip(generated, answers):
        outcome, why = verdict(request, case, answer)
        verdicts.append(outcome)
        table.setdefault(request["kind"], Counter())[outcome] += 1
        wrong += outcome == "wrong"
        if outcome == "wrong" and shown < arguments.show:
            shown += 1
            print(f"{request['id']} {request['kind']} {request['name']}: {why}\n    {json.dumps({k: v for k, v in request.items() if k not in ('tensors', 'id', 'kind', 'name')})} {[x['shape'] for x in request['tensors']]}")
    columns = ["agrees", "ill-conditioned", "refused", "wrong"]
    print(f"{'':12}" + "".join(f"{column:>17}" for column in columns))
    for kind, counts in table.items():
        print(f"{kind:12}" + "".join(f"{counts[column]:17,}" for column in columns))
    print(f"{len(generated):,} configurations, seed {arguments.seed}, PyTorch {torch.__version__}: {wrong} disagree")
    if arguments.write_slice:
        write_slice(arguments.write_slice, generated, answers, verdicts, 100)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
