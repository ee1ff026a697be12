namespace Epoche;

/// <summary>What a slab entry holds.</summary>
public enum ParameterKind
{
    /// <summary>Learned: the optimizer moves it along its gradient.</summary>
    Parameter,

    /// <summary>Carried along and saved, but never touched by an optimizer, such as running statistics.</summary>
    Buffer,
}

/// <summary>One named tensor of a slab.</summary>
/// <param name="Name">Unique within the slab, such as <c>dense/kernel</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Offset">Where it starts in <see cref="ParameterSlab.Values"/>, in floats.</param>
/// <param name="Kind">Learned or carried along.</param>
/// <param name="Decay">Whether weight decay applies to it (kernels yes, biases no).</param>
public sealed record ParameterInfo(string Name, Shape Shape, int Offset, ParameterKind Kind, bool Decay);

/// <summary>Neighbouring learned parameters that an optimizer treats alike; Decay is that of the first.</summary>
internal readonly record struct ParameterRange(int Start, int Count, bool Decay)
{
    internal static ParameterRange[] Of(ReadOnlySpan<ParameterInfo> entries, bool byDecay)
    {
        ParameterRange[] ranges = new ParameterRange[entries.Length];
        int count = 0;
        foreach (ParameterInfo entry in entries)
        {
            count = Append(ranges, count, entry, byDecay);
        }

        return ranges[..count];
    }

    /// <summary>Appends an entry, or joins it to the last range where it is its neighbour.</summary>
    /// <returns>How many ranges there are now.</returns>
    internal static int Append(Span<ParameterRange> ranges, int count, ParameterInfo entry, bool byDecay)
    {
        if (count > 0 && ranges[count - 1] is var last && last.Start + last.Count == entry.Offset && (!byDecay || last.Decay == entry.Decay))
        {
            ranges[count - 1] = last with { Count = last.Count + entry.Shape.ElementCount };
            return count;
        }

        ranges[count] = new ParameterRange(entry.Offset, entry.Shape.ElementCount, entry.Decay);
        return count + 1;
    }
}
