namespace Epoche.Kernels;

/// <summary>Some of a tensor's axes, as a reduction takes them: their order does not matter.</summary>
/// <param name="Bits">Bit i is set for axis i.</param>
internal readonly record struct AxisSet(int Bits)
{
    /// <summary>Whether there is no axis in it.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>All axes of a rank.</summary>
    public static AxisSet All(int rank) => new((1 << rank) - 1);

    /// <summary>Whether an axis is in it.</summary>
    public bool Contains(int axis) => (Bits >> axis & 1) != 0;

    /// <summary>Whether an axis before a certain one is in it.</summary>
    public bool ReachesBelow(int axis) => (Bits & ((1 << axis) - 1)) != 0;

    /// <summary>The same with one axis more.</summary>
    public AxisSet With(int axis) => new(Bits | (1 << axis));
}
