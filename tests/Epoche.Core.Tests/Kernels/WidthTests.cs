using System.Numerics;
using System.Runtime.Intrinsics;
using Epoche.Conformance;
using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

/// <summary>One result per input, whatever the width of the registers.</summary>
public sealed class WidthTests
{
    private static readonly float[] Hard =
    [
        0, -0f, 1, -1, float.Epsilon, -float.Epsilon, 1.17549435e-38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, 88.7f, 88.73f, -87.4f, -103.9f, 0.5f, 1.5f, 2.5f, -2.5f, 1e5f, 1e6f, 1e30f,
        0.414213568f, 0.6f, 0.95f, 9.1f, -25f, 3.14159274f, 1.57079637f,
    ];

    [Fact]
    public void Every_function_gives_the_same_bits_at_every_register_width_and_length()
    {
        float[] x = Values(4000);
        Unary<Negate>(x);
        Unary<Absolute>(x);
        Unary<Square>(x);
        Unary<SquareRoot>(x);
        Unary<Reciprocal>(x);
        Unary<Sign>(x);
        Unary<Exponential>(x);
        Unary<Logarithm>(x);
        Unary<ExponentialMinusOne>(x);
        Unary<LogarithmOfOnePlus>(x);
        Unary<HyperbolicTangent>(x);
        Unary<Sigmoid>(x);
        Unary<Softplus>(x);
        Unary<ErrorFunction>(x);
        Unary<Gelu>(x);
        Unary<Sine>(x);
        Unary<Cosine>(x);
        Unary<Relu>(x);
        Binary<Add>(x);
        Binary<Divide>(x);
        Binary<Minimum>(x);
        Binary<Maximum>(x);
        Binary<Less>(x);
        Binary<GreaterOrEqual>(x);
        Binary<EqualTo>(x);
        Binary<ReluGradient>(x);
        Binary<TanhGradient>(x);
        Binary<SoftplusGradient>(x);
    }

    [Fact]
    public void Sums_products_and_extremes_give_the_same_bits_at_every_register_width_and_length()
    {
        float[] x = new float[1500], y = new float[1500];
        Rng rng = new(1);
        rng.FillNormal(x);
        rng.FillNormal(y);
        foreach (int length in (int[])[.. Enumerable.Range(0, 100), 255, 256, 257, 300, 511, 768, 1021, 1500])
        {
            Reduction<Reduce.SumReduction>(x, y, length);
            Reduction<Reduce.DotReduction>(x, y, length);
            Reduction<Reduce.MaxReduction>(x, y, length);
            Reduction<Reduce.MinReduction>(x, y, length);
            Reduction<Reduce.ShiftedExponentialSum>(x, y, length);
        }

        for (int cols = 1; cols <= 75; cols++)
        {
            float[] a = new float[cols], b = new float[cols], c = new float[cols];
            Reduce.Rows<Reduce.SumReduction, Vector128<float>, Simd128>(ref x[0], 4, cols, cols, ref a[0]);
            Reduce.Rows<Reduce.SumReduction, Vector256<float>, Simd256>(ref x[0], 4, cols, cols, ref b[0]);
            Reduce.Rows<Reduce.SumReduction, Vector512<float>, Simd512>(ref x[0], 4, cols, cols, ref c[0]);
            AssertSame(a, b, "rows");
            AssertSame(a, c, "rows");
        }
    }

    [Fact]
    public void Row_functions_give_the_same_bits_at_every_register_width_and_shape()
    {
        Tile<RowTiles.Softmax>(columns => columns);
        Tile<RowTiles.SoftmaxGradient>(columns => columns);
        Tile<RowTiles.LogSoftmax>(columns => columns);
        Tile<RowTiles.LogSoftmaxGradient>(columns => columns);
        Tile<RowTiles.LogSumExp>(_ => 1);
    }

