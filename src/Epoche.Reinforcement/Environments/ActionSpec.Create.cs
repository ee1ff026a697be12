namespace Epoche;

public sealed partial class ActionSpec
{
    private const int MostParts = 1 << 20;

    /// <summary>One of <paramref name="count"/> choices.</summary>
    /// <param name="count">From 1 to 2²⁴: learning keeps actions as float32.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of its range.</exception>
    public static ActionSpec Discrete(int count)
    {
        OptionChecks.AtLeastOne(count, "actions");
        FloatIndex.RequireNameable(count, "actions");
        return new(ActionKind.Discrete, count, [count], []);
    }

    /// <summary>Several choices at once, each independent of the others.</summary>
    /// <param name="counts">How many choices each part has, from 1; together up to 2²⁴.</param>
    /// <exception cref="ArgumentException">There is no part, or too many choices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A part has no choice.</exception>
    public static ActionSpec MultiDiscrete(params ReadOnlySpan<int> counts) => MultiDiscrete(counts.ToArray(), []);

    /// <summary>Several choices at once with names: a dictionary of discrete actions, flattened in the order given.</summary>
    /// <param name="parts">What each part is called, and how many choices it has, from 1; together up to 2²⁴.</param>
    /// <exception cref="ArgumentException">There is no part or too many choices, a name is empty, or two parts share one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A part has no choice.</exception>
    public static ActionSpec MultiDiscrete(params ReadOnlySpan<(string Name, int Count)> parts)
    {
        string[] names = new string[parts.Length];
        int[] counts = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            ArgumentException.ThrowIfNullOrEmpty(parts[i].Name, nameof(parts));
            if (names.Contains(parts[i].Name))
            {
                throw new ArgumentException(
                    $"Two parts of an action are called '{parts[i].Name}'; their names must differ.", nameof(parts));
            }

            (names[i], counts[i]) = parts[i];
        }

        return MultiDiscrete(counts, names);
    }

    /// <summary>Several bits at once, each 0 or 1.</summary>
    /// <param name="bits">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bits"/> is out of its range.</exception>
    public static ActionSpec MultiBinary(int bits)
    {
        OptionChecks.AtLeastOne(bits, "bits of an action");
        OptionChecks.AtMost(MostParts, bits, "bits of an action");
        int[] choices = new int[bits];
        Array.Fill(choices, 2);
        return new(ActionKind.MultiBinary, bits, choices, []);
    }

    /// <summary>A vector of <paramref name="dimensions"/> numbers, each within [<paramref name="low"/>, <paramref name="high"/>].</summary>
    /// <exception cref="ArgumentException">The bounds are not finite, not in rising order, or have an infinite difference.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimensions"/> is not positive.</exception>
    public static ActionSpec Continuous(float low, float high, int dimensions = 1, bool clips = false)
    {
        OptionChecks.AtLeastOne(dimensions, "numbers of an action");
        OptionChecks.AtMost(MostParts, dimensions, "numbers of an action");
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

        return new(low.ToArray(), high.ToArray(), clips);
    }

    private static ActionSpec MultiDiscrete(int[] counts, string[] names)
    {
        if (counts.Length == 0)
        {
            throw new ArgumentException("An action of several parts has at least one; received none.", nameof(counts));
        }

        OptionChecks.AtMost(MostParts, counts.Length, "parts of an action");
        long sum = 0;
        foreach (int count in counts)
        {
            OptionChecks.AtLeastOne(count, "choices of a part");
            sum += count;
        }

        FloatIndex.RequireNameable((int)Math.Min(sum, int.MaxValue), "choices of all parts");
        return new(ActionKind.MultiDiscrete, (int)sum, counts, names);
    }
}
