using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epoche.Simulation;

/// <summary>
/// The states of a batch as columns of float32 that vectors of up to 16 lanes can be loaded from: 64-byte aligned, padded to 16.
/// </summary>
internal sealed class LaneColumns
{
    public const int Lanes = 16;

    private readonly float[] _numbers; // pinned, so that the aligned start stays where it is
    private readonly int _start, _stride, _columns;

    public LaneColumns(int count, int columns)
    {
        (Count, _columns) = (count, columns);
        _stride = (count + Lanes - 1) / Lanes * Lanes;
        _numbers = GC.AllocateArray<float>((columns * _stride) + Lanes, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_numbers, 0);
        _start = (int)(-address & ((Lanes * sizeof(float)) - 1)) / sizeof(float);
    }

    public int Count { get; }

    /// <summary>The first number of the first column; the next one begins <see cref="Stride"/> numbers later.</summary>
    public ref float First => ref _numbers[_start];

    public int Stride => _stride;

    /// <summary>One column, without its padding.</summary>
    public Span<float> this[int column] => _numbers.AsSpan(_start + (column * _stride), Count);

    /// <summary>The lanes beyond the last environment, as they were when made: an idle lane must not drift into infinities.</summary>
    public void ClearPadding()
    {
        for (int column = 0; column < _columns; column++)
        {
            _numbers.AsSpan(_start + (column * _stride) + Count, _stride - Count).Clear();
        }
    }
}
