"""Optuna on the functions of `./bench table tuning`: one JSON line for each sampler, function and seed, with the best value of the trials.

    python3 benchmarks/peers/tuning.py --trials 100 --seeds 30 --out benchmarks/peers/tuning-optuna.jsonl
"""
import argparse
import json
import math

import optuna

A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
     [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]]


def box(trial, dimensions, low, high):
    return [trial.suggest_float(f"x{i}", low, high) for i in range(dimensions)]


def branin(trial):
    x, y = trial.suggest_float("x0", -5, 10), trial.suggest_float("x1", 0, 15)
    inner = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return inner * inner + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann6(trial):
    x = box(trial, 6, 0, 1)
    return -sum(
        scale * math.exp(-sum(A[i][j] * (x[j] - 1e-4 * P[i][j]) ** 2 for j in range(6)))
        for i, scale in enumerate((1.0, 1.2, 3.0, 3.2)))


def rosenbrock5(trial):
    x = box(trial, 5, -5, 10)
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(4))


def ackley10(trial):
    x = box(trial, 10, -32.768, 32.768)
    squares, waves = sum(v * v for v in x) / 10, sum(math.cos(2 * math.pi * v) for v in x) / 10
    return -20 * math.exp(-0.2 * math.sqrt(squares)) - math.exp(waves) + 20 + math.e


def mixed(trial):
    if trial.suggest_categorical("learner", ["network", "forest"]) == "network":
        rate = math.log10(trial.suggest_float("learning_rate", 1e-5, 1, log=True)) + 3
        layers = trial.suggest_int("layers", 1, 6) - 3
        activation = trial.suggest_categorical("activation", ["relu", "tanh", "gelu"])
        return 0.3 * rate**2 + 0.05 * layers**2 + {"relu": 0.05, "tanh": 0.2, "gelu": 0}[activation]
    trees = math.log10(trial.suggest_int("trees", 10, 1000, log=True)) - 2.5
    share = trial.suggest_float("share", 0.05, 1) - 0.4
    return 0.2 + 0.1 * trees**2 + 2 * share**2


FUNCTIONS = [branin, hartmann6, rosenbrock5, ackley10, mixed]
SAMPLERS = {
    "tpe": lambda seed: optuna.samplers.TPESampler(multivariate=True, constant_liar=True, seed=seed),
    "cmaes": lambda seed: optuna.samplers.CmaEsSampler(seed=seed),
    "nsga2": lambda seed: optuna.samplers.NSGAIISampler(seed=seed),
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--samplers", nargs="*", default=list(SAMPLERS), choices=list(SAMPLERS))
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    import warnings
    warnings.simplefilter("ignore")
    with open(arguments.out, "w") as out:
        for name in arguments.samplers:
            for function in FUNCTIONS:
                for seed in range(arguments.seeds):
                    study = optuna.create_study(sampler=SAMPLERS[name](seed))
                    study.optimize(function, n_trials=arguments.trials)
                    row = {"library": f"optuna {optuna.__version__}", "sampler": name, "function": function.__name__,
                           "trials": arguments.trials, "seed": seed, "best": study.best_value}
                    out.write(json.dumps(row) + "\n")
                    out.flush()


if __name__ == "__main__":
    main()
