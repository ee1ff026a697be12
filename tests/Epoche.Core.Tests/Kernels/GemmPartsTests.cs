using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

[Collection("workers")]
public sealed class GemmPartsTests : IDisposable
{
    private readonly int _count = Workers.Count;

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Any_number_of_threads_gives_the_bits_of_the_scalar_chain(int threads)
    {
        Workers.Count = threads;
        Rng rng = Rng.Stream(13, "gemm");
        for (int i = 0; i < 40; i++)
        {
            int m = 1 + rng.NextInt(150), n = 1 + rng.NextInt(150), k = 1 + rng.NextInt(150);
            new GemmCase(m, n, k, rng.NextInt(32), rng.NextInt(3), ref rng).Check(Gemm.Multiply);
        }

        new GemmCase(64, 256, 256, kind: 8 + 16, padding: 0, ref rng).Check(Gemm.Multiply);
        new GemmCase(3, 700, 300, kind: 2, padding: 0, ref rng).Check(Gemm.Multiply);
        new GemmCase(700, 2, 300, kind: 4, padding: 0, ref rng).Check(Gemm.Multiply);
        new GemmCase(30, 50, 3000, kind: 1 + 4, padding: 0, ref rng).Check(Gemm.Multiply);
    }

    [Theory]
    [InlineData(256, 256, 256, 1)]
    [InlineData(256, 256, 256, 2)]
    [InlineData(37, 5, 4000, 4)]
    [InlineData(5, 1025, 300, 16)]
    [InlineData(1, 1, 1_000_000, 8)]
    [InlineData(1000, 50, 10, 5)]
    public unsafe void The_blocks_cover_C_once_and_are_no_more_than_the_threads(int m, int n, int k, int threads)
    {
        GemmParts parts = new(new GemmProduct { M = m, N = n, K = k, BColumn = 1, BStep = n, ARow = k, AStep = 1 }, threads);
        Assert.InRange(parts.Count, 1, threads);
        int[] covered = new int[m * n];
        for (int part = 0; part < parts.Count; part++)
        {
            (int row, int rows, int column, int columns) = parts.Block(part);
            for (int i = row; i < row + rows; i++)
            {
                for (int j = column; j < column + columns; j++)
                {
                    covered[(i * n) + j]++;
                }
            }
        }

        Assert.All(covered, x => Assert.Equal(1, x));
    }
}
