using Epoche.Kernels;

namespace Epoche;

/// <summary>How well a doubt tells familiar examples from foreign ones.</summary>
public static class DoubtMetrics
{
    /// <summary>
    /// The area under the receiver operating characteristic: the probability that a foreign example is doubted more than a familiar one,
    /// equal doubts counted half (Hanley and McNeil 1982). 1 is perfect, 0.5 is chance.
    /// </summary>
    /// <param name="familiar">The doubts about examples that should be answered.</param>
    /// <param name="foreign">The doubts about examples that should be refused.</param>
    /// <exception cref="ArgumentException">One of the two is empty, or a doubt is NaN.</exception>
    public static double Auroc(ReadOnlySpan<float> familiar, ReadOnlySpan<float> foreign)
    {
        float[] inside = Threshold.Sorted(familiar), outside = Threshold.Sorted(foreign);
        double wins = 0;
        int below = 0, upTo = 0;
        foreach (float doubt in outside)
        {
            while (below < inside.Length && inside[below] < doubt)
            {
                below++;
            }

            while (upTo < inside.Length && inside[upTo] <= doubt)
            {
                upTo++;
            }

            wins += (below + upTo) / 2.0;
        }

        return wins / inside.Length / outside.Length;
    }

    /// <summary>
    /// The share of foreign examples that is answered by the smallest threshold that answers a share of the familiar
    /// ones; with 0.95 it is known as FPR95.
    /// </summary>
    /// <param name="familiar">The doubts about examples that should be answered.</param>
    /// <param name="foreign">The doubts about examples that should be refused.</param>
    /// <param name="coverage">The share of familiar examples to answer, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">One of the two is empty, or a doubt is NaN.</exception>
    public static double ForeignAccepted(ReadOnlySpan<float> familiar, ReadOnlySpan<float> foreign, double coverage = 0.95)
    {
        Threshold.RequireShare(coverage, nameof(coverage));
        float[] inside = Threshold.Sorted(familiar), outside = Threshold.Sorted(foreign);
        float threshold = inside[Math.Max(1, Shares.AtLeast(coverage, inside.Length)) - 1];
        int accepted = 0;
        while (accepted < outside.Length && outside[accepted] <= threshold)
        {
            accepted++;
        }

        return (double)accepted / outside.Length;
    }
}
