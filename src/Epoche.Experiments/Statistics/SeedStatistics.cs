namespace Epoche;

/// <summary>
/// Numbers that say how a method does over its seeds, as Agarwal et al. recommend: "Deep reinforcement learning at the edge of the
/// statistical precipice" (NeurIPS 2021, arXiv:2108.13264), which is <c>rliable</c>. All are of finite scores, one for each run.
/// </summary>
public static class SeedStatistics
{
    /// <summary>The mean.</summary>
    /// <param name="scores">One or more.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double Mean(ReadOnlySpan<double> scores)
    {
        RequireSome(scores, nameof(scores));
        double sum = 0;
        foreach (double score in scores)
        {
            sum += score;
        }

        return sum / scores.Length;
    }

    /// <summary>The median; of an even number the mean of the two in the middle.</summary>
    /// <param name="scores">One or more.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double Median(ReadOnlySpan<double> scores) => Quantile(scores, 0.5);

    /// <summary>
    /// The interquartile mean, IQM: the mean of what remains when the lowest and the highest quarter are left out, each ⌊n/4⌋ scores. It
    /// depends on outliers as little as the median, and varies less. With fewer than four scores it is the mean.
    /// </summary>
    /// <param name="scores">One or more; of several tasks, those of all of them.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double InterquartileMean(ReadOnlySpan<double> scores)
    {
        RequireSome(scores, nameof(scores));
        Span<double> sorted = scores.Length <= 128 ? stackalloc double[scores.Length] : new double[scores.Length];
        scores.CopyTo(sorted);
        sorted.Sort();
        int cut = scores.Length / 4;
        return Mean(sorted[cut..^cut]);
    }

    /// <summary>A quantile, on straight lines between the sorted scores.</summary>
    /// <param name="scores">One or more.</param>
    /// <param name="share">How much lies below it, 0 to 1: 0.5 is the median.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is outside of its range, or NaN.</exception>
    public static double Quantile(ReadOnlySpan<double> scores, double share)
    {
        RequireSome(scores, nameof(scores));
        RequireShare(share, nameof(share));
        double[] sorted = scores.ToArray();
        Array.Sort(sorted);
        return QuantileOfSorted(sorted, share);
    }

    /// <summary>The share of scores above a threshold, which itself does not count: one point of a performance profile.</summary>
    /// <param name="scores">One or more.</param>
    /// <param name="threshold">The threshold τ.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double ShareAbove(ReadOnlySpan<double> scores, double threshold)
    {
        RequireSome(scores, nameof(scores));
        int above = 0;
        foreach (double score in scores)
        {
            above += score > threshold ? 1 : 0;
        }

        return (double)above / scores.Length;
    }

    /// <summary>
    /// The probability of improvement P(X &gt; Y): how often a run of X is better than one of Y, over all pairs, ties counted half. It is
    /// the statistic of Mann and Whitney, U/(n·m).
    /// </summary>
    /// <param name="x">Scores of the method that may be better, one or more.</param>
    /// <param name="y">Scores of the other, one or more.</param>
    /// <exception cref="ArgumentException">One of them has no scores.</exception>
    public static double ProbabilityOfImprovement(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireSome(x, nameof(x));
        RequireSome(y, nameof(y));
        long halves = 0;
        foreach (double better in x)
        {
            foreach (double other in y)
            {
                halves += better > other ? 2 : better == other ? 1 : 0;
            }
        }

        return halves / (2.0 * x.Length * y.Length);
    }

    internal static double QuantileOfSorted(ReadOnlySpan<double> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length
            ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]))
            : sorted[below];
    }

    internal static void RequireSome(ReadOnlySpan<double> scores, string argument)
    {
        if (scores.IsEmpty)
        {
            throw new ArgumentException("Statistics of runs need at least one score; received none.", argument);
        }

        int odd = -1;
        for (int i = 0; i < scores.Length && odd < 0; i++)
        {
            odd = double.IsFinite(scores[i]) ? -1 : i;
        }

        if (odd >= 0)
        {
            throw new ArgumentException(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture, $"Score {odd} is {scores[odd]}; expected finite numbers."),
                argument);
        }
    }

    internal static void RequireShare(double share, string argument)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                argument,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{argument} is {share}; expected 0 to 1."));
        }
    }
}
