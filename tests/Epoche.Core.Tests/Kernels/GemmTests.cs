using System.Runtime.Intrinsics;
using Epoche.Conformance;
using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

/// <summary>
/// The promise of <see cref="Gemm"/> is about bits, so every comparison here is of bits, with the definition written as
/// three loops (<see cref="CutChain"/>).
/// </summary>
public sealed class GemmTests
{
    [Fact]
    public void Products_of_all_kinds_have_the_bits_of_the_scalar_chain()
    {
        Rng rng = Rng.Stream(7, "gemm");
        for (int i = 0; i < 1500; i++)
        {
            GemmCase.Random(ref rng).Check(Gemm.Multiply);
        }
    }

    [Theory]
    [InlineData(8, 48, 384)] // one full tile, one full panel of k
    [InlineData(9, 49, 385)] // one beyond in each
    [InlineData(257, 64, 12)] // more rows than are packed at once
    [InlineData(300, 1057, 400)] // more rows and columns and steps than are packed at once
    [InlineData(1, 1, 1)]
    [InlineData(1, 256, 256)]
    [InlineData(64, 2, 256)]
    [InlineData(3, 3, 300)]
    [InlineData(2, 1040, 17)]
    [InlineData(1025, 2, 9)] // more rows than are flipped at once, and a last one alone
    [InlineData(1026, 2050, 3)] // the same, with B transposed and columns left over too
    [InlineData(12, 300, 1100)] // more steps than at once, rows that fill no panel
    [InlineData(203, 260, 1030)]
    [InlineData(70, 50, 321)] // two parts of a chain, for low tiles
    [InlineData(37, 24, 1000)]
    [InlineData(260, 20, 1024)]
    [InlineData(9, 49, 1025)] // two cuts of k
    [InlineData(4, 35, 3073)] // four, the last shorter
    [InlineData(3, 3, 2500)] // three, of columns too few for a register
    [InlineData(40, 2, 2500)]
    [InlineData(1, 20, 5000)]
    [InlineData(200, 17, 2049)] // more rows than are cut at once
    [InlineData(5, 70, 0)] // an empty chain: C is bias or what it was
    public void Shapes_at_the_cuts_have_the_bits_of_the_scalar_chain(int m, int n, int k)
    {
        Rng rng = Rng.Stream(8, "gemm");
        int stride = (long)m * n * k > 10_000_000 ? 13 : 1; // the definition takes about one second there
        for (int kind = 0; kind < 32; kind += stride)
        {
            new GemmCase(m, n, k, kind, padding: kind % 3, ref rng).Check(Gemm.Multiply);
        }
    }

    [Fact]
    public void Every_register_width_gives_the_same_bits()
    {
        Rng rng = Rng.Stream(9, "gemm");
        for (int i = 0; i < 150; i++)
        {
            GemmCase test = GemmCase.Random(ref rng, minColumns: Vector512<float>.Count);
            test.Check(OnBlock<Vector512<float>, Simd512>);
            test.Check(OnBlock<Vector256<float>, Simd256>);
            test.Check(OnBlock<Vector128<float>, Simd128>);
        }

        for (int kind = 0; kind < 32; kind += 3)
        {
            GemmCase test = new(11, 75, 2600, kind, padding: 1, ref rng);
            test.Check(OnBlock<Vector512<float>, Simd512>);
            test.Check(OnBlock<Vector256<float>, Simd256>);
            test.Check(OnBlock<Vector128<float>, Simd128>);
        }
    }

