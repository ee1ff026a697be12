using System.Diagnostics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>
/// A product on one thread. Strips of B, a few vectors wide, are multiplied one after the other by all rows of A; cuts of k
/// (<see cref="GemmCuts"/>) keep a strip in the second-level cache. Operands are read where they lie: measured, packing them cost 3–5% and
/// gained nothing (256³: 98% of the FMA limit without), except where B must be transposed or rows lie whole pages apart.
/// </summary>
internal static unsafe class GemmBlock<V, S>
    where V : struct
    where S : struct, ISimd<V>
{
    /// <summary>Values of A at once, 512 KB: they stay in the second-level cache while all strips of B pass.</summary>
    private const int MaxBlock = 128 * 1024;

    /// <summary>
    /// Rows of A at once, where each pass packs B again, and columns of B that are packed at once where all passes share them.
    /// </summary>
    private const int MaxRowsPerPacking = 768, MaxPackedColumns = 2048;

    /// <summary>
    /// From this distance, successive steps lie on pages of their own. Packing then pays once enough rows or columns read the packed copy:
    /// early where the distance is a multiple of <see cref="Aliasing"/>, so that steps fall into few sets of the caches and a strip drives
    /// itself out (128×784 · 784×1024: 42% of the FMA limit without, 80% with), or where low tiles read a long strip part by part.
    /// </summary>
    private const int FarStep = 1024, Aliasing = 512, WorthPacking = 256, WorthPackingAliased = 32;

    /// <summary>
    /// Rows of the register tile: with three vectors each, 24 accumulators where there are 32 registers, 12 where there are 16.
    /// </summary>
    public static int Height => Avx512F.VL.IsSupported || AdvSimd.Arm64.IsSupported ? 8 : 4;

    /// <summary>Computes the product. n must be at least the width of a vector.</summary>
    public static void Run(in GemmProduct g)
    {
        Debug.Assert(g.N >= S.Width);
        int steps = GemmCuts.Steps(g.K), maxRows = MaxBlock / Math.Max(steps, 1) / Height * Height;
        if (!PaysPackingB(g))
        {
            Rows(g, steps, maxRows, default);
        }
        else if (steps < g.K || g.M <= maxRows)
        {
            Rows(g, steps, MaxRowsPerPacking, new Packed(GemmScratch.Right(Math.Min(g.N, 4 * S.Width) * steps), all: false));
        }
        else
        {
            for (int column = 0, columns; column < g.N; column += columns)
            {
                columns = Part(g.N - column, MaxPackedColumns, 12 * S.Width);
                GemmProduct block = g.Block(0, g.M, column, columns);
                Packed packed = new(GemmScratch.Right(columns * steps), all: true);
                PackAll(block, packed.Start);
                Rows(block, steps, maxRows, packed);
            }
        }
    }

    private static bool PaysPackingB(in GemmProduct g) =>
        g.BColumn != 1
        || (Height == 4 && g.K > GemmRows.LongChain && g.M >= WorthPackingAliased)
        || (g.BStep >= FarStep && g.M >= (g.BStep % Aliasing == 0 ? WorthPackingAliased : WorthPacking));

    private static void PackAll(in GemmProduct g, float* packed)
    {
        for (int j = 0, width; j < g.N; j += width)
        {
            width = Math.Min(StripVectors(g.N - j, 3) * S.Width, g.N - j);
            GemmPack.Panel(g.B + (j * g.BColumn), g.BColumn, g.BStep, width, g.K, packed + ((nint)j * g.K), width);
        }
    }

    private static void Rows(in GemmProduct g, int steps, int maxRows, Packed b)
    {
        float* packedA = null, rest = null;
        if (g.AStep >= FarStep && g.N >= WorthPacking && g.M >= Height)
        {
            packedA = GemmScratch.Left(RoundUp(Math.Min(g.M, maxRows), Height) * steps);
        }

        if (steps < g.K)
        {
            rest = GemmScratch.Rest(Math.Min(g.M, maxRows) * g.N);
        }

        for (int row = 0, rows; row < g.M; row += rows)
        {
            rows = Part(g.M - row, maxRows, Height);
            Chains(g.Block(row, rows, 0, g.N), steps, packedA, b, rest);
        }
    }

    /// <summary>A block of rows of C, cut after cut.</summary>
    private static void Chains(in GemmProduct g, int maxSteps, float* packedA, Packed b, float* rest)
    {
        int step = 0, cut = 0;
        do
        {
            int steps = Math.Min(maxSteps, g.K - step);
            GemmRows a = new(g.A + (step * g.AStep), g.ARow, g.AStep, g.M, steps);
            if (packedA != null)
            {
                a.Pack(packedA, Height);
            }

            Strips(a, g, g.B + (step * g.BStep), b, new Cut(cut, step + steps == g.K, rest));
            step += steps;
            cut++;
        }
        while (step < g.K);
    }

    /// <summary>
    /// The product of rows that lie scattered, on which the product's own A has no bearing. A strip of B is as long as their chains.
    /// </summary>
    public static void Run(in ScatteredRows a, in GemmProduct g)
    {
        Debug.Assert(g.N >= S.Width);
        Strips(a, g, g.B, default, new Cut(0, true, null));
    }

    /// <summary>Multiplies a block of rows by B, strip by strip: the first cut into C, the others aside and then to C.</summary>
    private static void Strips<TRows>(in TRows a, in GemmProduct g, float* b, Packed packed, Cut cut)
        where TRows : struct, ITileRows
    {
        int wide = a.Count * 2 > Height || packed.All ? 3 : 4;
        float* part = cut.First ? null : GemmScratch.Part(a.Count * 4 * S.Width);
        for (int j = 0, width; j < g.N; j += width)
        {
            int vectors = StripVectors(g.N - j, wide);
            width = Math.Min(vectors * S.Width, g.N - j);
            float* strip = b + (j * g.BColumn);
            nint stripStep = g.BStep;
            if (packed.Start != null)
            {
                float* panel = packed.All ? packed.Start + ((nint)j * a.Steps) : packed.Start;
                if (!packed.All)
                {
                    GemmPack.Panel(strip, g.BColumn, g.BStep, width, a.Steps, panel, width);
                }

                strip = panel;
                stripStep = width;
            }

            GemmProduct c = g.Block(0, a.Count, j, width);
            if (cut.First)
            {
                TileSteps flags = (g.Accumulate ? TileSteps.Continue : 0) | (cut.Last && g.Relu ? TileSteps.Relu : 0);
                Times(a, vectors, strip, stripStep, c.C, g.CRow, width - S.Width, cut.Last ? c.Bias : null, flags);
            }
            else
            {
                Times(a, vectors, strip, stripStep, part, width, width - S.Width, null, TileSteps.None);
                GemmCuts.Add<V, S>(c, part, width, cut.Rest + j, g.N, cut.Second, cut.Last);
            }
        }
    }

    private static void Times<TRows>(
        in TRows a, int vectors, float* strip, nint stripStep, float* c, nint ldc, nint last, float* bias, TileSteps flags)
        where TRows : struct, ITileRows
    {
        switch (vectors)
        {
            case 1:
                a.Times<Strip1<V, S>, V, S>(Height, strip, stripStep, c, ldc, last, bias, flags);
                break;
            case 2:
                a.Times<Strip2<V, S>, V, S>(Height, strip, stripStep, c, ldc, last, bias, flags);
                break;
            case 3:
                a.Times<Strip3<V, S>, V, S>(Height, strip, stripStep, c, ldc, last, bias, flags);
                break;
            default:
                a.Times<Strip4<V, S>, V, S>(Height, strip, stripStep, c, ldc, last, bias, flags);
                break;
        }
    }

    /// <summary>
    /// How many vectors the next strip takes. A strip of one vector makes poor use of the registers and cannot end in an overlap, so
    /// the last two strips share: 4 = 2 + 2.
    /// </summary>
    public static int StripVectors(int columns, int wide)
    {
        int left = (columns + S.Width - 1) / S.Width;
        return left <= wide ? left : left == wide + 1 ? (left + 1) / 2 : wide;
    }

    /// <summary>
    /// The next part of what remains: the maximum (a multiple of the unit), or half each when two parts are left, so that none is a sliver.
    /// </summary>
    private static int Part(int left, int max, int unit)
    {
        if (left <= max)
        {
            return left;
        }

        return left / 2 >= max ? max : RoundUp(left / 2, unit);
    }

    private static int RoundUp(int value, int unit) => (value + unit - 1) / unit * unit;

    /// <summary>Where strips of B are packed: all of them, one behind the other, or one at a time; or nowhere.</summary>
    private readonly struct Packed(float* start, bool all)
    {
        public float* Start => start;

        public bool All => all;
    }

    /// <summary>Which part of the chains, and where the rows of C keep what was rounded off.</summary>
    private readonly struct Cut(int number, bool last, float* rest)
    {
        public bool First => number == 0;

        public bool Second => number == 1;

        public bool Last => last;

        public float* Rest => rest;
    }
}
