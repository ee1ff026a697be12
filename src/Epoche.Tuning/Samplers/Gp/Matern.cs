using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>
/// The Matérn kernel of order 5⁄2 with a weight for each dimension: s·(1 + r + r²/3)·e⁻ʳ with r² = 5·Σ wⱼ·(xⱼ − yⱼ)²; of choices the
/// difference is 0 or 1.
/// </summary>
/// <param name="Weights">wⱼ: the squares of the inverse length scales.</param>
/// <param name="Scale">s: the variance of the function.</param>
/// <param name="Noise">The variance of the observations' noise.</param>
internal sealed record Matern(double[] Weights, double Scale, double Noise)
{
    /// <summary>The kernel of a weighted squared distance, for a scale of 1.</summary>
    /// <param name="squared">Σ wⱼ·(xⱼ − yⱼ)².</param>
    /// <param name="slope">Its derivative by that distance: −5⁄6·(1 + r)·e⁻ʳ.</param>
    public static double Unit(double squared, out double slope)
    {
        double r = Math.Sqrt(5 * squared), decay = ScalarMath.Exp(-r);
        slope = -5.0 / 6 * (1 + r) * decay;
        return (1 + r + (5.0 / 3 * squared)) * decay;
    }
}