    [Fact]
    public void Processors_without_AVX512_and_without_AVX2_give_the_same_bits() => FeatureSwitch.AssertSame<GemmTests>(() =>
    {
        Rng rng = Rng.Stream(14, "gemm");
        float[] results = new float[60];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = (i % 10 == 0 ? new GemmCase(7, 21 + i, 1500 + (100 * i), i % 32, padding: 0, ref rng) : GemmCase.Random(ref rng))
                .Check(Gemm.Multiply);
        }

        return string.Join(' ', results.Select(BitConverter.SingleToInt32Bits));
    });

    [Fact]
    public void A_row_has_the_same_bits_alone_and_in_a_batch()
    {
        Rng rng = Rng.Stream(10, "gemm");
        const int m = 37, n = 50, k = 130;
        float[] a = GemmCase.Values(m * k, ref rng), b = GemmCase.Values(k * n, ref rng), batch = new float[m * n], alone = new float[n];
        Gemm.Multiply(m, n, k, a, k, false, b, n, false, batch, n);
        for (int i = 0; i < m; i++)
        {
            Gemm.Multiply(1, n, k, a.AsSpan(i * k, k), k, false, b, n, false, alone, n);
            Assert.Equal(batch[(i * n)..((i + 1) * n)], alone);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    public void Relu_lets_NaN_through_and_gives_positive_zero(int n)
    {
        float[] c = new float[n];
        foreach ((float value, float expected) in new[]
        {
            (float.NaN, float.NaN), (-0f, 0f), (-3f, 0f), (2f, 2f), (float.NegativeInfinity, 0f),
            (float.PositiveInfinity, float.PositiveInfinity),
        })
        {
            c.AsSpan().Fill(value);
            Gemm.Multiply(1, n, 0, [], 0, false, [], n, false, c, n, accumulate: true, epilogue: Epilogue.Relu);
            Assert.All(c, x => Assert.True(BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(x)
                || (float.IsNaN(expected) && float.IsNaN(x)), $"relu({value}) = {x}"));
        }
    }

    [Fact]
    public void Nothing_beyond_the_columns_of_C_is_touched()
    {
        Rng rng = Rng.Stream(11, "gemm");
        const int m = 21, n = 19, k = 33, ldc = 40;
        float[] c = new float[m * ldc];
        c.AsSpan().Fill(-7);
        Gemm.Multiply(m, n, k, GemmCase.Values(m * k, ref rng), k, false, GemmCase.Values(k * n, ref rng), n, false, c, ldc);
        for (int i = 0; i < m; i++)
        {
            Assert.All(c[((i * ldc) + n)..((i + 1) * ldc)], x => Assert.Equal(-7, x));
        }
    }

    [Fact]
    public void Matrices_that_do_not_fit_their_spans_are_refused()
    {
        float[] small = new float[6];
        Assert.Throws<ArgumentOutOfRangeException>("a", () => Gemm.Multiply(3, 2, 3, small, 3, false, small, 2, false, small, 2));
        Assert.Throws<ArgumentOutOfRangeException>("b", () => Gemm.Multiply(2, 3, 3, small, 3, false, small, 3, true, small, 3));
        Assert.Throws<ArgumentOutOfRangeException>("c", () => Gemm.Multiply(2, 2, 3, small, 3, false, small, 2, false, small, 5));
        Assert.Throws<ArgumentOutOfRangeException>(
            "bias", () => Gemm.Multiply(2, 2, 3, small, 3, false, small, 2, false, small, 2, bias: [1f]));
    }

    [Fact]
    public void A_warm_product_allocates_nothing()
    {
        Rng rng = Rng.Stream(12, "gemm");
        float[] a = GemmCase.Values(256 * 256, ref rng), b = GemmCase.Values(256 * 256, ref rng), c = new float[256 * 256];
        Assert.Equal(0, Conformance.Allocations.InRound(() => Gemm.Multiply(256, 256, 256, a, 256, false, b, 256, true, c, 256)));
        Assert.Equal(0, Conformance.Allocations.InRound(() => Gemm.Multiply(64, 2, 256, a, 256, false, b, 2, false, c, 2)));
        Assert.Equal(0, Conformance.Allocations.InRound(() => Gemm.Multiply(1, 256, 256, a, 256, false, b, 256, false, c, 256)));
    }

    private static unsafe void OnBlock<V, S>(
        int m, int n, int k, ReadOnlySpan<float> a, int lda, bool transposeA, ReadOnlySpan<float> b, int ldb, bool transposeB,
        Span<float> c, int ldc, bool accumulate, ReadOnlySpan<float> bias, Epilogue epilogue)
        where V : struct
        where S : struct, ISimd<V>
    {
        fixed (float* pa = a, pb = b, pc = c, pBias = bias)
        {
            GemmProduct product = new()
            {
                M = m, N = n, K = k,
                A = pa, ARow = transposeA ? 1 : lda, AStep = transposeA ? lda : 1,
                B = pb, BStep = transposeB ? 1 : ldb, BColumn = transposeB ? ldb : 1,
                C = pc, CRow = ldc,
                Bias = pBias, Accumulate = accumulate, Relu = epilogue == Epilogue.Relu,
            };
            GemmBlock<V, S>.Run(product);
        }
    }
}
