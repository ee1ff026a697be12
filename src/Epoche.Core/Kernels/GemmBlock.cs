using System.Diagnostics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>
/// A product on one thread. Strips of B, a few vectors wide, are multiplied one after the other by all rows of A; k is cut so that a strip stays in
/// the second-level cache. Operands are read where they lie: measured, packing them cost 3–5% and gained nothing (256³: 98% of the FMA limit
/// without), except where B must be transposed or rows lie whole pages apart.
/// </summary>
internal static unsafe class GemmBlock<V, S>
    where V : struct
    where S : struct, ISimd<V>
{
    /// <summary>The longest part of k at once: a strip of B (48 columns) takes 192 KB, and C is read again only beyond it.</summary>
    private const int MaxSteps = 1024;

    /// <summary>Values of A at once, 768 KB: they stay in the second-level cache while all strips of B pass.</summary>
    private const int MaxBlock = 192 * 1024;

    /// <summary>Rows of A at once, where each pass packs B anew.</summary>
    private const int MaxRowsPerPacking = 768;

    /// <summary>
    /// From this distance, successive steps lie on pages of their own and fall into few sets of the caches, so that a strip drives itself out.
    /// Packing then pays once enough rows or columns read the packed copy.
    /// </summary>
    private const int FarStep = 1024, WorthPacking = 256;

    /// <summary>Rows of the register tile: with three vectors each, 24 accumulators where there are 32 registers, 12 where there are 16.</summary>
    private static int Height => Avx512F.VL.IsSupported || AdvSimd.Arm64.IsSupported ? 8 : 4;

    /// <summary>Computes the product. n must be at least the width of a vector.</summary>
    public static void Run(in GemmProduct g)
    {
        Debug.Assert(g.N >= S.Width);
        float* packedA = null, packedB = null;
        int maxSteps = Math.Min(g.K, MaxSteps), maxRows = MaxBlock / Math.Max(maxSteps, 1) / Height * Height;
        if (g.BColumn != 1 || (g.BStep >= FarStep && g.M >= WorthPacking))
        {
            packedB = GemmScratch.Right(Math.Min(g.N, 4 * S.Width) * maxSteps);
            maxRows = MaxRowsPerPacking;
        }

        if (g.AStep >= FarStep && g.N >= WorthPacking && g.M >= Height)
        {
            packedA = GemmScratch.Left(RoundUp(Math.Min(g.M, maxRows), Height) * maxSteps);
        }

        int step = 0;
        do
        {
            int steps = Part(g.K - step, MaxSteps, 1);
            bool final = step + steps == g.K;
            TileSteps flags = (step > 0 || g.Accumulate ? TileSteps.Continue : 0) | (final && g.Relu ? TileSteps.Relu : 0);
            for (int row = 0, rows; row < g.M; row += rows)
            {
                rows = Part(g.M - row, maxRows, Height);
                GemmRows a = new(g.A + (row * g.ARow) + (step * g.AStep), g.ARow, g.AStep, rows, steps);
                if (packedA != null)
                {
                    a.Pack(packedA, Height);
                }

                Strips(a, g, g.B + (step * g.BStep), g.C + (row * g.CRow), final ? g.Bias : null, packedB, flags);
            }

            step += steps;
        }
        while (step < g.K);
    }

    /// <summary>The product of rows that lie scattered, on which the product's own A has no bearing. A strip of B is as long as their chains.</summary>
    public static void Run(in ScatteredRows a, in GemmProduct g)
    {
        Debug.Assert(g.N >= S.Width);
        TileSteps flags = (g.Accumulate ? TileSteps.Continue : 0) | (g.Relu ? TileSteps.Relu : 0);
        Strips(a, g, g.B, g.C, g.Bias, packed: null, flags);
    }

    /// <summary>Multiplies a block of rows by B, strip by strip.</summary>
    private static void Strips<TRows>(in TRows a, in GemmProduct g, float* b, float* c, float* bias, float* packed, TileSteps flags)
        where TRows : struct, ITileRows
    {
        int wide = a.Count * 2 > Height ? 3 : 4;
        for (int j = 0, width; j < g.N; j += width)
        {
            int vectors = StripVectors(g.N - j, wide);
            width = Math.Min(vectors * S.Width, g.N - j);
            float* strip = b + (j * g.BColumn), stripBias = bias == null ? null : bias + j;
            nint stripStep = g.BStep;
            if (packed != null)
            {
                GemmPack.Panel(strip, g.BColumn, g.BStep, width, a.Steps, packed, width);
                strip = packed;
                stripStep = width;
            }

            nint last = width - S.Width;
            switch (vectors)
            {
                case 1:
                    a.Times<Strip1<V, S>, V, S>(Height, strip, stripStep, c + j, g.CRow, last, stripBias, flags);
                    break;
                case 2:
                    a.Times<Strip2<V, S>, V, S>(Height, strip, stripStep, c + j, g.CRow, last, stripBias, flags);
                    break;
                case 3:
                    a.Times<Strip3<V, S>, V, S>(Height, strip, stripStep, c + j, g.CRow, last, stripBias, flags);
                    break;
                default:
                    a.Times<Strip4<V, S>, V, S>(Height, strip, stripStep, c + j, g.CRow, last, stripBias, flags);
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

    /// <summary>The next part of what remains: the maximum (a multiple of the unit), or half each when two parts are left, so that none is a sliver.</summary>
    private static int Part(int left, int max, int unit)
    {
        if (left <= max)
        {
            return left;
        }

        return left / 2 >= max ? max : RoundUp(left / 2, unit);
    }

    private static int RoundUp(int value, int unit) => (value + unit - 1) / unit * unit;
}
