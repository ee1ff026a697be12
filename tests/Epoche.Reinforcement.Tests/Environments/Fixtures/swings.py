"""MountainCar, MountainCarContinuous and Acrobot from their published equations, seeded as Gymnasium seeds them.

    NPY_PROMOTION_STATE=weak python3 swings.py > swings.csv     (made with NumPy 1.24.2 and the math module of Python 3.11 on glibc 2.36)

Blocks as in cartpole.py. The variable gives NumPy 1 the promotion rules of NumPy 2, by which a step of MountainCarContinuous computes in
float32. Compared with Gymnasium 1.4 at the time: the same float32 numbers in every line.
"""
import math

import numpy as np

F = np.float32


def print_block(name, seed, limit, actions, lines):
    print(f"# {name} {seed} {limit}")
    print(",".join(str(a) for a in actions))
    for observation, reward, terminated, truncated in lines:
        numbers = [repr(float(str(F(v)))) for v in observation]
        print(",".join(numbers + [repr(float(str(F(reward)))), str(int(terminated)), str(int(truncated))]))


def trajectory(name, seed, limit, steps, begin, advance, show, policy):
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
    actions, lines = [], []
    state, elapsed = begin(random), 0
    lines.append((show(state), 0.0, False, False))
    for step in range(steps):
        action = policy(step, show(state))
        actions.append(action)
        state, reward, terminated = advance(state, action)
        elapsed += 1
        truncated = elapsed >= limit
        lines.append((show(state), reward, terminated, truncated))
        if (terminated or truncated) and step + 1 < steps:
            state, elapsed = begin(random), 0
            lines.append((show(state), 0.0, False, False))
    print_block(name, seed, limit, actions, lines)


def start_of_car(random):
    return float(random.uniform(-0.6, -0.4)), 0.0


def car(state, action):
    position, velocity = state
    velocity += (action - 1) * 0.001 + math.cos(3 * position) * (-0.0025)
    velocity = min(max(velocity, -0.07), 0.07)
    position = min(max(position + velocity, -1.2), 0.6)
    if position == -1.2 and velocity < 0:
        velocity = 0.0
    return (position, velocity), -1.0, position >= 0.5 and velocity >= 0


def start_of_free_car(random):
    return random.uniform(-0.6, -0.4), F(0)


def free_car(state, action):
    position, velocity = state  # float32, but for the first position
    force = min(max(F(action), -1.0), 1.0)  # beyond the bounds a Python number, so that the rest is in double
    tripled = F(F(3) * position) if isinstance(position, F) else 3 * float(position)
    pull = 0.0025 * math.cos(tripled)
    drift = F(F(force * F(0.0015)) - F(pull)) if isinstance(force, F) else force * 0.0015 - pull
    exact = float(velocity) + float(drift)
    velocity = min(max(F(velocity + F(drift)), F(-0.07)), F(0.07))
    position = F(position + velocity) if isinstance(position, F) else F(float(position) + exact)
    position = min(max(position, F(-1.2)), F(0.6))
    if position == F(-1.2) and velocity < 0:
        velocity = F(0)
    arrived = bool(position >= F(0.45) and velocity >= 0)
    return (position, velocity), (100.0 if arrived else 0.0) - math.pow(F(action), 2) * 0.1, arrived


def start_of_acrobot(random):
    return tuple(float(F(v)) for v in random.uniform(-0.1, 0.1, 4))


def accelerations(torque, t1, t2, w1, w2):
    d1 = 0.25 + (1.25 + math.cos(t2)) + 1.0 + 1.0
    d2 = (0.25 + 0.5 * math.cos(t2)) + 1.0
    phi2 = 0.5 * 9.8 * math.cos(t1 + t2 - math.pi / 2)
    phi1 = -0.5 * w2**2 * math.sin(t2) - w2 * w1 * math.sin(t2) + 1.5 * 9.8 * math.cos(t1 - math.pi / 2) + phi2
    a2 = (torque + d2 / d1 * phi1 - 0.5 * w1**2 * math.sin(t2) - phi2) / (1.25 - d2**2 / d1)
    return w1, w2, -(d2 * a2 + phi1) / d1, a2


def acrobot(state, action):
    def at(slope, time):
        return accelerations(action - 1.0, *(s + time * k for s, k in zip(state, slope)))

    k1 = accelerations(action - 1.0, *state)
    k2 = at(k1, 0.1)
    k3 = at(k2, 0.1)
    k4 = at(k3, 0.2)
    after = [s + 0.2 / 6.0 * (a + 2 * b + 2 * c + d) for s, a, b, c, d in zip(state, k1, k2, k3, k4)]
    for i in (0, 1):
        while after[i] > math.pi:
            after[i] -= 2 * math.pi
        while after[i] < -math.pi:
            after[i] += 2 * math.pi
    after[2] = min(max(after[2], -4 * math.pi), 4 * math.pi)
    after[3] = min(max(after[3], -9 * math.pi), 9 * math.pi)
    over = -math.cos(after[0]) - math.cos(after[1] + after[0]) > 1.0
    return tuple(after), 0.0 if over else -1.0, over


def look(state):
    t1, t2, w1, w2 = state
    return math.cos(t1), math.sin(t1), math.cos(t2), math.sin(t2), w1, w2


def dither(step, _):
    return step * 7919 % 13 % 3


def car_block(seed, steps, policy):
    trajectory("car", seed, 200, steps, start_of_car, car, lambda s: s, policy)


def free_block(seed, steps, policy):
    trajectory("free", seed, 999, steps, start_of_free_car, free_car, lambda s: s, policy)


def acrobot_block(seed, steps, policy):
    trajectory("acrobot", seed, 500, steps, start_of_acrobot, acrobot, look, policy)


car_block(0, 210, lambda step, seen: 2 if seen[1] >= 0 else 0)  # arrives, and goes on in the next episode
car_block(42, 205, dither)  # truncated
car_block(7, 60, lambda step, seen: 0)
free_block(0, 1005, lambda step, seen: str(F(1.2 * math.sin(0.1 * step) * (step * 7919 % 13) / 12)))  # truncated; beyond the bounds
free_block(1, 200, lambda step, seen: "1.0" if seen[1] >= 0 else "-1.5")
free_block(2, 80, lambda step, seen: "-1.0")  # against the wall
acrobot_block(0, 510, dither)
acrobot_block(1, 150, lambda step, seen: 2 if seen[5] > 0 else 0)  # swings up
