using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>The constants of CMA-ES for a number of dimensions, as the tutorial's table 1 has them.</summary>
internal sealed class CmaEsConstants
{
    public CmaEsConstants(int dimensions)
    {
        int n = dimensions;
        Population = 4 + (int)(3 * ScalarMath.Log((double)n));
        Parents = Population / 2;
        double[] raw = [.. Enumerable.Range(1, Population).Select(i => ScalarMath.Log((Population + 1) / 2.0) - ScalarMath.Log((double)i))];
        double positive = Sum(raw, value => value > 0 ? value : 0), negative = Sum(raw, value => value < 0 ? -value : 0);
        Effective = positive * positive / Sum(raw, value => value > 0 ? value * value : 0);
        double effectiveNegative = negative * negative / Sum(raw, value => value < 0 ? value * value : 0);

        RankOneRate = 2 / (((n + 1.3) * (n + 1.3)) + Effective);
        RankManyRate = Math.Min(1 - RankOneRate, 2 * (Effective - 2 + (1 / Effective)) / (((n + 2.0) * (n + 2)) + Effective));
        double least = Math.Min(1 + (RankOneRate / RankManyRate), 1 + (2 * effectiveNegative / (Effective + 2)));
        least = Math.Min(least, (1 - RankOneRate - RankManyRate) / (n * RankManyRate));
        Weights = [.. raw.Select(value => value >= 0 ? value / positive : value / negative * least)];
        SumOfWeights = Sum(Weights, value => value);

        SigmaRate = (Effective + 2) / (n + Effective + 5);
        Damping = 1 + (2 * Math.Max(0, Math.Sqrt((Effective - 1) / (n + 1)) - 1)) + SigmaRate;
        PathRate = (4 + (Effective / n)) / (n + 4 + (2 * Effective / n));
        ExpectedLength = Math.Sqrt(n) * (1 - (1 / (4.0 * n)) + (1 / (21.0 * n * n)));
        MostLength = Math.Sqrt(n) + (2.0 * n / (n + 2));
    }

    /// <summary>λ.</summary>
    public int Population { get; }

    /// <summary>μ.</summary>
    public int Parents { get; }

    /// <summary>wᵢ, those of the worse half negative.</summary>
    public double[] Weights { get; }

    /// <summary>Σ wᵢ.</summary>
    public double SumOfWeights { get; }

    /// <summary>μ_eff.</summary>
    public double Effective { get; }

    /// <summary>c₁.</summary>
    public double RankOneRate { get; }

    /// <summary>c_μ.</summary>
    public double RankManyRate { get; }

    /// <summary>c_σ.</summary>
    public double SigmaRate { get; }

    /// <summary>d_σ.</summary>
    public double Damping { get; }

    /// <summary>c_c.</summary>
    public double PathRate { get; }

    /// <summary>E‖N(0, I)‖.</summary>
    public double ExpectedLength { get; }

    /// <summary>How far out a point counts at most, in deviations.</summary>
    public double MostLength { get; }

    private static double Sum(double[] values, Func<double, double> of)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += of(value);
        }

        return sum;
    }
}
