using System.Globalization;
using Epoche.Kernels;

namespace Epoche;

/// <summary>What a distribution of final wealth is worth, beyond its mean.</summary>
public static class WealthMeasures
{
    /// <summary>
    /// The sure amount that somebody of constant relative risk aversion γ takes for the draw of one of these amounts: u⁻¹(mean of u),
    /// u(x) = x^(1−γ)/(1 − γ), ln x where γ is 1. Computed in units of the smallest amount, so that no power leaves its range.
    /// </summary>
    /// <param name="amounts">One or more, each above 0.</param>
    /// <param name="aversion">γ, 0 or more: 0 gives the mean.</param>
    /// <exception cref="ArgumentException">There is no amount, or one is not above 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="aversion"/> is negative or not finite.</exception>
    public static double CertaintyEquivalent(ReadOnlySpan<double> amounts, double aversion)
    {
        SeedStatistics.RequireSome(amounts, nameof(amounts));
        if (!(aversion is >= 0 and <= double.MaxValue))
        {
            throw new ArgumentOutOfRangeException(
                nameof(aversion), string.Create(CultureInfo.InvariantCulture, $"Risk aversion must be 0 or more; received {aversion}."));
        }

        double least = amounts[0], sum = 0;
        foreach (double amount in amounts)
        {
            least = Math.Min(least, amount);
        }

        if (!(least > 0))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"A certainty equivalent is of amounts above 0; received {least}."),
                nameof(amounts));
        }

        foreach (double amount in amounts)
        {
            double ratio = amount / least;
            sum += aversion == 1 ? ScalarMath.Log(ratio) : ScalarMath.Pow(ratio, 1 - aversion);
        }

        double mean = sum / amounts.Length;
        return least * (aversion == 1 ? ScalarMath.Exp(mean) : ScalarMath.Pow(mean, 1 / (1 - aversion)));
    }

    /// <summary>The mean of the lowest amounts: conditional value at risk, the expected shortfall of the field.</summary>
    /// <param name="amounts">One or more.</param>
    /// <param name="share">How many of them are the lowest, above 0 and up to 1; at least one is. Default 0.05.</param>
    /// <exception cref="ArgumentException">There is no amount.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is outside of its range.</exception>
    public static double ConditionalValueAtRisk(ReadOnlySpan<double> amounts, double share = 0.05)
    {
        SeedStatistics.RequireSome(amounts, nameof(amounts));
        if (!(share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(share),
                string.Create(CultureInfo.InvariantCulture, $"The share of the lowest amounts is above 0, at most 1; received {share}."));
        }

        double[] sorted = amounts.ToArray();
        Array.Sort(sorted);
        return SeedStatistics.Mean(sorted.AsSpan(0, Math.Max(1, (int)(share * sorted.Length))));
    }
}
