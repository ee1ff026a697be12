namespace Epoche;

/// <summary>
/// A distribution of numbers, counted in buckets: bucket i holds those from <c>Limits[i - 1]</c> (−∞ for the first) up to but not including
/// <c>Limits[i]</c>; the greatest number may lie on the last limit.
/// </summary>
public sealed class RunHistogram
{
    private const int MostBuckets = 1 << 20;

    // Floats that agree in their sign, exponent and first three bits lie within an eighth of each other, hence in few
    // buckets: the first of them is looked up.
    private const int LookupShift = 20;

    private static readonly double[] s_limits = ExponentialLimits();
    private static readonly short[] s_firstBuckets = FirstBuckets();

    /// <summary>Takes what was counted.</summary>
    /// <param name="limits">The upper limits of the buckets, strictly ascending.</param>
    /// <param name="counts">How many numbers each holds.</param>
    /// <param name="min">The smallest number.</param>
    /// <param name="max">The greatest number.</param>
    /// <param name="count">How many numbers.</param>
    /// <param name="sum">Their sum.</param>
    /// <param name="sumOfSquares">The sum of their squares.</param>
    /// <exception cref="ArgumentException">There are not as many counts as limits, or the limits do not ascend.</exception>
    public RunHistogram(
        IReadOnlyList<double> limits, IReadOnlyList<double> counts, double min, double max, double count, double sum, double sumOfSquares)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(counts);
        if (limits.Count != counts.Count)
        {
            throw new ArgumentException(
                $"Every bucket has a limit and a count; received {limits.Count} limits and {counts.Count} counts.", nameof(counts));
        }

        for (int i = 1; i < limits.Count; i++)
        {
            if (!(limits[i] > limits[i - 1]))
            {
                throw new ArgumentException($"Limits ascend; limit {i} is {limits[i]} after {limits[i - 1]}.", nameof(limits));
            }
        }

        (Limits, Counts, Min, Max, Count, Sum, SumOfSquares) = (limits, counts, min, max, count, sum, sumOfSquares);
    }

    /// <summary>The upper limits of the buckets, ascending.</summary>
    public IReadOnlyList<double> Limits { get; }

    /// <summary>How many numbers each bucket holds.</summary>
    public IReadOnlyList<double> Counts { get; }

    /// <summary>The smallest number; 0 where there is none.</summary>
    public double Min { get; }

    /// <summary>The greatest number; 0 where there is none.</summary>
    public double Max { get; }

    /// <summary>How many numbers were counted.</summary>
    public double Count { get; }

    /// <summary>Their sum.</summary>
    public double Sum { get; }

    /// <summary>The sum of their squares.</summary>
    public double SumOfSquares { get; }

    /// <summary>
    /// Counts numbers in TensorBoard's buckets, each a tenth wider than its neighbour towards zero: right for weights and gradients, whose
    /// sizes differ by orders of magnitude. A number that is not finite is left out.
    /// </summary>
    /// <param name="values">The numbers.</param>
    public static RunHistogram Of(ReadOnlySpan<float> values)
    {
        int[] counts = new int[s_limits.Length];
        (double min, double max, double sum, double squares) = Measure(values, out int count);
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                counts[Bucket(value)]++;
            }
        }

        List<double> limits = [], kept = [];
        for (int i = 0; i < counts.Length; i++)
        {
            // A run of empty buckets becomes one.
            if (counts[i] == 0)
            {
                while (i + 1 < counts.Length && counts[i + 1] == 0)
                {
                    i++;
                }
            }

            limits.Add(s_limits[i]);
            kept.Add(counts[i]);
        }

        return new RunHistogram(limits, kept, min, max, count, sum, squares);
    }

    /// <summary>
    /// Counts numbers in buckets of one width between the smallest and the greatest: right for returns of episodes. A
    /// number that is not finite is left out.
    /// </summary>
    /// <param name="values">The numbers.</param>
    /// <param name="buckets">How many buckets, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="buckets"/> is less than 1.</exception>
    public static RunHistogram Of(ReadOnlySpan<float> values, int buckets)
    {
        CountChecks.AtLeast(1, buckets);
        CountChecks.AtMost(MostBuckets, buckets);
        (double min, double max, double sum, double squares) = Measure(values, out int count);

        // Equal numbers, such as those of a perfect agent, stand in the middle of the range. The wider range keeps limits
        // apart around numbers of any size.
        double margin = min < max ? 0 : Math.Max(0.5, Math.Abs(max) * 1e-6), start = min - margin, width = (max + margin - start) / buckets;
        double[] limits = new double[buckets], counts = new double[buckets];
        for (int i = 0; i < buckets; i++)
        {
            limits[i] = i + 1 == buckets ? max + margin : start + ((i + 1) * width);
        }

        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                counts[Math.Clamp((int)((value - start) / width), 0, buckets - 1)]++;
            }
        }

        return new RunHistogram(limits, counts, min, max, count, sum, squares);
    }

    private static (double Min, double Max, double Sum, double Squares) Measure(ReadOnlySpan<float> values, out int count)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity, sum = 0, squares = 0;
        count = 0;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                count++;
                sum += value;
                squares += (double)value * value;
                min = value < min ? value : min;
                max = value > max ? value : max;
            }
        }

        return count == 0 ? default : (min, max, sum, squares);
    }

    // The first bucket whose limit is greater than the value.
    private static int Bucket(float value)
    {
        int bucket = s_firstBuckets[BitConverter.SingleToUInt32Bits(value) >> LookupShift];
        while (s_limits[bucket] <= value)
        {
            bucket++;
        }

        return bucket;
    }

    private static short[] FirstBuckets()
    {
        short[] buckets = new short[1 << (32 - LookupShift)];
        for (uint i = 0; i < buckets.Length; i++)
        {
            // The smallest float of the cell; of negative ones it is that with the greatest size.
            uint bits = i << LookupShift;
            float smallest = BitConverter.UInt32BitsToSingle((bits >> 31) == 0 ? bits : bits | ((1u << LookupShift) - 1));
            if (float.IsFinite(smallest))
            {
                int found = Array.BinarySearch(s_limits, smallest);
                buckets[i] = (short)(found < 0 ? ~found : found + 1);
            }
        }

        return buckets;
    }

    private static double[] ExponentialLimits()
    {
        List<double> positive = [];
        for (double limit = 1e-12; limit < 1e20; limit *= 1.1)
        {
            positive.Add(limit);
        }

        positive.Add(double.MaxValue);
        return [.. positive.Select(limit => -limit).Reverse(), 0, .. positive];
    }
}
