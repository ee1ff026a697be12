"""Metrics by their definitions: pairs compared with each other, counts counted, sums of exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import torch
import torch.nn.functional as F

from pytorch_common import chance, size


def answer(value, request, tensors, **more) -> dict:
    numbers = np.atleast_1d(np.asarray(value, np.float64))
    return {"request": request, "tensors": tensors, "truth": [numbers], "single": [np.float64(np.float32(numbers))], "floor": 1.0, **more}


def some_outputs(rng):
    """Outputs, labels, the request, and the rows of logits of which these are the meaning (float64), or a refusal."""
    examples, classes = size(rng, 12), size(rng, 5)
    single = classes == 1
    kind = rng.random()
    logits = rng.uniform(-3, 3, [examples, classes]).astype(np.float32)
    if kind < 0.3:
        logits = np.round(logits * 2) / 2  # ties
    elif kind < 0.5:
        base = np.round(rng.uniform(-2, 2, classes) * 4).astype(np.float32) / 4
        logits = np.stack([rng.permutation(base) for _ in range(examples)])  # equal probabilities in another order
    elif kind < 0.65:
        logits = (logits * 40).astype(np.float32)  # certain
    elif kind < 0.8:
        logits = np.where(rng.random(logits.shape) < 0.3, rng.choice(np.float32([-np.inf, np.inf, 0, 1]), logits.shape), logits).astype(np.float32)
    elif kind < 0.85:
        logits = np.where(rng.random(logits.shape) < 0.1, np.float32(np.nan), logits)
    labels = rng.integers(0, max(classes, 2), examples).astype(np.float32)
    rows = np.concatenate([np.zeros([examples, 1]), logits], 1).astype(np.float64) if single else logits.astype(np.float64)
    if single and chance(rng, 0.5):
        logits = logits[:, 0]
    if chance(rng, 0.2):
        labels = labels[:, None]
    request = {"outputs": "logits", "split": int(rng.integers(0, examples))}
    refusal = "NaN among outputs" if np.isnan(rows).any() else None
    if chance(rng, 0.05) and not refusal:
        labels.flat[0], refusal = rng.choice(np.float32([rows.shape[1], -1, 0.5, np.nan])), "a label that is no class"
    return logits, labels, request, rows, refusal


def exact_rows(rows):
    """Rows without +∞, as documented; None where a row has no probabilities."""
    rows = rows.copy()
    for row in rows:
        certain = np.isposinf(row)
        if certain.sum() > 1 or np.isneginf(row).all():
            return None
        if certain.any():
            row[:] = np.where(certain, 0, -np.inf)
    return rows


def metric(function, needs_probabilities, **options):
    def make(rng):
        logits, labels, request, rows, refusal = some_outputs(rng)
        request |= {key: value(rng) for key, value in options.items()}
        tensors = [logits, labels]
        if needs_probabilities and not refusal and exact_rows(rows) is None:
            refusal = "outputs without probabilities"
        if refusal:
            return {"request": request, "tensors": tensors, "refusal": refusal}
        if needs_probabilities:
            rows = exact_rows(rows)
        if needs_probabilities and chance(rng, 0.3):
            p = torch.softmax(torch.tensor(rows), -1).numpy().astype(np.float32)
            request["outputs"] = "probabilities"
            tensors[0] = p[:, 1].reshape(logits.shape) if logits.size == len(p) else p
            p = p.astype(np.float64)
            if logits.size == len(p):
                p[:, 0] = np.float32(1) - np.float32(p[:, 1])
            return answer(function(None, p, labels.reshape(-1).astype(int), logits.size == len(p), request), request, tensors)
        p = torch.softmax(torch.tensor(rows), -1).numpy() if needs_probabilities else None
        return answer(function(rows, p, labels.reshape(-1).astype(int), logits.size == len(rows), request), request, tensors)
    return make


def best(rows):
    return rows.argmax(1)  # the first of equals


def accuracy(rows, p, labels, single, request):
    return (best(rows) == labels).mean()


def top_k(rows, p, labels, single, request):
    order = np.argsort(-rows, 1, kind="stable")[:, :request["k"]]
    return np.mean([label in some for label, some in zip(labels, order)])


def counts(rows, labels):
    matrix = np.zeros([rows.shape[1]] * 2, int)
    for right, predicted in zip(labels, best(rows)):
        matrix[right, predicted] += 1
    return matrix


def confusion(rows, p, labels, single, request):
    matrix = counts(rows, labels)
    return [np.trace(matrix) / matrix.sum(), *matrix.reshape(-1)]


def averaged(numerator, denominator):
    def compute(rows, p, labels, single, request):
        matrix = counts(rows, labels)
        actual, predicted = matrix.sum(1), matrix.sum(0)
        tops, bottoms = [numerator * matrix[c, c] for c in range(len(matrix))], [denominator(actual[c], predicted[c]) for c in range(len(matrix))]
        each = [t / b if b else 0.0 for t, b in zip(tops, bottoms)]
        seen = [c for c in range(len(matrix)) if actual[c] + predicted[c] > 0]
        value = {"Macro": lambda: np.mean([each[c] for c in seen]), "Micro": lambda: sum(tops) / sum(bottoms), "Weighted": lambda: sum(a * e for a, e in zip(actual, each)) / actual.sum()}[request["average"]]()
        return [value, *each]
    return compute


def key(row, c):
    """Equal for equal exact probabilities: the differences to the other logits, sorted. e^x of different numbers are linearly independent, so there are no other ties."""
    return tuple(sorted(x - row[c] if np.isfinite(x) or np.isfinite(row[c]) else -np.inf for i, x in enumerate(row) if i != c))


def log_odds(row, c):
    others = [x for i, x in enumerate(row) if i != c]
    top = max(others)
    return np.inf if top == -np.inf else -np.inf if row[c] == -np.inf else row[c] - top - np.log(sum(np.exp(x - top) for x in others))


def roc_auc(rows, p, labels, single, request):
    classes = (rows if p is None or rows is not None else p).shape[1]
    areas = []
    for c in [1] if classes == 2 else range(classes):
        inside, outside = np.flatnonzero(labels == c), np.flatnonzero(labels != c)
        if len(inside) and len(outside):
            wins = 0.0
            for i in inside:
                for o in outside:
                    if rows is None:
                        wins += 1 if p[i, c] > p[o, c] else 0.5 if p[i, c] == p[o, c] else 0
                    else:
                        a, b = log_odds(rows[i], c), log_odds(rows[o], c)
                        tie = a == b or key(rows[i], c) == key(rows[o], c)
                        wins += 0.5 if tie else 1 if a > b else 0
            areas.append(wins / (len(inside) * len(outside)))
    return np.mean(areas) if areas else np.nan


def ece(rows, p, labels, single, request):
    bins, error = request["bins"], 0.0
    confidence, right = p.max(1), p.argmax(1) == labels
    place = confidence * bins
    border = np.round(place)
    index = np.clip(np.where(np.abs(place - border) <= 1.2e-7 * place, border, np.ceil(place)) - 1, 0, bins - 1)
    for b in range(bins):
        error += abs(right[index == b].sum() - confidence[index == b].sum())
    return error / len(labels)


def brier(rows, p, labels, single, request):
    truth = np.eye(p.shape[1])[labels]
    return ((p - truth) ** 2)[:, 1 if single else 0:].sum(1).mean()


def nll(rows, p, labels, single, request):
    if rows is not None:
        return -torch.log_softmax(torch.tensor(rows), -1).numpy()[np.arange(len(labels)), labels].mean()
    return -np.log(np.clip(p, 1e-7, 1)[np.arange(len(labels)), labels]).mean()


def regression(function):
    def make(rng):
        shape = [size(rng, 12)] + [size(rng, 3) for _ in range(int(rng.integers(0, 3)))]
        targets = rng.uniform(-3, 3, shape) + (100 if chance(rng, 0.2) else 0)
        if chance(rng, 0.1):
            targets[:] = 1.5  # nothing to explain
        outputs, targets = (targets + rng.uniform(-1, 1, shape)).astype(np.float32), targets.astype(np.float32)
        request = {"outputs": "logits", "split": int(rng.integers(0, shape[0]))}
        if chance(rng, 0.05):
            outputs.flat[0] = np.nan
            return {"request": request, "tensors": [outputs, targets], "refusal": "NaN among outputs"}
        if chance(rng, 0.05):
            return {"request": request, "tensors": [outputs, targets[..., None]], "refusal": "shapes that would broadcast"}
        return answer(function(torch.tensor(outputs).double(), torch.tensor(targets).double()).item(), request, [outputs, targets])
    return make


def r2(outputs, targets):
    deviations = ((targets - targets.mean()) ** 2).sum()
    return 1 - ((targets - outputs) ** 2).sum() / deviations if deviations > 0 else torch.tensor(torch.nan)


def doubts(rng, n):
    values = rng.uniform(-2, 2, n).astype(np.float32)
    return np.round(values * 2) / 2 if chance(rng, 0.5) else np.where(rng.random(n) < 0.1, np.float32(np.inf), values)


def decimal_share(rng) -> float:
    return float(rng.integers(1, 100)) / 100 if chance(rng, 0.8) else float(rng.integers(1, 1000)) / 1000


def curve_case(rng, name):
    n = int(rng.choice([1, 2, 5, 20, 25, 40, 50, 75, 100, 200]))
    d, wrong, share = doubts(rng, n), (rng.random(n) < rng.uniform(0, 0.7)).astype(np.float32), decimal_share(rng)
    if chance(rng, 0.3):
        d[:] = 1
    exact = Fraction(round(share * 1000), 1000)
    points = [(int((d <= t).sum()), int(wrong[d <= t].sum())) for t in sorted(set(d))]
    if name == "coverage at":
        value = max([Fraction(k, n) for k, w in points if Fraction(k - w, k) >= exact], default=Fraction(0))
    elif name == "error at":
        value = next(Fraction(w, k) for k, w in points if Fraction(k, n) >= exact or k == n)
    else:
        value, before, errors = Fraction(0), 0, 0
        for k, w in points:
            for j in range(before + 1, k + 1):
                value += (errors + Fraction(w - errors, k - before) * (j - before)) / j
            before, errors = k, w
        value /= n
    return answer(float(value), {"share": share}, [d, wrong], name="doubt " + name)


def auroc_case(rng):
    inside, outside = doubts(rng, size(rng, 20)), doubts(rng, size(rng, 20))
    value = np.mean([1.0 if o > i else 0.5 if o == i else 0.0 for o in outside for i in inside])
    return answer(value, {}, [inside, outside], name="doubt auroc")


def accepted_case(rng):
    inside, outside, share = doubts(rng, int(rng.choice([1, 3, 20, 25, 50, 75, 100]))), doubts(rng, size(rng, 20)), decimal_share(rng)
    needed = Fraction(round(share * 1000), 1000) * len(inside)
    threshold = sorted(inside)[max(1, -(-needed.numerator // needed.denominator)) - 1]
    return answer((outside <= threshold).mean(), {"share": share}, [inside, outside], name="doubt foreign accepted")


def an_average(rng) -> str:
    return str(rng.choice(["Macro", "Micro", "Weighted"]))


METRICS = {
    "accuracy": metric(accuracy, False), "top-k": metric(top_k, False, k=lambda rng: size(rng, 4)), "confusion": metric(confusion, False),
    "f1": metric(averaged(2, lambda a, p: a + p), False, average=an_average), "precision": metric(averaged(1, lambda a, p: p), False, average=an_average),
    "recall": metric(averaged(1, lambda a, p: a), False, average=an_average), "roc-auc": metric(roc_auc, True), "ece": metric(ece, True, bins=lambda rng: size(rng, 15)),
    "brier": metric(brier, True), "nll": metric(nll, True), "coverage at": lambda rng: curve_case(rng, "coverage at"), "error at": lambda rng: curve_case(rng, "error at"),
    "mae": regression(F.l1_loss), "rmse": regression(lambda x, y: F.mse_loss(x, y).sqrt()), "r2": regression(r2),
    "area": lambda rng: curve_case(rng, "area"), "auroc": auroc_case, "foreign accepted": accepted_case,
}