    /// <summary>
    /// The same through the public entries, each process with the width it has; the software's fused multiply-add against exact arithmetic.
    /// </summary>
    [Fact]
    public void Every_kernel_gives_the_same_bits_without_AVX512_and_without_AVX2() => FeatureSwitch.AssertSame<WidthTests>(() =>
    {
        Every_fused_multiply_add_is_rounded_once();
        using Fingerprint print = new();
        float[] x = Values(2000), y = new float[x.Length], normal = new float[501];
        Rng rng = new(3);
        rng.FillNormal(normal);
        print.Add<float>(normal);
        float[] many = new float[3000], drawn = new float[many.Length];
        rng.FillNormal(many);
        print.Add<float>(many);
        Array.ConvertAll(many, v => (v * v) + 0.01f).CopyTo(drawn, 0);
        float[] normalDraw = Array.ConvertAll(many, v => v + 0.01f);
        print.Add<float>(
            [NormalKernels.Divergence(many, drawn, [], 0.1f, 0.7f), NormalKernels.Divergence(many, drawn, normalDraw, 0.1f, 0.7f)]);
        NormalKernels.Draw(in rng, many, drawn, [], drawn);
        print.Add<float>(drawn);
        rng.FillUniform(y, -1e-3f, 7);
        print.Add<float>(y);
        Elementwise.Apply<Exponential>(x, y);
        print.Add<float>(y);
        Elementwise.Apply<Logarithm>(x, y);
        print.Add<float>(y);
        Elementwise.Apply<ExponentialMinusOne>(x, y);
        print.Add<float>(y);
        Elementwise.Apply<LogarithmOfOnePlus>(x, y);
        print.Add<float>(y);
        Elementwise.Apply<HyperbolicTangent>(x, y);
        print.Add<float>(y);
        Elementwise.Apply<Softplus>(x, y);
        print.Add<float>(y);
        Elementwise.Apply<Gelu>(x, y);
        print.Add<float>(y);
        float[] other = new float[x.Length];
        GeluKernels.WithSlopes(x, y, other);
        print.Add<float>(y);
        print.Add<float>(other);
        foreach ((int steps, int size) in (ReadOnlySpan<(int, int)>)[(3, 5), (16, 4), (21, 2)])
        {
            AttentionSizes sizes = new(2, steps, 2, size, IsCausal: true);
            float[] weights = new float[sizes.Pieces * sizes.Weights], input = many[..(2 * steps * sizes.Row)];
            Span<float> output = y.AsSpan(0, 2 * steps * sizes.Features), slopes = drawn.AsSpan(0, input.Length);
            Attention.Forward(sizes, input, default, weights, output);
            Attention.Backward(sizes, input, weights, output, slopes, accumulate: false);
            print.Add<float>(output);
            print.Add<float>(slopes);
        }

        foreach (int cols in (ReadOnlySpan<int>)[1, 10, 37, 64])
        {
            Span<float> standard = other.AsSpan(0, 4 * cols), result = y.AsSpan(0, 4 * cols), factors = drawn.AsSpan(0, 4);
            LayerNormKernels.Forward(many[..(4 * cols)], 4, normal[..cols], many[..cols], 1e-5f, standard, factors, result);
            print.Add<float>(result);
            LayerNormKernels.Gradient(many[..(4 * cols)], 4, normal[..cols], standard, factors, result);
            print.Add<float>(result);
        }

        Elementwise.Apply<Sine>(x, y);
        print.Add<float>(y);
        Elementwise.Apply<Cosine>(x, y);
        print.Add<float>(y);
        Elementwise.Apply<Maximum>(x, normal[0], y);
        print.Add<float>(y);
        print.Add<float>([Reduce.Sum(normal), Reduce.SumOfSquares(normal), Reduce.Max(normal), Reduce.Dot(normal, normal)]);
        foreach (int cols in (int[])[1, 2, 10, 16, 17, 100])
        {
            int rows = normal.Length / cols;
            Softmax.Rows(normal.AsSpan(0, rows * cols), rows, cols, y.AsSpan(0, rows * cols));
            print.Add<float>(y.AsSpan(0, rows * cols));
            LogSoftmax.Rows(normal.AsSpan(0, rows * cols), rows, cols, y.AsSpan(0, rows * cols));
            print.Add<float>(y.AsSpan(0, rows * cols));
            Reduce.SumRows(normal.AsSpan(0, rows * cols), rows, cols, y.AsSpan(0, cols));
            print.Add<float>(y.AsSpan(0, cols));
            Reduce.SumRows(many.AsSpan(0, many.Length / cols * cols), many.Length / cols, cols, y.AsSpan(0, cols));
            print.Add<float>(y.AsSpan(0, cols));
        }

        Layout.ScatterAddRows(
            many, 3, 100, [0, 1, 1, 2, 1, 0, 0, 0, 1, 1, 1, 0, 2, 2, 1, 0, 1, 1, 1, 0, 0, 1, 2, 0, 0, 0, 1, 1, 2, 0], -1, y.AsSpan(0, 300));
        print.Add<float>(y.AsSpan(0, 300));
        print.Add<float>([Reduce.Sum(many), Reduce.Dot(many, normalDraw), Reduce.SumOfExponentials(many, 1)]);

        double[] doubles =
        [
            ScalarMath.Sin(0.7), ScalarMath.Cos(1e10), ScalarMath.Exp(-3.3), ScalarMath.Log(0.1), ScalarMath.Tanh(0.4),
            ScalarMath.Expm1(1e-9), ScalarMath.Log1p(-0.7),
        ];
        print.Add<double>(doubles);
        return print.ToString();
    });

