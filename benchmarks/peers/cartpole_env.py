"""CartPole-v1 by its published equations (Barto, Sutton and Anderson 1983, with the constants of Gymnasium's CartPole-v1).

`CartPole` steps one pole in plain Python floats, which is faster than NumPy scalars (and than Gymnasium); `CartPoles` steps many in NumPy.
Explicit Euler at 0.02 s: position and angle advance with the old velocities, then the velocities advance.
"""

from __future__ import annotations

import math

import numpy as np

GRAVITY, FORCE, STEP_SECONDS = 9.8, 10.0, 0.02
CART_MASS, POLE_MASS, HALF_LENGTH = 1.0, 0.1, 0.5
TOTAL_MASS, POLE_MOMENT = CART_MASS + POLE_MASS, POLE_MASS * HALF_LENGTH
MAX_POSITION, MAX_ANGLE = 2.4, 12 * 2 * math.pi / 360
TIME_LIMIT = 500


class CartPole:
    """One pole. `state` is (x, x', theta, theta'); a step returns (state, terminated, truncated), and every step's reward is 1."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self.state = (0.0, 0.0, 0.0, 0.0)
        self._elapsed = 0

    def reset(self) -> tuple[float, float, float, float]:
        self.state = tuple(self._rng.uniform(-0.05, 0.05, 4).tolist())
        self._elapsed = 0
        return self.state

    def step(self, action: int) -> tuple[tuple[float, float, float, float], bool, bool]:
        x, x_dot, theta, theta_dot = self.state
        sine, cosine = math.sin(theta), math.cos(theta)
        temp = ((FORCE if action == 1 else -FORCE) + POLE_MOMENT * theta_dot * theta_dot * sine) / TOTAL_MASS
        theta_acc = (GRAVITY * sine - cosine * temp) / (HALF_LENGTH * (4 / 3 - POLE_MASS * cosine * cosine / TOTAL_MASS))
        x_acc = temp - POLE_MOMENT * theta_acc * cosine / TOTAL_MASS
        x += STEP_SECONDS * x_dot
        theta += STEP_SECONDS * theta_dot
        self.state = (x, x_dot + STEP_SECONDS * x_acc, theta, theta_dot + STEP_SECONDS * theta_acc)
        self._elapsed += 1
        return self.state, abs(x) > MAX_POSITION or abs(theta) > MAX_ANGLE, self._elapsed >= TIME_LIMIT


class CartPoles:
    """Many poles at once, columns [count] of x, x', theta, theta' in one array [4, count]."""

    def __init__(self, count: int, rng: np.random.Generator, start_range: float = 0.05) -> None:
        self._rng = rng
        self.state = rng.uniform(-start_range, start_range, (4, count))
        self.elapsed = np.zeros(count, np.int64)

    def step(self, actions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Advances every pole; returns (terminated, truncated). Ended episodes stay as they are until reset or dropped."""
        x, x_dot, theta, theta_dot = self.state
        sine, cosine = np.sin(theta), np.cos(theta)
        temp = (FORCE * (2.0 * actions - 1.0) + POLE_MOMENT * theta_dot * theta_dot * sine) / TOTAL_MASS
        theta_acc = (GRAVITY * sine - cosine * temp) / (HALF_LENGTH * (4 / 3 - POLE_MASS * cosine * cosine / TOTAL_MASS))
        x_acc = temp - POLE_MOMENT * theta_acc * cosine / TOTAL_MASS
        x += STEP_SECONDS * x_dot
        theta += STEP_SECONDS * theta_dot
        x_dot += STEP_SECONDS * x_acc
        theta_dot += STEP_SECONDS * theta_acc
        self.elapsed += 1
        return (np.abs(x) > MAX_POSITION) | (np.abs(theta) > MAX_ANGLE), self.elapsed >= TIME_LIMIT

    def reset(self, which: np.ndarray) -> None:
        """Starts new episodes where `which` is true."""
        self.state[:, which] = self._rng.uniform(-0.05, 0.05, (4, int(which.sum())))
        self.elapsed[which] = 0

    def keep(self, which: np.ndarray) -> None:
        """Drops the poles where `which` is false."""
        self.state = np.ascontiguousarray(self.state[:, which])
        self.elapsed = self.elapsed[which]
