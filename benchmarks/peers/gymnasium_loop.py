"""Steps per second of Gymnasium's own loops and of the bridge, in turns on the same machine.

    /usr/bin/python3 benchmarks/peers/gymnasium_loop.py --epoche ./epoche [--env CartPole-v1] [--count 16] [--rounds 5]

Gymnasium must be importable (pip, or its folder on PYTHONPATH). Every loop makes its environments alike (without the checker, which the
bridge leaves out too) and takes the same table of random actions. The figure of each is its median over the rounds, the ratio is the
median of the ratios within a round.
"""
import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import time

import gymnasium
import numpy as np


def make(name):
    return gymnasium.make(name, disable_env_checker=True)


def table_of(space, count):
    space.seed(0)
    return [[space.sample() for _ in range(count)] for _ in range(64)]


def loop(name, count, seconds, seeded=False):
    """What a person writes who steps some environments one after another and keeps what they give; seeded: with a seed for each episode."""
    envs = [make(name) for _ in range(count)]
    table = table_of(envs[0].action_space, count)
    observations = [env.reset(seed=i)[0] for i, env in enumerate(envs)]
    rewards = [0.0] * count
    seeds = itertools.count(count)

    def step(actions):
        for i in range(count):
            obs, reward, terminated, truncated, _ = envs[i].step(actions[i])
            if terminated or truncated:
                obs, _ = envs[i].reset(seed=next(seeds)) if seeded else envs[i].reset()
            observations[i], rewards[i] = obs, reward

    return timed(step, table, count, seconds)


def vector(kind, name, count, seconds):
    """Gymnasium's own vectors; None where they fail on this machine."""
    env = kind([lambda: make(name) for _ in range(count)])
    table = [np.array(actions) for actions in table_of(make(name).action_space, count)]
    env.reset(seed=0)
    try:
        return timed(env.step, table, count, seconds)
    finally:
        env.close()


def timed(step, table, count, seconds):
    for actions in table:
        step(actions)
    steps, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        for actions in table:
            step(actions)
        steps += len(table) * count
    return steps / (time.perf_counter() - start)


def bridge(program, name, count, seconds):
    environment = dict(os.environ, EPOCHE_PYTHON=sys.executable)
    line = [program, "env", "bench", "gymnasium:" + name, "--count", str(count), "--seconds", str(seconds), "--trust", "--json"]
    return json.loads(subprocess.run(line, env=environment, stdout=subprocess.PIPE, check=True).stdout)["steps_per_second"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epoche", default="./epoche")
    parser.add_argument("--env", default="CartPole-v1")
    parser.add_argument("--count", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    name, count, seconds = options.env, options.count, options.seconds
    subjects = {
        "bridge": lambda: bridge(options.epoche, name, count, seconds),
        "loop": lambda: loop(name, count, seconds),
        "seeded": lambda: loop(name, count, seconds, seeded=True),
        "sync": lambda: vector(gymnasium.vector.SyncVectorEnv, name, count, seconds),
        "async": lambda: vector(gymnasium.vector.AsyncVectorEnv, name, count, seconds),
    }
    figures = {subject: [] for subject in subjects}
    for _ in range(options.rounds):
        for subject, run in subjects.items():
            figures[subject].append(run())
    print("gymnasium %s, %s, %d environments" % (gymnasium.__version__, name, count))
    for subject, rates in figures.items():
        ratios = [ours / theirs for ours, theirs in zip(figures["bridge"], rates)]
        print("%-7s %9.0f steps/s   bridge / %s = %.2f" % (subject, statistics.median(rates), subject, statistics.median(ratios)))


if __name__ == "__main__":
    main()