    [Fact]
    public void Every_fused_multiply_add_is_rounded_once()
    {
        Rng rng = new(5);
        Span<float> x = stackalloc float[16], y = stackalloc float[16], z = stackalloc float[16], w = stackalloc float[16];
        for (int round = 0; round < 300; round++)
        {
            for (int i = 0; i < 16; i++)
            {
                // Addends from far below the product's last place to its size, and often its opposite but for the
                // last bits: where two roundings show.
                x[i] = rng.NextSingle(1, 2);
                y[i] = rng.NextSingle(-2, 2);
                z[i] = i % 2 == 0 ? rng.NextSingle(-1, 1) * MathF.ScaleB(1, -rng.NextInt(60)) : -x[i] * y[i];
            }

            Elementwise.Apply<MultiplyAdd>(x, y, z, w);
            for (int i = 0; i < 16; i++)
            {
                Assert.Equal(ExactFma(x[i], y[i], z[i]), w[i]);
            }

            for (int i = 0; i < 16; i += 4)
            {
                Vector128<float> software = SoftwareFma.Invoke(
                    Vector128.Create<float>(x[i..]), Vector128.Create<float>(y[i..]), Vector128.Create<float>(z[i..]));
                Assert.Equal(Vector128.Create<float>(w[i..]), software);
            }
        }
    }

    [Fact]
    public void The_software_fused_multiply_add_treats_special_values_as_the_instruction_does()
    {
        float[] values =
        [
            0, -0f, 1, -1, float.Epsilon, -float.Epsilon, 1.5e-38f, 3e38f, -3e38f, 1e-30f, 1 / 3f, float.PositiveInfinity,
            float.NegativeInfinity, float.NaN,
        ];
        foreach (float x in values)
        {
            foreach (float y in values)
            {
                foreach (float z in values)
                {
                    float expected = MathF.FusedMultiplyAdd(x, y, z),
                        actual = SoftwareFma.Invoke(Vector128.Create(x), Vector128.Create(y), Vector128.Create(z))[2];
                    Assert.True(expected.Equals(actual) && float.IsNegative(expected) == float.IsNegative(actual)
                        || float.IsNaN(expected) && float.IsNaN(actual), $"{x}·{y} + {z} = {actual}, expected {expected}");
                }
            }
        }
    }

    /// <summary>In integers, by multiples of 2⁻¹⁵⁰; the conversion of their exact quotient to float rounds once.</summary>
    private static float ExactFma(float x, float y, float z)
    {
        BigInteger sum = (Fixed(x, 75) * Fixed(y, 75)) + Fixed(z, 150);
        if (sum.IsZero)
        {
            return 0;
        }

        // Keep 60 bits and mark whatever lies below: that, as a double of 53 bits with a sticky last bit,
        // rounds to float as the whole would.
        int drop = Math.Max(0, (int)BigInteger.Abs(sum).GetBitLength() - 50);
        BigInteger kept = BigInteger.Abs(sum) >> drop;
        kept = (kept << 1) | (kept << drop == BigInteger.Abs(sum) ? 0 : 1);
        return (float)(Math.ScaleB((double)kept, drop - 1 - 150) * sum.Sign);
    }

    private static BigInteger Fixed(float value, int places)
    {
        int bits = BitConverter.SingleToInt32Bits(value), exponent = (bits >> 23) & 0xFF;
        BigInteger mantissa = exponent == 0 ? bits & 0x7FFFFF : (bits & 0x7FFFFF) | 0x800000;
        int shift = Math.Max(exponent, 1) - 150 + places;
        mantissa = shift >= 0 ? mantissa << shift : mantissa >> -shift;
        return value < 0 ? -mantissa : mantissa;
    }

    private static float[] Values(int count)
    {
        float[] x = new float[count];
        Rng rng = new(2);
        for (int i = 0; i < count; i++)
        {
            x[i] = i < Hard.Length ? Hard[i] : i % 3 == 0 ? rng.NextNormal(0, 10) : BitConverter.UInt32BitsToSingle(rng.NextUInt32());
            x[i] = float.IsNaN(x[i]) ? i : x[i];
        }

        return x;
    }

