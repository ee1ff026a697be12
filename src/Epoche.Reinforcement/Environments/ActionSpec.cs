using System.Globalization;

namespace Epoche;

/// <summary>The actions of an environment: one of <see cref="Count"/> choices, or a vector of <see cref="Count"/> real numbers.</summary>
public sealed class ActionSpec : IEquatable<ActionSpec>
{
    private readonly float[] _low, _high;

    private ActionSpec(int count, float[] low, float[] high, bool clips) => (Count, _low, _high, Clips) = (count, low, high, clips);

    /// <summary>Whether an action is an index (0 … <see cref="Count"/> − 1) rather than a vector.</summary>
    public bool IsDiscrete => _low.Length == 0;

    /// <summary>How many choices there are, or how many numbers one action holds. Either way the width of a policy's last layer.</summary>
    public int Count { get; }

    /// <summary>The smallest value of each number of a continuous action; empty for discrete actions.</summary>
    public ReadOnlySpan<float> Low => _low;

    /// <summary>The largest value of each number of a continuous action; empty for discrete actions.</summary>
    public ReadOnlySpan<float> High => _high;

    /// <summary>
    /// Whether values outside the bounds are legal because the environment's rules say how it clips them; where they
    /// are not, such a value is an error.
    /// </summary>
    public bool Clips { get; }

    /// <summary>One of <paramref name="count"/> choices.</summary>
    /// <param name="count">From 1 to 2²⁴: learning keeps actions as float32.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of its range.</exception>
    public static ActionSpec Discrete(int count)
    {
        OptionChecks.AtLeastOne(count, "actions");
        FloatIndex.RequireNameable(count, "actions");
        return new(count, [], [], clips: false);
    }

    /// <summary>A vector of <paramref name="dimensions"/> numbers, each within [<paramref name="low"/>, <paramref name="high"/>].</summary>
    /// <exception cref="ArgumentException">The bounds are not finite, not in rising order, or have an infinite difference.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimensions"/> is not positive.</exception>
    public static ActionSpec Continuous(float low, float high, int dimensions = 1, bool clips = false)
    {
        OptionChecks.AtLeastOne(dimensions, "numbers of an action");
        OptionChecks.AtMost(1 << 20, dimensions, "numbers of an action");
        float[] lows = new float[dimensions], highs = new float[dimensions];
        Array.Fill(lows, low);
        Array.Fill(highs, high);
        return Continuous(lows, highs, clips);
    }

    /// <summary>A vector with bounds of its own for each number.</summary>
    /// <exception cref="ArgumentException">
    /// The bounds differ in length, are none, are not finite, are not in rising order, or have an infinite difference.
    /// </exception>
    public static ActionSpec Continuous(ReadOnlySpan<float> low, ReadOnlySpan<float> high, bool clips = false)
    {
        if (low.Length != high.Length || low.IsEmpty)
        {
            throw new ArgumentException(
                $"A continuous action needs as many lower as upper bounds, at least one; received {low.Length} and {high.Length}.",
                nameof(high));
        }

        for (int i = 0; i < low.Length; i++)
        {
            if (!float.IsFinite(high[i] - low[i]) || low[i] >= high[i])
            {
                throw new ArgumentException($"The bounds of number {i} of a continuous action must be finite and rising, "
                    + $"with a finite difference; received [{low[i]}, {high[i]}].", nameof(low));
            }
        }

        return new(low.Length, low.ToArray(), high.ToArray(), clips);
    }

    /// <inheritdoc/>
    public bool Equals(ActionSpec? other) =>
        other is not null && Count == other.Count && Clips == other.Clips && Low.SequenceEqual(other.Low) && High.SequenceEqual(other.High);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActionSpec);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, IsDiscrete, Clips);

    /// <summary>For messages: <c>discrete(2)</c> or <c>continuous([-2, 2])</c>.</summary>
    public override string ToString()
    {
        IEnumerable<string> ranges = _low.Zip(_high, (low, high) => string.Create(CultureInfo.InvariantCulture, $"[{low}, {high}]"));
        return IsDiscrete ? $"discrete({Count})" : $"continuous({string.Join(", ", ranges)})";
    }
}
