using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epoche.Simulation;

/// <summary>
/// The states of a batch as columns of float32 that vectors of up to 16 lanes can be loaded from: 64-byte aligned, padded to 16.
/// </summary>
internal sealed class CartPoleColumns
{
    private const int Lanes = 16, Columns = 5;

    private readonly float[] _numbers; // pinned, so that the aligned start stays where it is
    private readonly int _start, _stride;

    public CartPoleColumns(int count)
    {
        Count = count;
        _stride = (count + Lanes - 1) / Lanes * Lanes;
        _numbers = GC.AllocateArray<float>((Columns * _stride) + Lanes, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_numbers, 0);
        _start = (int)(-address & ((Lanes * sizeof(float)) - 1)) / sizeof(float);
    }

    public int Count { get; }

    public Span<float> X => Column(0);

    public Span<float> XDot => Column(1);

    public Span<float> Theta => Column(2);

    public Span<float> ThetaDot => Column(3);

    /// <summary>
    /// Steps since the reset. Counted in float32, exact up to 2²⁴, so that the comparison with the limit is one of the lanes' own.
    /// </summary>
    public Span<float> Elapsed => Column(4);

    /// <summary>The first number of the first column; the next one begins <see cref="Stride"/> numbers later.</summary>
    public ref float First => ref _numbers[_start];

    public int Stride => _stride;

    /// <summary>The lanes beyond the last environment, as they were when made: an idle lane must not drift into infinities.</summary>
    public void ClearPadding()
    {
        for (int column = 0; column < Columns; column++)
        {
            _numbers.AsSpan(_start + (column * _stride) + Count, _stride - Count).Clear();
        }
    }

    private Span<float> Column(int index) => _numbers.AsSpan(_start + (index * _stride), Count);
}
