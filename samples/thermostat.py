"""A room with a heater, as an environment of Gymnasium: keep it between 19 and 21 degrees while the weather drifts."""
import gymnasium
import numpy as np
from gymnasium import spaces


class Thermostat(gymnasium.Env):
    def __init__(self, power=1.0):
        self.power = power
        self.observation_space = spaces.Box(-50, 50, (3,), np.float32)
        self.action_space = spaces.Discrete(2)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.room, self.heater = self.np_random.uniform(15, 25), 0.0
        self.outside, self.steps = self.np_random.uniform(-5, 15), 0
        return self.seen(), {}

    def step(self, action):
        self.heater += 0.3 * (self.power * action - self.heater)
        self.room += 2 * self.heater + 0.05 * (self.outside - self.room)
        self.outside += self.np_random.normal(0, 0.2)
        self.steps += 1
        return self.seen(), float(19 <= self.room <= 21), False, self.steps == 100, {}

    def seen(self):
        return np.array([self.room - 20, 5 * self.heater, 0.1 * self.outside], np.float32)
