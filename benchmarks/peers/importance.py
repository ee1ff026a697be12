"""Importance of parameters: Optuna's fANOVA beside Epoche's, on the same studies.

Makes studies by random search with Optuna (3.1 or later, with scikit-learn), writes them as journals, evaluates each with Optuna's
FanovaImportanceEvaluator under several seeds of its forest, and asks `epoche study importance --by fanova --json` and `--by pedanova`.

    python3 benchmarks/peers/importance.py --program ./epoche [--trials 200] [--seeds 5]

Prints a table in Markdown: shares normalised to 1, Optuna's as mean and range over the seeds of its forest.
"""
import argparse
import json
import math
import os
import subprocess
import tempfile
import warnings

import optuna
from optuna.importance import FanovaImportanceEvaluator
from optuna.storages import JournalFileStorage, JournalStorage

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def additive(t):
    """Shares follow from the ranges: 4·x, 2·y, z in [0, 1] explain 16 : 4 : 1 of the variance."""
    return 4 * t.suggest_float("x", 0, 1) + 2 * t.suggest_float("y", 0, 1) + t.suggest_float("z", 0, 1)


def branin(t):
    x, y = t.suggest_float("x1", -5, 10), t.suggest_float("x2", 0, 15)
    return (y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def training(t):
    rate, width = t.suggest_float("rate", 1e-5, 1e-1, log=True), t.suggest_int("width", 16, 256, log=True)
    activation, dropout = t.suggest_categorical("activation", ["relu", "tanh", "elu"]), t.suggest_float("dropout", 0, 0.5)
    least = 0.3 * (math.log10(rate) + 2.5) ** 2 + {"relu": 0, "tanh": 0.5, "elu": 0.2}[activation]
    return least + 0.2 * abs(math.log2(width / 128)) + 0.5 * dropout * dropout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=5)
    arguments = parser.parse_args()
    print("| study | parameter | Optuna's fANOVA | its range | Epoche's fANOVA | Epoche's PED-ANOVA |")
    print("|---|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for objective in (additive, branin, training):
            path = os.path.join(folder, f"{objective.__name__}.log")
            study = optuna.create_study(
                storage=JournalStorage(JournalFileStorage(path)), study_name=objective.__name__,
                sampler=optuna.samplers.RandomSampler(seed=1))
            study.optimize(objective, n_trials=arguments.trials)
            theirs = [normalised(FanovaImportanceEvaluator(seed=seed).evaluate(study)) for seed in range(arguments.seeds)]
            forest, best = ask(arguments.program, path, "fanova"), ask(arguments.program, path, "pedanova")
            for name in sorted(forest, key=lambda name: -forest[name]):
                shares = [one[name] for one in theirs]
                print(f"| {objective.__name__} | `{name}` | {sum(shares) / len(shares):.3f} | {min(shares):.3f} to {max(shares):.3f} "
                      f"| {forest[name]:.3f} | {best[name]:.3f} |")


def normalised(shares):
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()}


def ask(program, path, method):
    done = subprocess.run(
        [program, "study", "importance", path, "--by", method, "--json"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout.strip().split("\n")[-1])["importance"]


if __name__ == "__main__":
    main()
