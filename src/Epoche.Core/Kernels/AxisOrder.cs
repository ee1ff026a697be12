using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>
/// An order of a tensor's axes: axis i of the result is axis <c>order[i]</c> of what is rearranged. A value of fixed size.
/// </summary>
internal readonly struct AxisOrder
{
    private readonly Places _places;

    private AxisOrder(ReadOnlySpan<int> axes)
    {
        for (int i = 0; i < axes.Length; i++)
        {
            _places[i] = (byte)axes[i];
        }

        Rank = axes.Length;
    }

    /// <summary>The number of axes.</summary>
    public int Rank { get; }

    /// <summary>Which axis comes at a place.</summary>
    public int this[int place] => _places[place];

    /// <summary>An order of axes from 0 on, none of them twice.</summary>
    public static AxisOrder Create(ReadOnlySpan<int> axes) => new(axes);

    /// <summary>The order that undoes this one.</summary>
    public AxisOrder Inverse()
    {
        Span<int> inverse = stackalloc int[Rank];
        for (int i = 0; i < inverse.Length; i++)
        {
            inverse[this[i]] = i;
        }

        return new AxisOrder(inverse);
    }

    /// <summary>The shape whose axes are another's in this order.</summary>
    public Shape Of(Shape shape)
    {
        Span<int> sizes = stackalloc int[Rank];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = shape[this[i]];
        }

        return Shape.Create(sizes);
    }

    [InlineArray(Shape.MaxRank)]
    private struct Places
    {
        private byte _first;
    }
}
