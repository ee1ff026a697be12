"""Prints what NumPy's default generator draws: python3 numpy_generator.py > numpy_generator.csv (made with NumPy 1.24.2).

One line a seed: seed, four raw 64-bit draws, four uniform(-0.05, 0.05) of a fresh generator as the bits of the doubles.
"""
import struct

import numpy as np

SEEDS = [0, 1, 2, 42, 123, 2**31, 2**32 - 1, 2**32, 2**40 + 7, 2**63, 2**64 - 1]


def bits(value):
    return f"{struct.unpack('<Q', struct.pack('<d', value))[0]:016x}"


print("# numpy", np.__version__)
for seed in SEEDS:
    raw = np.random.PCG64(np.random.SeedSequence(seed)).random_raw(4)
    uniform = np.random.default_rng(seed).uniform(-0.05, 0.05, 4)
    print(",".join([str(seed)] + [f"{int(word):016x}" for word in raw] + [bits(float(u)) for u in uniform]))