    private static void Unary<TOp>(float[] x)
        where TOp : struct, IUnaryOperator
    {
        foreach (int length in (int[])[1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, x.Length - 1])
        {
            float[] a = new float[length + 1], b = new float[length + 1], c = new float[length + 1];
            Elementwise.Run<TOp, Vector128<float>, Simd128>(ref x[0], ref a[0], length);
            Elementwise.Run<TOp, Vector256<float>, Simd256>(ref x[0], ref b[0], length);
            Elementwise.Run<TOp, Vector512<float>, Simd512>(ref x[0], ref c[0], length);
            AssertSame(a, b, typeof(TOp).Name);
            AssertSame(a, c, typeof(TOp).Name);
            Assert.Equal(0, a[length]);
        }
    }

    private static void Binary<TOp>(float[] x)
        where TOp : struct, IBinaryOperator
    {
        int length = x.Length / 2;
        float[] a = new float[length], b = new float[length], c = new float[length];
        Elementwise.Run<TOp, Elementwise.Each, Elementwise.Each, Vector128<float>, Simd128>(ref x[0], ref x[length], ref a[0], length);
        Elementwise.Run<TOp, Elementwise.Each, Elementwise.Each, Vector256<float>, Simd256>(ref x[0], ref x[length], ref b[0], length);
        Elementwise.Run<TOp, Elementwise.Each, Elementwise.Each, Vector512<float>, Simd512>(ref x[0], ref x[length], ref c[0], length);
        AssertSame(a, b, typeof(TOp).Name);
        AssertSame(a, c, typeof(TOp).Name);

        foreach (int cols in (int[])[1, 3, 10, 16, 40])
        {
            int rows = length / cols;
            Elementwise.RunPlane<TOp, Elementwise.Each, Elementwise.Same, Vector128<float>, Simd128>(
                ref x[0], 0, ref x[length], 1, ref a[0], rows, cols);
            Elementwise.RunPlane<TOp, Elementwise.Each, Elementwise.Same, Vector256<float>, Simd256>(
                ref x[0], 0, ref x[length], 1, ref b[0], rows, cols);
            Elementwise.RunPlane<TOp, Elementwise.Each, Elementwise.Same, Vector512<float>, Simd512>(
                ref x[0], 0, ref x[length], 1, ref c[0], rows, cols);
            AssertSame(a, b, typeof(TOp).Name);
            AssertSame(a, c, typeof(TOp).Name);
        }
    }

    private static void Reduction<TReduction>(float[] x, float[] y, int length)
        where TReduction : struct, Reduce.IReduction
    {
        float a = Reduce.Lanes<TReduction, Elementwise.Each, Vector128<float>, Simd128>(ref x[0], ref y[0], length);
        float b = Reduce.Lanes<TReduction, Elementwise.Each, Vector256<float>, Simd256>(ref x[0], ref y[0], length);
        float c = Reduce.Lanes<TReduction, Elementwise.Each, Vector512<float>, Simd512>(ref x[0], ref y[0], length);
        AssertSame([a, a], [b, c], $"{typeof(TReduction).Name} of {length}");
    }

    private static void Tile<TTile>(Func<int, int> resultColumns)
        where TTile : struct, RowTiles.ITile
    {
        float[] x = new float[40 * 16], g = new float[x.Length];
        Rng rng = new(9);
        rng.FillNormal(x);
        rng.FillNormal(g);
        for (int cols = 1; cols <= RowTiles.MaxColumns; cols++)
        {
            foreach (int rows in (int[])[1, 3, 4, 8, 9, 16, 21, 40])
            {
                float[] a = new float[rows * resultColumns(cols)], b = new float[a.Length], c = new float[a.Length];
                RowTiles.Tiles<TTile, Vector128<float>, Simd128>(ref x[0], ref g[0], false, rows, cols, ref a[0]);
                RowTiles.Tiles<TTile, Vector256<float>, Simd256>(ref x[0], ref g[0], false, rows, cols, ref b[0]);
                RowTiles.Tiles<TTile, Vector512<float>, Simd512>(ref x[0], ref g[0], false, rows, cols, ref c[0]);
                AssertSame(a, b, typeof(TTile).Name);
                AssertSame(a, c, typeof(TTile).Name);
            }
        }
    }

    private static void AssertSame(float[] expected, float[] actual, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i])
                || (float.IsNaN(expected[i]) && float.IsNaN(actual[i])),
                $"{what}: element {i} is {expected[i]:R} or {actual[i]:R}");
        }
    }
}
