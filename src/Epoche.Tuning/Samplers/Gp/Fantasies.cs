namespace Epoche.Tuning;

/// <summary>
/// What pending trials may give: draws from the process's joint distribution at their places, each completed to a set of values of its own,
/// so that the next trial looks where they do not (Snoek, Larochelle and Adams 2012, 3.2).
/// </summary>
internal static class Fantasies
{
    private const int Draws = 16;

    /// <summary>
    /// A process that has the pending trials' rows too, with one set of values for each draw; the process itself where none is pending.
    /// </summary>
    /// <param name="process">Given the observations, with one set of values.</param>
    /// <param name="rows">Of the observations.</param>
    /// <param name="targets">Their values.</param>
    /// <param name="pending">The rows of pending trials.</param>
    /// <param name="isCategorical">Which coordinates are indices of choices.</param>
    /// <param name="random">Of the draws.</param>
    /// <returns>The process, and of each set the values at the pending rows.</returns>
    public static (GaussianProcess Process, double[][] Drawn) Of(
        GaussianProcess process, IReadOnlyList<double[]> rows, double[] targets, IReadOnlyList<double[]> pending,
        bool[] isCategorical, ref Rng random)
    {
        if (pending.Count == 0)
        {
            return (process, [[]]);
        }

        int count = pending.Count;
        double[] means = new double[count], covariance = new double[count * count];
        double[][] explained = new double[count][];
        for (int i = 0; i < count; i++)
        {
            process.Predict(pending[i]);
            means[i] = process.Means[0];
            explained[i] = process.Explained.ToArray();
            for (int k = 0; k <= i; k++)
            {
                covariance[(i * count) + k] = process.Prior(pending[i], pending[k]) - Vectors.Dot(explained[i], explained[k]);
            }

            covariance[(i * count) + i] += process.Kernel.Noise + (1e-8 * process.Kernel.Scale);
        }

        bool isDefinite = Cholesky.TryFactor(covariance, count);
        double[][] drawn = isDefinite ? Draw(means, covariance, ref random) : [means];
        return (new(process.Kernel, [.. rows, .. pending], [.. drawn.Select(set => (double[])[.. targets, .. set])], isCategorical), drawn);
    }

    private static double[][] Draw(double[] means, double[] factor, ref Rng random)
    {
        int count = means.Length, even = Math.Min(count, SobolSequence.MostDimensions);
        SobolSequence sequence = new(even, ref random);
        double[][] drawn = new double[Draws][];
        double[] normal = new double[count];
        for (int draw = 0; draw < Draws; draw++)
        {
            sequence.Fill((uint)draw, normal.AsSpan(0, even));
            for (int i = 0; i < count; i++)
            {
                normal[i] = NormalCurve.Quantile(i < even ? normal[i] : Math.Max(1e-16, random.NextDouble()));
            }

            drawn[draw] = new double[count];
            Cholesky.Multiply(factor, normal, drawn[draw]);
            Vectors.AddScaled(drawn[draw], means, 1);
        }

        return drawn;
    }
}
