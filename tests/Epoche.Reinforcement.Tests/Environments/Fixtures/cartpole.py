"""CartPole in double precision, from the published equations (Florian 2007) and constants, seeded as Gymnasium seeds it.

    python3 cartpole.py > cartpole.csv      (made with NumPy 1.24.2 and the math module of Python 3.11 on glibc 2.36)

Every block is a trajectory: '# name seed steps-limit', the actions, then a line for each reset and each step:
observation (float32, shortest digits that read back the same), reward, terminated, truncated.
Sine and cosine are the math module's: correctly rounded for nearly every argument, unlike NumPy's own on processors with AVX-512.
"""
import math

import numpy as np

GRAVITY, CART, POLE, HALF, FORCE, TAU = 9.8, 1.0, 0.1, 0.5, 10.0, 0.02
POSITION_LIMIT, ANGLE_LIMIT = 2.4, 12 * 2 * math.pi / 360


def advance(state, action):
    x, x_dot, theta, theta_dot = state
    force = FORCE if action == 1 else -FORCE
    cos, sin = math.cos(theta), math.sin(theta)
    total = POLE + CART
    pole_length = POLE * HALF
    temp = (force + pole_length * theta_dot**2 * sin) / total
    theta_acc = (GRAVITY * sin - cos * temp) / (HALF * (4.0 / 3.0 - POLE * cos**2 / total))
    x_acc = temp - pole_length * theta_acc * cos / total
    return (x + TAU * x_dot, x_dot + TAU * x_acc, theta + TAU * theta_dot, theta_dot + TAU * theta_acc)


def show(state, reward, terminated, truncated):
    numbers = [repr(float(str(np.float32(v)))) for v in state]
    print(",".join(numbers + [str(reward), str(int(terminated)), str(int(truncated))]))


def trajectory(name, seed, limit, steps, policy):
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
    actions, lines = [], []

    def reset():
        state = tuple(float(v) for v in random.uniform(-0.05, 0.05, 4))
        lines.append((state, 0.0, False, False))
        return state

    state, elapsed = reset(), 0
    for step in range(steps):
        action = policy(step, state)
        actions.append(action)
        state, elapsed = advance(state, action), elapsed + 1
        terminated = abs(state[0]) > POSITION_LIMIT or abs(state[2]) > ANGLE_LIMIT
        truncated = elapsed >= limit
        lines.append((state, 1.0, terminated, truncated))
        if (terminated or truncated) and step + 1 < steps:
            state, elapsed = reset(), 0

    print(f"# {name} {seed} {limit}")
    print(",".join(map(str, actions)))
    for line in lines:
        show(*line)


def balance(step, state):
    return int(state[2] + 0.3 * state[3] + 0.02 * state[0] + 0.05 * state[1] > 0)


def dither(step, state):
    return step * 7919 % 13 % 2


for seed in (0, 1, 42, 2**40 + 7):
    trajectory("balance", seed, 500, 520, balance)  # truncated at 500, then 20 steps of the next episode
trajectory("balance", 3, 200, 205, balance)  # CartPole-v0
trajectory("right", 123, 500, 60, lambda step, state: 1)
trajectory("left", 7, 500, 60, lambda step, state: 0)
for seed in (5, 6):
    trajectory("dither", seed, 500, 300, dither)
