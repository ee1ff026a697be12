using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Simulation;

/// <summary>
/// A screen of Cave as 48 words, one for a row, whose bit x is set where column x is solid: scrolling shifts eight rows at a time, and a
/// row becomes pixels sixteen at a time.
/// </summary>
internal static class CaveScreen
{
    private const int Size = CaveRules.Size, Words = 8, Pixels = 16;

    private static readonly ulong[] s_rowBits = [.. Enumerable.Range(0, Size).Select(row => 1UL << row)];

    /// <summary>Everything moves to the left by a column; the new one comes in on the right.</summary>
    /// <param name="rows">The screen's 48 words.</param>
    /// <param name="column">Bit r is set where row r is solid.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scroll(Span<ulong> rows, ulong column)
    {
        ref ulong words = ref MemoryMarshal.GetReference(rows[..Size]), bits = ref MemoryMarshal.GetArrayDataReference(s_rowBits);
        Vector512<ulong> entering = Vector512.Create(column), last = Vector512.Create(1UL << (Size - 1));
        for (nuint row = 0; row < Size; row += Words)
        {
            Vector512<ulong> bit = Vector512.LoadUnsafe(ref bits, row), solid = Vector512.Equals(entering & bit, bit);
            ((Vector512.LoadUnsafe(ref words, row) >>> 1) | (solid & last)).StoreUnsafe(ref words, row);
        }
    }

    /// <summary>Whether the flyer with this upper row is somewhere solid.</summary>
    public static bool Touches(ReadOnlySpan<ulong> rows, int upperRow) =>
        (((rows[upperRow] | rows[upperRow + 1]) >> CaveRules.FlyerColumn) & ((1 << CaveRules.FlyerSize) - 1)) != 0;

    /// <summary>The screen as numbers, the flyer in front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Show(ReadOnlySpan<ulong> rows, int upperRow, Span<float> observation)
    {
        ref float pixels = ref MemoryMarshal.GetReference(observation[..(Size * Size)]);
        Vector512<int> wall = Vector512.Create(CaveRules.WallPixel).AsInt32();
        Vector512<int> bit = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        for (int row = 0; row < Size; row++)
        {
            ulong word = rows[row];
            for (int x = 0; x < Size; x += Pixels)
            {
                Vector512<int> here = Vector512.Create((int)(word >> x)) & bit;
                (Vector512.Equals(here, bit) & wall).AsSingle().StoreUnsafe(ref pixels, (nuint)((row * Size) + x));
            }
        }

        for (int row = upperRow; row < upperRow + CaveRules.FlyerSize; row++)
        {
            observation.Slice((row * Size) + CaveRules.FlyerColumn, CaveRules.FlyerSize).Fill(CaveRules.FlyerPixel);
        }
    }
}
