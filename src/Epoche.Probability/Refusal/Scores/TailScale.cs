using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Tells how unusual a score is among validation data, in nats: −ln of the share of them that score higher. Between the data it is
/// interpolated; in the upper tail, where they grow rare, it grows linearly with the excess over the tail's start, which is an exponential
/// distribution with their mean excess.
/// </summary>
internal sealed class TailScale
{
    private const double BodyShare = 0.95; // below the tail

    private readonly float[] _sorted; // up to the tail's start, which is the last

    private TailScale(float[] sorted, int examples, double meanExcess) => (_sorted, Examples, MeanExcess) = (sorted, examples, meanExcess);

    /// <summary>How many validation examples there were.</summary>
    private int Examples { get; }

    /// <summary>How far, on average, the scores in the tail exceed its start.</summary>
    private double MeanExcess { get; }

    /// <summary>Fits the scale.</summary>
    /// <exception cref="ArgumentException">There is no score, or one is not finite.</exception>
    public static TailScale Fit(float[] scores, string name)
    {
        float[] sorted = Threshold.Sorted(scores);
        if (!float.IsFinite(sorted[0]) || !float.IsFinite(sorted[^1]))
        {
            throw new ArgumentException(
                $"A doubt '{name}' of the validation data is infinite, so no scale can be made of them.", nameof(scores));
        }

        int start = Math.Clamp(Shares.AtMost(BodyShare, sorted.Length) - 1, 0, sorted.Length - 1);
        double excess = 0;
        for (int i = start + 1; i < sorted.Length; i++)
        {
            excess += (double)sorted[i] - sorted[start];
        }

        double spread = Math.Max(sorted[^1] - (double)sorted[0], Math.Abs(sorted[^1]) * 1e-6);
        double mean = excess > 0 ? excess / (sorted.Length - start - 1) : Math.Max(spread, float.Epsilon);
        return new(sorted[..(start + 1)], sorted.Length, mean);
    }

    public void Write(RuleWriter file)
    {
        file.Integer("examples", Examples);
        file.Number("mean_excess", MeanExcess);
        file.Tensor("body", [_sorted.Length], _sorted);
    }

    public static TailScale Read(RuleReader file)
    {
        float[] body = file.Tensor("body", out Shape shape);
        for (int i = 0; i < body.Length; i++)
        {
            if (shape.Rank != 1 || (i > 0 && body[i] < body[i - 1]))
            {
                throw file.Error("body", "one row of scores that never fall", $"{body[i]} at place {i} of {shape}");
            }
        }

        return body.Length > 0
            ? new(body, file.Integer("examples", body.Length, int.MaxValue), file.Number("mean_excess", float.Epsilon, double.MaxValue))
            : throw file.Error("body", "scores", "none");
    }

    /// <summary>−ln of the share of higher scores, 0 or more; NaN for NaN.</summary>
    public float Surprise(float score)
    {
        float start = _sorted[^1];
        if (!(score < start))
        {
            return (float)(Nats(_sorted.Length) + (((double)score - start) / MeanExcess));
        }

        int place = Array.BinarySearch(_sorted, score);
        if (place >= 0)
        {
            while (place > 0 && _sorted[place - 1] == score)
            {
                place--; // the first of equals, so that equal scores have one surprise
            }

            return (float)Nats(place + 1);
        }

        int above = ~place;
        if (above == 0)
        {
            return 0;
        }

        double fraction = ((double)score - _sorted[above - 1]) / ((double)_sorted[above] - _sorted[above - 1]);
        return (float)(Nats(above) + (fraction * (Nats(above + 1) - Nats(above))));
    }

    /// <summary>The surprise of the score with this rank, from 1.</summary>
    private double Nats(int rank) => -ScalarMath.Log((Examples - rank + 1.0) / (Examples + 1.0));
}
