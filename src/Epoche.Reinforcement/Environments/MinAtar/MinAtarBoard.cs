using System.Numerics;
using System.Runtime.CompilerServices;

namespace Epoche.Simulation;

/// <summary>Sets of the 10×10 cells of a screen: cell (row, column) is bit 10·row + column.</summary>
internal static class MinAtarBoard
{
    public const int Size = 10, Cells = Size * Size, Last = Size - 1;

    /// <summary>The leftmost and the rightmost column.</summary>
    private static readonly UInt128 s_left = Column(0), s_right = Column(Last), s_all = (UInt128.One << Cells) - 1;

    public static UInt128 FirstColumn => s_left;

    public static UInt128 Cell(int row, int column) => UInt128.One << Index(row, column);

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
    public static UInt128 Left(UInt128 cells) => (cells & ~s_left) >> 1;

    /// <inheritdoc cref="Left"/>
    public static UInt128 Right(UInt128 cells) => (cells & ~s_right) << 1;

    /// <inheritdoc cref="Left"/>
    public static UInt128 Up(UInt128 cells) => cells >> Size;

    /// <inheritdoc cref="Left"/>
    public static UInt128 Down(UInt128 cells) => (cells << Size) & s_all;

    public static bool TouchesLeft(UInt128 cells) => (cells & s_left) != 0;

    public static bool TouchesRight(UInt128 cells) => (cells & s_right) != 0;

    public static bool Has(UInt128 cells, int row, int column) => ((cells >> Index(row, column)) & 1) != 0;

    public static bool IsWithin(UInt128 cells) => (cells & ~s_all) == 0;

    public static int Count(UInt128 cells) => BitOperations.PopCount((ulong)cells) + BitOperations.PopCount((ulong)(cells >> 64));

    /// <summary>Sets the cells of a channel to 1.</summary>
    public static void Show(UInt128 cells, int channel, int channels, Span<float> screen)
    {
        Show((ulong)cells, 0, channel, channels, screen);
        Show((ulong)(cells >> 64), 64, channel, channels, screen);
    }

    /// <summary>Sets one cell of a channel to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Show(int row, int column, int channel, int channels, Span<float> screen) =>
        screen[(Index(row, column) * channels) + channel] = 1;

    private static void Show(ulong bits, int first, int channel, int channels, Span<float> screen)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            screen[((first + BitOperations.TrailingZeroCount(bits)) * channels) + channel] = 1;
        }
    }
}
