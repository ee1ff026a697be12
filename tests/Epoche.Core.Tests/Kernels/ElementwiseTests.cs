using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

public sealed class ElementwiseTests
{
    private static readonly float Nan = float.NaN;

    [Fact]
    public void Comparisons_give_ones_and_zeros_and_are_false_for_NaN()
    {
        float[] x = [1, 2, 3, Nan, 0], y = [2, 2, 2, 1, -0f];
        Assert.Equal([1, 0, 0, 0, 0], Binary<Less>(x, y));
        Assert.Equal([1, 1, 0, 0, 1], Binary<LessOrEqual>(x, y));
        Assert.Equal([0, 0, 1, 0, 0], Binary<Greater>(x, y));
        Assert.Equal([0, 1, 1, 0, 1], Binary<GreaterOrEqual>(x, y));
        Assert.Equal([0, 1, 0, 0, 1], Binary<EqualTo>(x, y));
    }

    [Fact]
    public void NaN_passes_through_what_limits_values()
    {
        Assert.Equal([0, 0, 2, Nan], Unary<Relu>([-1, -0f, 2, Nan]));
        Assert.Equal([Nan, Nan, 2], Binary<Maximum>([Nan, 1, 2], [1, Nan, -3]));
        Assert.Equal([Nan, Nan, -3], Binary<Minimum>([Nan, 1, 2], [1, Nan, -3]));
        float[] y = new float[4];
        Elementwise.Apply<Clip>([-5, 0.5f, 5, Nan], -1, 1, y);
        Assert.Equal([-1, 0.5f, 1, Nan], y);
        Assert.Equal([-1, 0, 0, 1, Nan], Unary<Sign>([-3, -0f, 0, 0.5f, Nan]));
    }

    [Fact]
    public void Select_takes_the_first_where_the_condition_is_not_zero()
    {
        float[] y = new float[4];
        Elementwise.Apply<Select>((float[])[1, 0, -0f, Nan], (float[])[1, 2, 3, 4], (float[])[5, 6, 7, 8], y);
        Assert.Equal([1, 6, 7, 4], y);
    }

    [Fact]
    public void Gradients_are_the_rules_of_their_functions()
    {
        Assert.Equal([0, 0, 7], Binary<ReluGradient>([-1, 0, 2], [5, 6, 7]));
        Assert.Equal([1.5f], Binary<TanhGradient>([0.5f], [2]));
        Assert.Equal([0.5f], Binary<SigmoidGradient>([0.5f], [2]));
        Assert.Equal([-3, 0, 3], Binary<AbsoluteGradient>([-2, 0, 2], [3, 3, 3]));
        Assert.Equal([0.25f], Binary<SquareRootGradient>([4], [2]));
        Assert.Equal([0.5f], Binary<SoftplusGradient>([0], [1]));
        Assert.Equal([1.12837917f], Binary<ErrorFunctionGradient>([0], [1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(50)]
    public void A_result_may_be_an_operand(int length)
    {
        float[] x = [.. Enumerable.Range(0, length).Select(i => (float)i)], y = [.. x.Select(v => v * v)];
        Elementwise.AddTo(x, y);
        Assert.Equal(x.Select(v => (v * v) + v), y);
        Elementwise.MultiplyAddTo(2, x, y);
        Assert.Equal(x.Select(v => (v * v) + (3 * v)), y);
        Elementwise.Scale(-1, y);
        Assert.Equal(x.Select(v => -((v * v) + (3 * v))), y);
        Elementwise.Apply<Subtract>(y, y, y);
        Assert.All(y, v => Assert.Equal(0, v));
        Elementwise.Apply<Subtract>(10, x, x);
        Assert.Equal(Enumerable.Range(0, length).Select(i => 10f - i), x);
    }

    [Fact]
    public void Spans_of_different_lengths_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Elementwise.Apply<Add>(new float[3], new float[4], new float[4]));
        Assert.Equal("An elementwise operand has 3 elements where the result has 4.", error.Message);
    }

    private static float[] Unary<TOp>(float[] x)
        where TOp : struct, IUnaryOperator
    {
        float[] y = new float[x.Length];
        Elementwise.Apply<TOp>(x, y);
        return y;
    }

    private static float[] Binary<TOp>(float[] x, float[] y)
        where TOp : struct, IBinaryOperator
    {
        float[] z = new float[x.Length];
        Elementwise.Apply<TOp>(x, y, z);
        return z;
    }
}
