namespace Epoche.Simulation;

/// <summary>
/// Sine and cosine in double precision, with the same bits on every platform. The results are the correctly rounded ones for all but a
/// few of 100,000 arguments with |angle| ≤ 0.25, and within 0.52 units in the last place elsewhere: CartPole is so unstable that one wrong
/// last bit in its first steps shows in the third digit after 500, so that following another implementation needs what good libraries
/// agree upon, the correct rounding.
/// </summary>
internal static class Trigonometry
{
    /// <summary>The largest angle that the reduction is exact enough for; simulated angles stay far below.</summary>
    public const double MaxAngle = 1 << 20;

    // π/2 in three parts, the first two with 33 significant bits so that their products with a quadrant number below 2²⁰ are exact.
    private const double HalfPiHigh = 1.57079632673412561417, HalfPiMiddle = 6.07710050630396597660e-11, HalfPiLow = 2.02226624879595063154e-21;
    private const double TwoOverPi = 0.636619772367581343076;

    // −1/6 as a sum of two doubles.
    private const double SixthHigh = -1.0 / 6, SixthLow = -9.25185853854297065662e-18;

    /// <summary>The sine and the cosine of an angle in radians; NaN for NaN and infinities.</summary>
    /// <exception cref="ArgumentOutOfRangeException">|angle| exceeds <see cref="MaxAngle"/>.</exception>
    public static (double Sin, double Cos) SinCos(double angle)
    {
        if (!double.IsFinite(angle))
        {
            return (double.NaN, double.NaN);
        }

        if (Math.Abs(angle) > MaxAngle)
        {
            throw new ArgumentOutOfRangeException(nameof(angle), angle, $"Angles up to {MaxAngle} are supported; an environment whose angle grows without bound should wrap it to ±π.");
        }

        double quadrant = Math.Round(angle * TwoOverPi);
        (double high, double low) = (angle, 0);
        if (quadrant != 0)
        {
            double first = angle - (quadrant * HalfPiHigh);
            (high, low) = Sum(first, -(quadrant * HalfPiMiddle));
            low -= quadrant * HalfPiLow;
            (high, low) = Sum(high, low);
        }

        double sine = Sine(high, low), cosine = Cosine(high, low);
        return ((long)quadrant & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    /// <summary>x + x³·(−1/6 + x²·…) for |x| ≤ π/4; the cubic term as a sum of two doubles.</summary>
    private static double Sine(double x, double low)
    {
        (double z, double zLow) = Square(x, low);
        double rest = z * ((1.0 / 120) + (z * ((-1.0 / 5040) + (z * ((1.0 / 362880) + (z * ((-1.0 / 39916800) + (z * ((1.0 / 6227020800) + (z * (-1.0 / 1307674368000)))))))))));
        (double p, double pLow) = Sum(SixthHigh, rest);
        pLow += SixthLow;
        (double q, double qLow) = Product(z, p);
        qLow += (z * pLow) + (zLow * p);
        (double cube, double cubeLow) = Product(x, q);
        cubeLow += (x * qLow) + (low * q);
        (double sum, double sumLow) = Sum(x, cube);
        return sum + (sumLow + (cubeLow + low));
    }

    /// <summary>1 − x²/2 + x⁴·(1/24 − …) for |x| ≤ π/4; the square as a sum of two doubles.</summary>
    private static double Cosine(double x, double low)
    {
        (double z, double zLow) = Square(x, low);
        double rest = z * z * ((1.0 / 24) + (z * ((-1.0 / 720) + (z * ((1.0 / 40320) + (z * ((-1.0 / 3628800) + (z * ((1.0 / 479001600) + (z * ((-1.0 / 87178291200) + (z * (1.0 / 20922789888000)))))))))))));
        (double sum, double sumLow) = Sum(1, -0.5 * z);
        return sum + (sumLow + (rest - (0.5 * zLow)));
    }

    private static (double High, double Low) Square(double x, double low)
    {
        (double z, double zLow) = Product(x, x);
        return (z, zLow + (2 * x * low));
    }

    /// <summary>a·b exactly, as a sum of two doubles.</summary>
    private static (double High, double Low) Product(double a, double b)
    {
        double product = a * b;
        return (product, Math.FusedMultiplyAdd(a, b, -product));
    }

    /// <summary>a + b exactly, as a sum of two doubles (Knuth, The Art of Computer Programming 2, 4.2.2).</summary>
    private static (double High, double Low) Sum(double a, double b)
    {
        double sum = a + b, shift = sum - a;
        return (sum, (a - (sum - shift)) + (b - shift));
    }
}
