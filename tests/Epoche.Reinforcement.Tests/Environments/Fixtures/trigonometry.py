"""Prints correctly rounded sines and cosines: python3 trigonometry.py > trigonometry.csv (mpmath, 300 bits).

One line an angle: the bits of the angle, of its sine and of its cosine, as doubles. The first 2,000 are within CartPole's range.
"""
import random
import struct

import mpmath

mpmath.mp.prec = 300


def bits(value):
    return f"{struct.unpack('<Q', struct.pack('<d', value))[0]:016x}"


draw = random.Random(1)
angles = [draw.uniform(-0.25, 0.25) for _ in range(1500)] + [draw.uniform(-1, 1) * 10 ** draw.uniform(-12, -1) for _ in range(500)]
angles += [draw.uniform(-math_pi, math_pi) for math_pi in [float(mpmath.pi)] for _ in range(600)]
angles += [draw.uniform(-1000, 1000) for _ in range(300)] + [draw.uniform(-2.0**20, 2.0**20) for _ in range(200)]
angles += [float(k * mpmath.pi / 4) for k in range(-40, 41)] + [float(k * mpmath.pi / 2) for k in (1000, 12345, 667000)]
for angle in angles:
    print(",".join([bits(angle), bits(float(mpmath.sin(mpmath.mpf(angle)))), bits(float(mpmath.cos(mpmath.mpf(angle))))]))
