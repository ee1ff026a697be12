using Epoche.Conformance;
using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

/// <summary>Leaving steps out must not be seen in a single bit.</summary>
public sealed class GemmSparseTests : IDisposable
{
    private readonly int _count = Workers.Count;

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [InlineData(128, 256, 784, 13)] // several chunks of k
    [InlineData(784, 192, 65, 13)] // one step more than a chunk
    [InlineData(33, 333, 500, 14)] // columns and rows that fill no strip and no part
    [InlineData(1100, 128, 400, 15)] // more rows than are listed at once
    [InlineData(70, 130, 600, 16)] // nothing but zeros
    [InlineData(64, 128, 1025, 13)] // two cuts of k
    [InlineData(33, 150, 5000, 14)] // five
    public void Sparse_products_have_the_bits_of_the_scalar_chain(int m, int n, int k, int zeros)
    {
        Rng rng = Rng.Stream(1, "sparse");
        int stride = (long)m * n * k > 15_000_000 ? 5 : 3;
        for (int kind = 0; kind < 32; kind += stride)
        {
            Workers.Count = 1 + (kind % 3);
            new GemmCase(m, n, k, kind, padding: kind % 2, ref rng, zeros).Check(Gemm.Multiply);
        }
    }

    /// <summary>0·∞ is NaN, and so must be the result, in the strip that holds it and no other.</summary>
    [Fact]
    public void Infinities_and_NaN_on_the_right_count_beside_zeros()
    {
        Rng rng = Rng.Stream(2, "sparse");
        foreach (float value in (float[])[float.PositiveInfinity, float.NegativeInfinity])
        {
            new GemmCase(64, 320, 256, 8, padding: 0, ref rng, 14, value, value).CheckNumbers(Gemm.Multiply);
            new GemmCase(64, 320, 256, 5, padding: 0, ref rng, 14, value).CheckNumbers(Gemm.Multiply);
        }

        new GemmCase(64, 320, 256, 0, padding: 0, ref rng, 14, float.NaN).CheckNumbers(Gemm.Multiply);
    }

    /// <summary>A product too small for any float leaves −0, which a later step with a zero makes +0.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_sum_of_negative_zero_is_not_left_by_the_steps_left_out(int transposed)
    {
        const int m = 64, n = 256, k = 300;
        float[] a = new float[m * k], b = new float[k * n], sparse = new float[m * n], alone = new float[n];
        Rng rng = Rng.Stream(3, "sparse");
        foreach (ref float value in b.AsSpan())
        {
            value = rng.NextInt(2) == 0 ? -1e-30f : 1e-30f;
        }

        for (int i = 0; i < m; i++)
        {
            a[transposed == 1 ? (rng.NextInt(k) * m) + i : (i * k) + rng.NextInt(k)] = 1e-30f;
        }

        Gemm.Multiply(m, n, k, a, transposed == 1 ? m : k, transposed == 1, b, n, false, sparse, n);
        int negative = 0;
        for (int i = 0; i < m; i++)
        {
            Gemm.Multiply(1, n, k, a.AsSpan(transposed == 1 ? i : i * k), transposed == 1 ? m : k, transposed == 1, b, n, false, alone, n);
            Assert.Equal(
                alone.Select(BitConverter.SingleToInt32Bits), sparse[(i * n)..((i + 1) * n)].Select(BitConverter.SingleToInt32Bits));
            negative += alone.Count(float.IsNegative);
        }

        Assert.InRange(negative, 0, m * n / 4); // with most chains' last step being one of the zeros
    }

    [Fact]
    public void Processors_without_AVX512_and_without_AVX2_give_the_same_bits() => FeatureSwitch.AssertSame<GemmSparseTests>(() =>
    {
        Rng rng = Rng.Stream(4, "sparse");
        return string.Join(
            ' ', Enumerable.Range(0, 6)
                .Select(kind => BitConverter.SingleToInt32Bits(new GemmCase(96, 300, 200, kind, 1, ref rng, 13).Check(Gemm.Multiply))));
    });

    [Fact]
    public void A_warm_sparse_product_allocates_nothing()
    {
        float[] a = new float[128 * 784], b = new float[784 * 256], c = new float[128 * 256];
        a[5] = 1;
        Assert.Equal(
            0, Conformance.Allocations.InRound(() => Gemm.Multiply(128, 256, 784, a, 784, false, b, 256, false, c, 256)));
    }
}
