using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>The expected improvement of a normal variable, by its logarithm.</summary>
internal static class ImprovementCurve
{
    private const double SqrtHalf = 0.70710678118654752440, SqrtHalfPi = 1.25331413731550025121, Far = -50;

    /// <summary>
    /// ln(φ(z) + z·Φ(z)): of a variable whose mean is z deviations above the best value, in deviations (Ament et al., "Unexpected
    /// improvements to expected improvement for Bayesian optimization", 2023, eq. 9; far out, where that cancels, the asymptotic series).
    /// Finite wherever z² is.
    /// </summary>
    public static double Log(double z)
    {
        if (z > -1)
        {
            return ScalarMath.Log(ScalarMath.Exp(NormalCurve.LogDensity(z)) + (z * NormalCurve.Lower(z)));
        }

        if (z > Far)
        {
            return NormalCurve.LogDensity(z) + ScalarMath.Log1p(z * SqrtHalfPi * NormalCurve.ScaledErfc(-z * SqrtHalf));
        }

        double inverse = 1 / (z * z); // φ(z)/z²·(1 − 3/z² + 15/z⁴ − 105/z⁶ + …)
        double rest = inverse * (-3 + (inverse * (15 + (inverse * (-105 + (945 * inverse))))));
        return NormalCurve.LogDensity(z) - (2 * ScalarMath.Log(-z)) + ScalarMath.Log1p(rest);
    }
}
