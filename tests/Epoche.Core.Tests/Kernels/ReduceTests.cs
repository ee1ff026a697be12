using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

public sealed class ReduceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Reductions_of_a_span_agree_with_double_precision(int count)
    {
        float[] x = Values(count, 1), y = Values(count, 2);
        Assert.Equal(x.Sum(v => (double)v), Reduce.Sum(x), 1e-4);
        Assert.Equal(x.Sum(v => (double)v * v), Reduce.SumOfSquares(x), 1e-3);
        Assert.Equal(x.Zip(y, (u, v) => (double)u * v).Sum(), Reduce.Dot(x, y), 1e-4);
        Assert.Equal(count == 0 ? float.NegativeInfinity : x.Max(), Reduce.Max(x));
        Assert.Equal(count == 0 ? float.PositiveInfinity : x.Min(), Reduce.Min(x));
    }

    [Fact]
    public void The_order_of_a_sum_is_sixteen_lanes_and_a_tree()
    {
        float[] x = Values(100, 3), lanes = new float[16];
        for (int i = 0; i < x.Length; i++)
        {
            lanes[i % 16] += x[i];
        }

        for (int half = 8; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                lanes[i] += lanes[i + half];
            }
        }

        Assert.Equal(lanes[0], Reduce.Sum(x));
    }

    [Fact]
    public void A_longer_sum_adds_its_blocks_of_256_in_double_precision()
    {
        float[] x = Values(1000, 3);
        Assert.Equal((float)x.Chunk(256).Sum(block => (double)Reduce.Sum(block)), Reduce.Sum(x));
    }

    [Theory]
    [InlineData(8_192)]
    [InlineData(8_193)]
    [InlineData(67_586)]
    [InlineData(1_000_003)]
    public void A_long_sum_of_squares_is_the_sum_of_its_blocks(int count)
    {
        float[] x = Values(count, 5);
        int length = count <= 8192 ? count : Math.Max(8192, ((count + 63) / 64 + 15) & -16);
        float[] sums = [.. x.Chunk(length).Select(block => Reduce.Dot(block, block))];
        Assert.Equal(sums.Length == 1 ? sums[0] : Reduce.Sum(sums), Reduce.SumOfSquares(x));
        Assert.Equal(1, Reduce.SumOfSquares(x) / x.Sum(v => (double)v * v), 1e-6);
    }

    [Fact]
    public void A_value_that_is_not_finite_is_found_anywhere()
    {
        for (int count = 1; count < 70; count++)
        {
            float[] x = Values(count, 4);
            x[0] = float.MaxValue;
            Assert.True(Reduce.IsFinite(x));
            foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                for (int i = 0; i < count; i++)
                {
                    float kept = x[i];
                    x[i] = bad;
                    Assert.False(Reduce.IsFinite(x));
                    x[i] = kept;
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 5, 1)]
    [InlineData(3, 40, 1)]
    [InlineData(2, 7, 3)]
    [InlineData(2, 5, 100)]
    [InlineData(1, 64, 256)]
    [InlineData(3, 1, 4)]
    [InlineData(2, 0, 4)]
    public void Reductions_along_an_axis_leave_the_others(int outer, int length, int inner)
    {
        float[] x = Values(outer * length * inner, 5), sum = new float[outer * inner], max = new float[outer * inner],
            min = new float[outer * inner];
        Reduce.Along<Reduce.SumReduction>(x, outer, length, inner, sum);
        Reduce.Along<Reduce.MaxReduction>(x, outer, length, inner, max);
        Reduce.Along<Reduce.MinReduction>(x, outer, length, inner, min);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                float[] line = [.. Enumerable.Range(0, length).Select(k => x[(((o * length) + k) * inner) + i])];
                Assert.Equal(line.Sum(v => (double)v), sum[(o * inner) + i], 1e-4);
                Assert.Equal(line.Append(float.NegativeInfinity).Max(), max[(o * inner) + i]);
                Assert.Equal(line.Append(float.PositiveInfinity).Min(), min[(o * inner) + i]);
            }
        }
    }

    [Fact]
    public void Short_rows_reduce_to_the_bits_of_each_row_alone()
    {
        for (int length = 1; length <= 20; length++)
        {
            float[] x = Values(37 * length, 6), sum = new float[37], max = new float[37];
            x[0] = float.NaN;
            x.AsSpan(length, length).Fill(-0f);
            Reduce.Along<Reduce.SumReduction>(x, 37, length, 1, sum);
            Reduce.Along<Reduce.MaxReduction>(x, 37, length, 1, max);
            for (int r = 0; r < 37; r++)
            {
                ReadOnlySpan<float> row = x.AsSpan(r * length, length);
                Assert.Equal(BitConverter.SingleToInt32Bits(Reduce.Sum(row)), BitConverter.SingleToInt32Bits(sum[r]));
                Assert.Equal(BitConverter.SingleToInt32Bits(Reduce.Max(row)), BitConverter.SingleToInt32Bits(max[r]));
            }
        }
    }

    [Fact]
    public void The_index_of_the_largest_is_the_first_of_equals_and_NaN_is_the_largest()
    {
        float[] y = new float[4];
        Reduce.ArgMax(
            [1, 3, 3, 2, 5, 0, -1, float.NaN, float.NaN, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity], 4, 3, 1,
            y);
        Assert.Equal([1, 1, 1, 0], y);
        Reduce.ArgMax([1, 7, 9, 8, 2, 7, 9, 8], 1, 2, 4, y);
        Assert.Equal([1, 0, 0, 0], y);
        Assert.Throws<ArgumentException>(() => Reduce.ArgMax([], 4, 0, 1, new float[4]));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Reduce.Along<Reduce.SumReduction>(new float[5], 1, 2, 3, new float[3]));
        Assert.Throws<ArgumentException>(() => Reduce.SumRows(new float[6], 2, 3, new float[2]));
        Assert.Throws<ArgumentException>(() => Reduce.Dot(new float[2], new float[3]));
    }

    private static float[] Values(int count, ulong seed)
    {
        float[] values = new float[count];
        new Rng(seed).FillNormal(values);
        return values;
    }
}
