using Epoche.Kernels;
using Epoche.Tensors;
using static Epoche.Tensors.Ops;

namespace Epoche.Core.Tests.Autodiff;

/// <summary>Attention in one operation, beside the plain ones; the gradient itself is checked in <see cref="GradientTests"/>.</summary>
[Collection("workers")]
public sealed class AttentionTests
{
    private readonly StepArena _arena = new();

    [Theory]
    [InlineData(2, 5, 1, 3, false)]
    [InlineData(3, 16, 4, 16, true)]
    [InlineData(2, 37, 2, 8, false)]
    [InlineData(1, 70, 3, 20, true)]
    public void It_gives_what_products_masks_and_softmax_give(int batch, int steps, int heads, int size, bool isCausal)
    {
        Tensor mask = Tensor.Ones([batch, steps]);
        mask.Span[^2..].Clear();
        (float[] output, float[] slopes) = Run([batch, steps, 3 * heads * size], x => Attention(x, heads, isCausal, mask));
        (float[] expected, float[] expectedSlopes) = Run([batch, steps, 3 * heads * size], x => Plain(x, heads, isCausal, mask));
        Assert.All(expected.Zip(output), pair => Assert.Equal(pair.First, pair.Second, 2e-6f));
        Assert.All(expectedSlopes.Zip(slopes), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Bits_are_the_same_on_one_thread_and_on_three()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            (float[] output, float[] slopes) = Run([33, 17, 96], x => Attention(x, 4, true));
            Workers.Count = 3;
            (float[] shared, float[] sharedSlopes) = Run([33, 17, 96], x => Attention(x, 4, true));
            Assert.Equal(output, shared);
            Assert.Equal(slopes, sharedSlopes);
        }
        finally
        {
            Workers.Count = before;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Padding_behind_changes_no_bit_of_what_stands_before_it(bool isCausal)
    {
        Rng random = new(4);
        Tensor x = Tensor.Normal([1, 11, 24], ref random), padding = Tensor.Normal([1, 9, 24], ref random), mask = Tensor.Ones([1, 20]);
        mask.Span[11..].Clear();
        float[] alone = Attention(x, 2, isCausal).ToArray(), padded = Attention(Concat(1, x, padding), 2, isCausal, mask).ToArray();
        Assert.Equal(alone, padded[..alone.Length]);
    }

    [Fact]
    public void A_step_that_may_ask_none_gets_zeros()
    {
        Rng random = new(5);
        Tensor x = Tensor.Normal([2, 3, 6], ref random), mask = Tensor.Of([0, 0, 0, 0, 0, 1], [2, 3]);
        float[] y = Attention(x, 1, isCausal: true, mask: mask).ToArray();
        Assert.All(y[..10], value => Assert.Equal(0, value));
        Assert.Equal(x.ToArray()[^2..], y[10..]); // the last asks itself alone, and gets its value
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Tensor x = Tensor.Zeros([2, 3, 12]);
        Assert.Equal(
            "Attention of 3 heads takes queries, keys and values [batch, steps, 3 · features], the features a multiple of the heads; "
            + "received [2, 3, 12].",
            Assert.Throws<ArgumentException>(() => Attention(x, 3)).Message);
        Assert.Equal(
            "The mask of attention has a number for each step, [2, 3]; received [3, 2].",
            Assert.Throws<ArgumentException>(() => Attention(x, 2, mask: Tensor.Ones([3, 2]))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Attention(x, 0));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 0)]
    public void Nothing_gives_nothing(int batch, int steps) =>
        Assert.Equal([batch, steps, 4], Attention(Tensor.Zeros([batch, steps, 12]), 2).Shape);

    private static Tensor Plain(Tensor x, int heads, bool isCausal, Tensor mask)
    {
        (int batch, int steps, int features) = (x.Length(0), x.Length(1), x.Length(2) / 3);
        int size = features / heads;
        Tensor all = x.Reshape(batch, steps, 3, heads, size).Transpose(2, 0, 3, 1, 4);
        Tensor scores = Part(0).MatMul(Part(1), transposeRight: true) * (1 / MathF.Sqrt(size));
        Tensor never = Tensor.Scalar(float.NegativeInfinity);
        scores = Where(mask.Reshape(batch, 1, 1, steps), scores, never);
        if (isCausal)
        {
            scores = Where(
                Tensor.Of([.. Enumerable.Range(0, steps * steps).Select(i => i % steps <= i / steps ? 1f : 0)], [steps, steps]),
                scores, never);
        }

        return Softmax(scores).MatMul(Part(2)).Transpose(0, 2, 1, 3).Reshape(batch, steps, features);

        Tensor Part(int part) => all.Slice(0, part, 1).Reshape(batch, heads, steps, size);
    }

    private (float[] Output, float[] Slopes) Run(Shape shape, Func<Tensor, Tensor> function)
    {
        Rng random = new(3);
        Tensor x = Tensor.Variable(Tensor.Normal(shape, ref random).ToArray(), shape);
        using StepArena.OpenStep step = _arena.Step();
        Tensor y = function(x);
        Tape.Backward((y * Tensor.Normal(y.Shape, ref random)).Sum());
        return (y.ToArray(), x.Gradient.ToArray());
    }
}
