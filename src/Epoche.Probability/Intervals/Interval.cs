namespace Epoche;

/// <summary>Where a number is expected to lie, both ends included; empty where <see cref="High"/> is below <see cref="Low"/>.</summary>
/// <param name="Low">The least.</param>
/// <param name="High">The most.</param>
public readonly record struct Interval(float Low, float High)
{
    /// <summary>High − low, 0 where it is empty.</summary>
    public float Width => Math.Max(0, High - Low);

    /// <summary>Whether a number lies in it.</summary>
    public bool Contains(float value) => value >= Low && value <= High;

    /// <summary>The share of targets that lie in their intervals, 0 to 1.</summary>
    /// <param name="intervals">One for each target.</param>
    /// <param name="targets">[examples] or [examples, 1].</param>
    /// <exception cref="ArgumentException">Their numbers differ, or there are none.</exception>
    public static double Coverage(ReadOnlySpan<Interval> intervals, Tensor targets)
    {
        ReadOnlySpan<float> values = NumberPrediction.Single(targets, nameof(targets));
        if (values.Length != intervals.Length || values.IsEmpty)
        {
            throw new ArgumentException(
                $"Coverage takes an interval for each target, and one target at least; received {intervals.Length} intervals and "
                + $"{values.Length} targets.", nameof(targets));
        }

        int inside = 0;
        for (int i = 0; i < values.Length; i++)
        {
            inside += intervals[i].Contains(values[i]) ? 1 : 0;
        }

        return (double)inside / values.Length;
    }

    /// <summary>The mean of the widths.</summary>
    /// <exception cref="ArgumentException">There is no interval.</exception>
    public static double MeanWidth(ReadOnlySpan<Interval> intervals)
    {
        double sum = 0;
        foreach (Interval interval in intervals)
        {
            sum += interval.Width;
        }

        return intervals.IsEmpty ? throw new ArgumentException("The mean width of no intervals is not defined.", nameof(intervals))
            : sum / intervals.Length;
    }

    /// <summary>Both ends, as <c>[1.5, 2.25]</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{Low:G6}, {High:G6}]");
}
