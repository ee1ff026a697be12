using System.Runtime.Intrinsics;
using Epoche.Benchmarks.Measuring;
using Epoche.Kernels;
using Epoche.Memory;
using Strip = Epoche.Kernels.Strip3<System.Runtime.Intrinsics.Vector512<float>, Epoche.Kernels.Simd512>;

namespace Epoche.Benchmarks.Ladder;

/// <summary>
/// The versions that led to the matrix product in src, each with one idea more, for sizes that are multiples of the tile (8×48 floats, so
/// that no version needs edges). README.md says what each taught. Version 5 is the product itself.
/// </summary>
internal static unsafe class KernelLadder
{
    private const int Rows = 8, Columns = 48, Panel = 384;

    private static readonly (string Name, Product Run)[] Versions =
    [
        ("1 definition: a scalar chain for each element", Definition),
        ("2 vectors: one row of C, 48 columns at a time", VectorRows),
        ("3 register tile: 8 rows of 48 columns", Tile),
        ("4 panels of 384 along k, A and B packed", PackedTile),
        ("5 in src: unpacked, k and rows cut for the caches", InSource),
    ];

    private delegate void Product(int size, float* a, float* b, float* c);

    public static void Run(double seconds)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            Console.WriteLine("The ladder is written for 512-bit registers, which this machine does not compute with.");
            return;
        }

        int[] sizes = [48, 288, 576];
        Workers.Count = 1;
        Console.WriteLine($"| GFLOP/s, one thread, best of 25 blocks | {string.Join(" | ", sizes.Select(size => $"{size}³"))} |");
        Console.WriteLine($"|---|{string.Concat(sizes.Select(_ => "---|"))}");
        foreach ((string name, Product product) in Versions)
        {
            Console.WriteLine(
                FormattableString.Invariant($"| {name} | {string.Join(" | ", sizes.Select(size => Rate(product, size, seconds)))} |"));
        }
    }

    private static string Rate(Product product, int size, double seconds)
    {
        AlignedBuffer a = new(size * size), b = new(size * size), c = new(size * size);
        a.Span.Fill(0.5f);
        b.Span.Fill(0.25f);
        double least;
        fixed (float* pa = a.Span, pb = b.Span, pc = c.Span)
        {
            float* x = pa, y = pb, z = pc;
            (_, least) = BlockTimer.Microseconds(() => product(size, x, y, z), seconds);
        }

        return FormattableString.Invariant($"{2e-3 * size * size * size / least:0.0}");
    }

    private static void Definition(int size, float* a, float* b, float* c)
    {
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                float sum = 0;
                for (int p = 0; p < size; p++)
                {
                    sum = MathF.FusedMultiplyAdd(a[(i * size) + p], b[(p * size) + j], sum);
                }

                c[(i * size) + j] = sum;
            }
        }
    }

    private static void VectorRows(int size, float* a, float* b, float* c)
    {
        for (int j = 0; j < size; j += Columns)
        {
            for (int i = 0; i < size; i++)
            {
                GemmTile.Rows1<Strip, Vector512<float>, Simd512>(
                    size, a + (i * size), 1, b + j, size, c + (i * size) + j, 32, null, TileSteps.None);
            }
        }
    }

    private static void Tile(int size, float* a, float* b, float* c)
    {
        for (int j = 0; j < size; j += Columns)
        {
            for (int i = 0; i < size; i += Rows)
            {
                GemmTile.Rows8<Strip, Vector512<float>, Simd512>(
                    size, a + (i * size), size, 1, b + j, size, c + (i * size) + j, size, 32, null, TileSteps.None);
            }
        }
    }

    private static void PackedTile(int size, float* a, float* b, float* c)
    {
        float* packedA = GemmScratch.Left(size * Panel), packedB = GemmScratch.Right(Columns * Panel);
        for (int p = 0; p < size; p += Panel)
        {
            int steps = Math.Min(Panel, size - p);
            for (int i = 0; i < size; i += Rows)
            {
                GemmPack.Panel(a + (i * size) + p, size, 1, Rows, steps, packedA + (i * steps), Rows);
            }

            for (int j = 0; j < size; j += Columns)
            {
                GemmPack.Panel(b + (p * size) + j, 1, size, Columns, steps, packedB, Columns);
                for (int i = 0; i < size; i += Rows)
                {
                    GemmTile.Rows8<Strip, Vector512<float>, Simd512>(
                        steps, packedA + (i * steps), 1, Rows, packedB, Columns, c + (i * size) + j, size, 32, null,
                        p > 0 ? TileSteps.Continue : TileSteps.None);
                }
            }
        }
    }

    private static void InSource(int size, float* a, float* b, float* c)
    {
        int count = size * size;
        Gemm.Multiply(size, size, size, new(a, count), size, false, new(b, count), size, false, new Span<float>(c, count), size);
    }
}
