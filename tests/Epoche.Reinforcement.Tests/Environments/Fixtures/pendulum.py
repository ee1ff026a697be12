"""Pendulum in double precision, from its published rules, seeded as Gymnasium seeds it: python3 pendulum.py > pendulum.csv

Blocks as in cartpole.py; the actions are torques, some beyond the bounds.
"""
import math

import numpy as np

G, M, L, DT, MAX_TORQUE, MAX_SPEED = 10.0, 1.0, 1.0, 0.05, 2.0, 8.0


def trajectory(seed, steps, policy):
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
    lines, actions = [], []

    def show(theta, speed, reward, truncated):
        numbers = [str(np.float32(v)) for v in (math.cos(theta), math.sin(theta), speed, reward)]
        lines.append(",".join(numbers + ["0", str(int(truncated))]))

    def reset():
        theta, speed = (float(v) for v in random.uniform([-math.pi, -1.0], [math.pi, 1.0]))
        show(theta, speed, 0.0, False)
        return theta, speed

    (theta, speed), elapsed = reset(), 0
    for step in range(steps):
        action = np.float32(policy(step, theta, speed))
        actions.append(str(action))
        torque = min(max(float(action), -MAX_TORQUE), MAX_TORQUE)
        cost = ((theta + math.pi) % (2 * math.pi) - math.pi) ** 2 + 0.1 * speed**2 + 0.001 * torque**2
        speed = speed + (3 * G / (2 * L) * math.sin(theta) + 3.0 / (M * L**2) * torque) * DT
        speed = min(max(speed, -MAX_SPEED), MAX_SPEED)
        theta = theta + speed * DT
        elapsed += 1
        show(theta, speed, -cost, elapsed >= 200)
        if elapsed >= 200 and step + 1 < steps:
            (theta, speed), elapsed = reset(), 0

    print(f"# pendulum {seed} 200")
    print(",".join(actions))
    print("\n".join(lines))


trajectory(0, 210, lambda step, theta, speed: 2.5 * math.sin(0.37 * step))
trajectory(9, 210, lambda step, theta, speed: 2.0 if speed > 0 else -2.0)
