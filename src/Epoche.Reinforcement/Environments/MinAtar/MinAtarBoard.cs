using System.Numerics;
using System.Runtime.CompilerServices;

namespace Epoche.Simulation;

/// <summary>Sets of the 10×10 cells of a screen: cell (row, column) is bit 10·row + column.</summary>
internal static class MinAtarBoard
{
    public const int Size = 10, Cells = Size * Size, Last = Size - 1;

    private const int HalfCells = 64;

    /// <summary>The leftmost and the rightmost column.</summary>
    private static readonly UInt128 s_left = Column(0), s_right = Column(Last), s_all = (UInt128.One << Cells) - 1;

    public static UInt128 FirstColumn => s_left;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Cell(int row, int column)
    {
        int index = Index(row, column);
        ulong bit = 1UL << index, high = HighHalf(index); // C# takes the distance of a shift modulo 64
        return new(bit & high, bit & ~high);
    }

    public static int Index(int row, int column) => (Size * row) + column;

    public static UInt128 Column(int column)
    {
        UInt128 cells = 0;
        for (int row = 0; row < Size; row++)
        {
            cells |= Cell(row, column);
        }

        return cells;
    }

    /// <summary>Everything a cell further; what was at the edge is gone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Left(UInt128 cells) => (cells & ~s_left) >> 1;

    /// <inheritdoc cref="Left"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Right(UInt128 cells) => (cells & ~s_right) << 1;

    /// <inheritdoc cref="Left"/>
    public static UInt128 Up(UInt128 cells) => cells >> Size;

    /// <inheritdoc cref="Left"/>
    public static UInt128 Down(UInt128 cells) => (cells << Size) & s_all;

    public static bool TouchesLeft(UInt128 cells) => (cells & s_left) != 0;

    public static bool TouchesRight(UInt128 cells) => (cells & s_right) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Has(UInt128 cells, int row, int column)
    {
        int index = Index(row, column);
        ulong low = (ulong)cells, difference = low ^ (ulong)(cells >> HalfCells);
        return (((low ^ (difference & HighHalf(index))) >> index) & 1) != 0;
    }

    public static bool IsWithin(UInt128 cells) => (cells & ~s_all) == 0;

    public static int Count(UInt128 cells) => BitOperations.PopCount((ulong)cells) + BitOperations.PopCount((ulong)(cells >> HalfCells));

    /// <summary>Sets the cells of a channel to 1.</summary>
    public static void Show(UInt128 cells, int channel, int channels, Span<float> screen)
    {
        Show((ulong)cells, 0, channel, channels, screen);
        Show((ulong)(cells >> HalfCells), HalfCells, channel, channels, screen);
    }

    /// <summary>Sets one cell of a channel to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Show(int row, int column, int channel, int channels, Span<float> screen) =>
        screen[(Index(row, column) * channels) + channel] = 1;

    /// <summary>All ones for a cell in the high 64 bits, else 0: a mask in place of a branch that cannot be predicted.</summary>
    private static ulong HighHalf(int index) => 0 - (ulong)((uint)index / HalfCells);

    private static void Show(ulong bits, int first, int channel, int channels, Span<float> screen)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            screen[((first + BitOperations.TrailingZeroCount(bits)) * channels) + channel] = 1;
        }
    }
}
