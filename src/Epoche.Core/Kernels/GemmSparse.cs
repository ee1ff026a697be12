using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>
/// Products whose left operand is mostly zeros, such as a batch of written digits (81% zeros) or its transpose: only the other steps of a
/// chain are made. Bits are those of all steps: adding ±0 changes nothing but a sum of −0, which is looked for in the results and computed
/// again, and a right operand with an infinity or NaN, which is looked for too, is multiplied in full. 128×784 · 784×1024 of digits on
/// one thread: 0.68 ms instead of 1.8.
/// </summary>
internal static unsafe class GemmSparse
{
    /// <summary>Below these sizes making lists does not pay.</summary>
    private const int MinRows = 32, MinSteps = 32;

    private const long MinWork = 4 * 1024 * 1024;

    /// <summary>Runs of A's memory that are looked at beforehand, and how much of each.</summary>
    private const int Samples = 4, SampleLength = 1024;

    /// <summary>Values of A whose lists are made at once: with every fifth one listed they stay in the second-level cache.</summary>
    private const int MaxListed = 400 * 1024;

    /// <summary>
    /// Whether a product has so many zeros in A that leaving them out pays: where fewer than a third of a sample are others.
    /// </summary>
    public static bool Pays(in GemmProduct g, int threads) =>
        g.M >= MinRows && g.K >= MinSteps && (long)g.M * g.N * g.K >= MinWork && g.BColumn == 1 && (g.ARow == 1 || g.AStep == 1)
        && g.N >= threads * StripWidth && IsSparse(g);

    public static void Run(in GemmProduct g)
    {
        int maxRows = Math.Max(SparseRows.Together, MaxListed / g.K / SparseRows.Together * SparseRows.Together);
        for (int row = 0; row < g.M; row += maxRows)
        {
            int rows = Math.Min(maxRows, g.M - row);
            GemmProduct block = g.Block(row, rows, 0, g.N);
            SparseRows lists = new(block.A, block.ARow, block.AStep, rows, block.K, StepsAtOnce, StripWidth);
            Workers.For(lists.Parts, lists);
            Workers.For((g.N + StripWidth - 1) / StripWidth, new Strips { Product = block, Lists = lists });
        }
    }

    /// <summary>Columns that are computed at once, in four registers.</summary>
    private static int StripWidth =>
        4 * (Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated && Fma.IsSupported ? 8 : 4);

    /// <summary>Steps whose strip of B is packed into 28 KB of the first-level cache.</summary>
    private static int StepsAtOnce => 7 * 1024 / StripWidth;

    private static bool IsSparse(in GemmProduct g)
    {
        int runs = g.ARow == 1 ? g.K : g.M, length = Math.Min(g.ARow == 1 ? g.M : g.K, SampleLength);
        nint stride = g.ARow == 1 ? g.AStep : g.ARow;
        int others = 0;
        for (int i = 0; i < Samples; i++)
        {
            float* run = g.A + ((nint)(((2 * i) + 1) * runs / (2 * Samples)) * stride);
            for (int at = 0; at < length; at += 64)
            {
                others += BitOperations.PopCount(SparseRows.Others(run + at, Math.Min(64, length - at)));
            }
        }

        return 3 * others < Samples * length;
    }

    private struct Strips : IParallelBody
    {
        public GemmProduct Product;
        public SparseRows Lists;

        public readonly void Run(int strip)
        {
            int column = strip * StripWidth, columns = Math.Min(StripWidth, Product.N - column);
            GemmProduct block = Product.Block(0, Product.M, column, columns);
            bool done = columns == StripWidth && (Vector512.IsHardwareAccelerated
                ? SparseStrip<Vector512<float>, Simd512>.TryRun(block, Lists)
                : Vector256.IsHardwareAccelerated && Fma.IsSupported
                    ? SparseStrip<Vector256<float>, Simd256>.TryRun(block, Lists)
                    : SparseStrip<Vector128<float>, Simd128>.TryRun(block, Lists));
            if (!done)
            {
                Gemm.RunHere(block);
            }
        }
    }
}
