using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Epoche.Kernels;

/// <summary>A product on one thread: cuts k, columns and rows so that what the tiles read again lies in a near cache, and packs what pays.</summary>
internal static unsafe class GemmBlock<V, S>
    where V : struct
    where S : struct, ISimd<V>
{
    /// <summary>The longest part of k at once: a panel of A (8 rows) takes 12 KB, a strip of B (48 columns) 72 KB.</summary>
    private const int MaxSteps = 384;

    /// <summary>Rows of A packed at once: 384 KB, in the second-level cache beside a strip of B.</summary>
    private const int MaxRows = 256;

    /// <summary>Columns of B packed at once, when more than one block of rows reads them.</summary>
    private const int MaxColumns = 1008;

    /// <summary>Rows of the register tile: with three vectors each, 24 accumulators where there are 32 registers, 12 where there are 16.</summary>
    private static int Height => Vector512.IsHardwareAccelerated || AdvSimd.Arm64.IsSupported ? 8 : 4;

    /// <summary>Computes the product. n must be at least the width of a vector.</summary>
    public static void Run(in GemmProduct g)
    {
        Debug.Assert(g.N >= S.Width);
        bool packA = g.M >= Height && g.N > 6 * S.Width;
        bool packB = g.BColumn != 1 || g.M > 2 * Height;
        bool keepB = packB && packA && g.M > MaxRows;
        int maxSteps = packA || packB ? MaxSteps : int.MaxValue;
        int maxRows = packA ? MaxRows : int.MaxValue;
        int maxColumns = keepB ? MaxColumns : int.MaxValue;
        float* packedA = packA ? GemmScratch.Left(Math.Min(g.M, MaxRows) * Math.Min(g.K, MaxSteps)) : null;
        float* packedB = packB ? GemmScratch.Right(Math.Min(g.N, keepB ? MaxColumns : 4 * S.Width) * Math.Min(g.K, MaxSteps)) : null;

        int step = 0;
        do
        {
            int steps = Part(g.K - step, maxSteps, 1);
            bool final = step + steps == g.K;
            TileSteps flags = (step > 0 || g.Accumulate ? TileSteps.Continue : 0) | (final && g.Relu ? TileSteps.Relu : 0);
            float* bias = final ? g.Bias : null;
            for (int column = 0, columns; column < g.N; column += columns)
            {
                columns = Part(g.N - column, maxColumns, 3 * S.Width);
                for (int row = 0, rows; row < g.M; row += rows)
                {
                    rows = Part(g.M - row, maxRows, Height);
                    GemmRows a = new(g.A + (row * g.ARow) + (step * g.AStep), g.ARow, g.AStep, rows, steps);
                    if (packA)
                    {
                        a.Pack(packedA, Height);
                    }

                    float* b = g.B + (step * g.BStep) + (column * g.BColumn);
                    Strips(a, b, g.BStep, g.BColumn, columns, packedB, keepB, pack: packB && row == 0, g.C + (row * g.CRow) + column, g.CRow, bias == null ? null : bias + column, flags);
                }
            }

            step += steps;
        }
        while (step < g.K);
    }

    private static void Strips(
        in GemmRows a, float* b, nint bStep, nint bColumn, int columns, float* packed, bool keep, bool pack, float* c, nint ldc, float* bias, TileSteps flags)
    {
        int wide = a.Count * 2 > Height ? 3 : 4;
        for (int j = 0, width; j < columns; j += width)
        {
            int vectors = StripVectors(columns - j, wide);
            width = Math.Min(vectors * S.Width, columns - j);
            nint last = width - S.Width;
            float* strip = b + (j * bColumn);
            nint ldb = bStep;
            if (packed != null)
            {
                float* slot = keep ? packed + ((nint)j * a.Steps) : packed;
                if (pack || !keep)
                {
                    GemmPack.Panel(strip, bColumn, bStep, width, a.Steps, slot, width);
                }

                strip = slot;
                ldb = width;
            }

            float* stripBias = bias == null ? null : bias + j;
            switch (vectors)
            {
                case 1:
                    a.Times<Strip1<V, S>, V, S>(Height, strip, ldb, c + j, ldc, last, stripBias, flags);
                    break;
                case 2:
                    a.Times<Strip2<V, S>, V, S>(Height, strip, ldb, c + j, ldc, last, stripBias, flags);
                    break;
                case 3:
                    a.Times<Strip3<V, S>, V, S>(Height, strip, ldb, c + j, ldc, last, stripBias, flags);
                    break;
                default:
                    a.Times<Strip4<V, S>, V, S>(Height, strip, ldb, c + j, ldc, last, stripBias, flags);
                    break;
            }
        }
    }

    /// <summary>
    /// How many vectors the next strip takes. A strip of one vector makes poor use of the registers and cannot end in an overlap, so
    /// the last two strips share: 4 = 2 + 2.
    /// </summary>
    private static int StripVectors(int columns, int wide)
    {
        int left = (columns + S.Width - 1) / S.Width;
        return left <= wide ? left : left == wide + 1 ? (left + 1) / 2 : wide;
    }

    /// <summary>The next part of what remains: the maximum, or half each when two parts are left, so that none is a sliver.</summary>
    private static int Part(int left, int max, int unit)
    {
        if (left <= max)
        {
            return left;
        }

        return left >= 2 * max ? max : ((left / 2) + unit - 1) / unit * unit;
    }
}
