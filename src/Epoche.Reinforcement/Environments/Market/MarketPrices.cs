using System.Globalization;
using System.Runtime.InteropServices;

namespace Epoche;

/// <summary>Prices of one thing at equal distances in time, such as daily closes, the oldest first.</summary>
public sealed class MarketPrices
{
    private readonly double[] _values;

    /// <summary>Takes prices.</summary>
    /// <param name="name">What they are of, for messages.</param>
    /// <param name="values">At least 3, each finite and above 0.</param>
    /// <exception cref="ArgumentException">There are fewer, or one is not a price.</exception>
    public MarketPrices(string name, ReadOnlySpan<double> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (values.Length < 3)
        {
            throw new ArgumentException($"{name}: a market needs at least 3 prices; received {values.Length}.", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] > 0 && values[i] <= double.MaxValue))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"{name}: price {i} must be above 0 and finite; received {values[i]}."),
                    nameof(values));
            }
        }

        (Name, _values) = (name, values.ToArray());
    }

    /// <summary>What they are of.</summary>
    public string Name { get; }

    /// <summary>How many there are.</summary>
    public int Count => _values.Length;

    /// <summary>The prices, the oldest first.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Of their bits, so that a saved state is not continued on others.</summary>
    internal ulong Mark => Fnv(MemoryMarshal.AsBytes(_values.AsSpan()));

    /// <summary>The same prices, but those of some bars in the order of shuffled returns.</summary>
    internal MarketPrices Shuffled(int from, int to, ulong seed)
    {
        double[] ratios = new double[Math.Max(0, to - from - 1)], values = [.. _values];
        for (int i = 0; i < ratios.Length; i++)
        {
            ratios[i] = _values[from + i + 1] / _values[from + i];
        }

        Rng.Stream(seed, "shuffled-returns").Shuffle(ratios.AsSpan());
        for (int i = 0; i < ratios.Length; i++)
        {
            values[from + i + 1] = values[from + i] * ratios[i];
        }

        return new(Name, values);
    }

    private static ulong Fnv(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037;
        foreach (byte each in bytes)
        {
            hash = (hash ^ each) * 1099511628211;
        }

        return hash;
    }
}
