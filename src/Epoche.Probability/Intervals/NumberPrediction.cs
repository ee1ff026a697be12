using System.Globalization;

namespace Epoche;

/// <summary>
/// What was predicted for some examples of a regression: a number each, and perhaps how far off it may be. An
/// <see cref="IntervalRule"/> makes intervals of it.
/// </summary>
public sealed partial class NumberPrediction
{
    private readonly float[] _low, _high, _scale;

    private NumberPrediction(IntervalKind kind, float[] low, float[] high, float[] scale)
    {
        (Kind, _low, _high, _scale) = (kind, low, high, scale);
        foreach (float[] values in (float[][])[low, high, scale])
        {
            int bad = values.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            if (bad >= 0)
            {
                throw new ArgumentException(
                    $"The prediction of example {bad} is {values[bad].ToString(CultureInfo.InvariantCulture)}; a prediction is a finite "
                    + "number. Do its inputs hold NaN, or has training diverged?");
            }
        }
    }

    /// <summary>What it says beside the number.</summary>
    public IntervalKind Kind { get; }

    /// <summary>How many examples.</summary>
    public int Count => _low.Length;

    /// <summary>The number of each example; of two quantiles the lower one.</summary>
    public ReadOnlySpan<float> Low => _low;

    /// <summary>The number of each example; of two quantiles the upper one.</summary>
    public ReadOnlySpan<float> High => _high;

    /// <summary>What an interval's margin is multiplied by; 1 unless deviations were predicted.</summary>
    public ReadOnlySpan<float> Scale => _scale;

    /// <summary>A number for each example: intervals will all be equally wide.</summary>
    /// <param name="numbers">[examples] or [examples, 1].</param>
    /// <exception cref="ArgumentException">Another shape, or a number that is not finite.</exception>
    public static NumberPrediction Of(Tensor numbers)
    {
        float[] values = [.. Single(numbers, nameof(numbers))];
        return new(IntervalKind.Residual, values, values, Ones(values.Length));
    }

    /// <summary>
    /// A number and a standard deviation for each example: an interval will be as much wider as its deviation is larger (Lei et al. 2018,
    /// section 5.2).
    /// </summary>
    /// <param name="numbers">[examples] or [examples, 1].</param>
    /// <param name="deviations">As many, 0 or more.</param>
    /// <param name="least">The least deviation that counts, above 0, in the unit of the targets. Default 10⁻⁶.</param>
    /// <exception cref="ArgumentException">Another shape, a number that is not finite, or a negative deviation.</exception>
    public static NumberPrediction Of(Tensor numbers, Tensor deviations, float least = 1e-6f)
    {
        float[] values = [.. Single(numbers, nameof(numbers))], scales = [.. Single(deviations, nameof(deviations))];
        RequireSame(values.Length, scales.Length, "deviations", nameof(deviations));
        if (!(least > 0 && float.IsFinite(least)))
        {
            throw new ArgumentOutOfRangeException(nameof(least), $"The least deviation is a finite number above 0; received {least}.");
        }

        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = scales[i] >= 0 || float.IsNaN(scales[i])
                ? Math.Max(scales[i], least)
                : throw new ArgumentException(
                    $"A deviation is 0 or more; that of example {i} is {scales[i]}. Softplus or Exp of what a network gives is.",
                    nameof(deviations));
        }

        return new(IntervalKind.Scaled, values, values, scales);
    }

    /// <summary>
    /// Two quantiles for each example, as a network trained by <c>Ops.QuantileLoss</c> gives them: their interval will be widened or
    /// narrowed by one margin (Romano et al. 2019, arXiv:1905.03222).
    /// </summary>
    /// <param name="quantiles">[examples, 2], the lower one first; where they cross they are exchanged.</param>
    /// <exception cref="ArgumentException">Another shape, or a number that is not finite.</exception>
    public static NumberPrediction OfQuantiles(Tensor quantiles)
    {
        if (quantiles.Rank != 2 || quantiles.Length(1) != 2)
        {
            throw new ArgumentException(
                $"Quantiles are [examples, 2], the lower one first; received {quantiles.Shape}.", nameof(quantiles));
        }

        int count = quantiles.Length(0);
        float[] low = new float[count], high = new float[count];
        for (int i = 0; i < count; i++)
        {
            (float first, float second) = (quantiles.Values[2 * i], quantiles.Values[(2 * i) + 1]);
            (low[i], high[i]) = (Math.Min(first, second), Math.Max(first, second));
        }

        return new(IntervalKind.Quantiles, low, high, Ones(count));
    }

    /// <summary>By how much each target lies outside, in scales; negative inside of two quantiles.</summary>
    internal float[] Strangeness(Tensor targets)
    {
        ReadOnlySpan<float> values = Single(targets, nameof(targets));
        RequireSame(Count, values.Length, "targets", nameof(targets));
        float[] strangeness = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double outside = Math.Max((double)_low[i] - values[i], (double)values[i] - _high[i]);
            strangeness[i] = IntervalRule.Outward(outside / _scale[i]);
        }

        return strangeness;
    }

    /// <summary>The numbers of [examples] or [examples, 1].</summary>
    internal static ReadOnlySpan<float> Single(Tensor tensor, string name) =>
        tensor.Shape is [_] or [_, 1]
            ? tensor.Values
            : throw new ArgumentException(
                $"Intervals are for one number an example, [examples] or [examples, 1]; received {tensor.Shape}.", name);

    private static void RequireSame(int expected, int found, string what, string name)
    {
        if (expected != found)
        {
            throw new ArgumentException($"There are {expected} predictions and {found} {what}; each example has one of both.", name);
        }
    }

    private static float[] Ones(int count)
    {
        float[] ones = new float[count];
        ones.AsSpan().Fill(1);
        return ones;
    }
}
