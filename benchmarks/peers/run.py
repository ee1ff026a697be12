#!/usr/bin/python3
"""Times PyTorch at its best on this machine: every case under every fair setting, each setting in its own process.

    run.py                                  all cases, best per name
    run.py --only gemm-256 act-256          some cases
    run.py --all                            every setting's line, then the best
    run.py --only cartpole-train --seeds 3  wall time from nothing to a perfect agent (cartpole_dqn.py, cartpole_ppo.py)
    run.py --json                           JSON lines only, for programs: the best line per name

Settings: 1 and 2 threads (as many as there are cores, at most), each with what the libraries choose by themselves and, where the CPU
has AVX-512, with AVX-512 forced in OpenBLAS and in PyTorch. The best (least median) of them is the peer.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Iterator

HERE = Path(__file__).resolve().parent
MICRO = ["dqn-update-256", "dqn-update-128", "dqn-update-64", "dqn-update-256-double", "dqn-update-128-double", "dqn-update-64-double",
         "dqn-update-catch", "dqn-update-48", "dqn-update-84", "act-256", "mnist-step", "digits-conv-step", "lstm-step", "gru-step", "recurrent-dqn-update", "bnn-step", "bnn-predict", "bnn-predict-fresh", "gemm-64", "gemm-128", "gemm-256", "gemm-512", "gemm-1024"]
VARIANTS = [f"dqn-variant-{name}-{size}" for size in ("64", "256", "256x128")
            for name in ("plain", "dueling", "noisy", "c51", "qr", "prioritized", "munchausen", "rainbow")]
ACTOR_CRITICS = ["sac-pendulum-64", "td3-pendulum-64", "sac-pendulum-256", "td3-pendulum-400"]
TRANSFORMERS = ["transformer-step", "transformer-causal-step"]
PROGRAMS = {"cartpole-train": "cartpole_dqn.py", "cartpole-ppo-train": "cartpole_ppo.py", "cartpole-ppo-learn": "cartpole_ppo.py"}
HOW_TO_INSTALL = "apt-get install -y python3-torch python3-numpy libopenblas0-openmp"


def settings(max_threads: int) -> Iterator[tuple[int, str, dict[str, str]]]:
    """(threads, label, environment) of every fair setting on this machine."""
    for threads in range(1, min(max_threads, os.cpu_count() or 1) + 1):
        base = {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}
        yield threads, "default", base
        if has_avx512():
            yield threads, "avx512", base | {"OPENBLAS_CORETYPE": "SKYLAKEX", "ATEN_CPU_CAPABILITY": "avx512"}


def has_avx512() -> bool:
    try:
        return " avx512f " in Path("/proc/cpuinfo").read_text()
    except OSError:
        return False


def child(script: str, arguments: list[str], environment: dict[str, str]) -> list[dict]:
    """Runs a peer script and returns the JSON objects it printed."""
    done = subprocess.run([sys.executable, str(HERE / script), *arguments], env=os.environ | environment, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{script} {' '.join(arguments)} failed with exit status {done.returncode}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def time_steps(script: str, names: list[str], seconds: float, max_threads: int) -> Iterator[dict]:
    for threads, label, environment in settings(max_threads):
        yield from child(script, ["--only", *names, "--seconds", str(seconds), "--setting", label], environment)


def time_program(name: str, seeds: list[int], extra: list[str], max_threads: int) -> Iterator[dict]:
    """One line per setting: median and least wall time over the seeds, taken here from outside the process; of *-learn the training's alone."""
    for threads, label, environment in settings(max_threads):
        walls, runs = [], []
        for seed in seeds:
            started = time.perf_counter()
            runs += child(PROGRAMS[name], ["--seed", str(seed), *extra], environment)
            walls.append((runs[-1]["train_seconds"] if name.endswith("-learn") else time.perf_counter() - started) * 1e6)
        yield {"name": name, "threads": threads, "setting": label, "variant": PROGRAMS[name].removesuffix(".py"), "median_us": round(statistics.median(walls)),
               "min_us": round(min(walls)), "seeds": seeds, "wall_seconds": [round(wall / 1e6, 3) for wall in walls],
               "env_steps": [run["env_steps"] for run in runs], "updates": [run["updates"] for run in runs],
               "perfect": [run["evaluation"]["perfect_share"] == 1 for run in runs]}


def describe(line: dict) -> str:
    speed = f"  {line['gflops']} GFLOP/s" if "gflops" in line else ""
    return (f"{line['name']:<24} {line['median_us']:>14,.1f} us (least {line['min_us']:,.1f})  "
            f"{line['threads']} threads, {line['setting']}, {line['variant']}{speed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=[*MICRO, *VARIANTS, *ACTOR_CRITICS, *TRANSFORMERS, *PROGRAMS],
                        help=f"cases: {', '.join([*MICRO, *VARIANTS, *ACTOR_CRITICS, *TRANSFORMERS, *PROGRAMS])} (default: all but the last three)")
    parser.add_argument("--seconds", type=float, default=1.0, help="time spent on each variant of a case (default: 1)")
    parser.add_argument("--max-threads", type=int, default=2, help="most threads to try (default: 2)")
    parser.add_argument("--seeds", type=int, default=3, help=f"seeds 0..N-1 for {' and '.join(PROGRAMS)} (default: 3)")
    parser.add_argument("--recipe", metavar="FILE", help=f"recipe of Epoche whose numbers {' and '.join(PROGRAMS)} take over")
    parser.add_argument("--set", nargs="*", default=[], metavar="KEY=VALUE", help=f"numbers of the recipe to override for {' and '.join(PROGRAMS)}")
    parser.add_argument("--all", action="store_true", help="also print every setting")
    parser.add_argument("--json", action="store_true", help="print JSON lines")
    arguments = parser.parse_args()
    try:
        import_check = subprocess.run([sys.executable, "-c", "import torch, numpy"], capture_output=True)
    except OSError as error:
        raise SystemExit(f"cannot start {sys.executable}: {error}")
    if import_check.returncode != 0:
        raise SystemExit(f"{sys.executable} has no PyTorch; on Debian: {HOW_TO_INSTALL}, then run this with /usr/bin/python3")

    names = arguments.only or [*MICRO, *VARIANTS, *ACTOR_CRITICS, *TRANSFORMERS]
    lines = []
    for script, cases in (("micro.py", MICRO), ("dqn_variants.py", VARIANTS), ("actor_critic.py", ACTOR_CRITICS),
                          ("transformer.py", TRANSFORMERS)):
        if chosen := [name for name in names if name in cases]:
            lines += time_steps(script, chosen, arguments.seconds, arguments.max_threads)
    for name in (name for name in names if name in PROGRAMS):
        recipe = ["--recipe", arguments.recipe] if arguments.recipe else []
        overrides = ["--set", *arguments.set] if arguments.set else []
        lines += time_program(name, list(range(arguments.seeds)), recipe + overrides, arguments.max_threads)

    show = json.dumps if arguments.json else describe
    if arguments.all:
        for line in lines:
            print(show(line))
        if not arguments.json:
            print("\nbest per name")
    best = {name: min((line for line in lines if line["name"] == name), key=lambda line: line["median_us"]) for name in names}
    if not (arguments.all and arguments.json):
        for line in best.values():
            print(show(line))


if __name__ == "__main__":
    main()
