using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche.Core.Tests.Kernels;

/// <summary>
/// Whatever adds up is within 1e-6 of the sum in double precision, however many numbers there are. One chain of single precision is .06%
/// off for a million times 0.1, and 1% for 2²⁴ in 16 lanes.
/// </summary>
public sealed class LongSumTests
{
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData(10, 0.1f)]
    [InlineData(257, 0.1f)]
    [InlineData(62_500, 0.1f)]
    [InlineData(62_501, 0.7f)]
    [InlineData(1 << 20, 0.1f)]
    [InlineData((1 << 20) + 13, 1 / 3f)]
    [InlineData(1 << 24, 0.1f)]
    public void The_mean_of_equal_numbers_is_that_number(int count, float value)
    {
        float[] x = new float[count];
        x.AsSpan().Fill(value);
        Near(value, Tensor.Of(x).Mean().Item());
        Near((double)count * value * value, Reduce.SumOfSquares(x));
        Near((double)count * value * value, Reduce.Dot(x, x));
        Near(count, Reduce.SumOfExponentials(x, value));
    }

    [Theory]
    [InlineData(4_194_304, 4)]
    [InlineData(1_000_003, 1)]
    [InlineData(65_537, 300)]
    [InlineData(100_000, 17)]
    [InlineData(17, 70_000)]
    public void The_mean_over_either_axis_is_exact(int rows, int columns)
    {
        Tensor x = Tensor.Full([rows, columns], 0.1f);
        Assert.All(x.Mean(0).ToArray(), mean => Near(0.1f, mean));
        Assert.All(x.Mean(1).ToArray().Distinct(), mean => Near(0.1f, mean));
    }

    [Fact]
    public void Means_over_axes_between_others_are_exact()
    {
        Tensor x = Tensor.Full([3, 200_000, 5], 0.1f);
        Assert.All(x.Mean(1).ToArray(), mean => Near(0.1f, mean));
        Assert.All(x.Mean([0, 1]).ToArray(), mean => Near(0.1f, mean));
        Near(0.1f, x.Mean().Item());
    }

    [Fact]
    public void Sums_of_random_numbers_are_those_in_double_precision()
    {
        float[] x = new float[3_000_017];
        new Rng(7).FillUniform(x, 0.5f, 1);
        Near(x.Sum(v => (double)v), Reduce.Sum(x));
        float[] sums = new float[17];
        Reduce.SumRows(x.AsSpan(0, 17 * 176_000), 176_000, 17, sums);
        for (int c = 0; c < sums.Length; c++)
        {
            Near(Enumerable.Range(0, 176_000).Sum(r => (double)x[(r * 17) + c]), sums[c]);
        }
    }

    [Fact]
    public void Gradients_of_what_is_broadcast_to_millions_of_rows_are_exact()
    {
        const int rows = 4_000_000;
        Tensor bias = Tensor.Variable([1, 2], [2]), kernel = Tensor.Variable([0, 0], [1, 2]),
            middle = Tensor.Variable([1, 1, 1], [1, 3, 1]);
        StepArena arena = new();
        using (arena.Step())
        {
            Tape.Backward((0.1f * Linear(Tensor.Zeros([rows, 1]), kernel, bias)).Sum());
            Assert.All(bias.Gradient.ToArray(), slope => Near(rows * (double)0.1f, slope));
        }

        bias = Tensor.Variable([1, 2], [2]);
        using (arena.Step())
        {
            Tape.Backward((Tensor.Full([rows, 2], 0.1f) * bias).Sum());
            Assert.All(bias.Gradient.ToArray(), slope => Near(rows * (double)0.1f, slope));
        }

        using (arena.Step())
        {
            Tape.Backward((Tensor.Full([300_000, 3, 2], 0.1f) * middle).Sum());
            Assert.All(middle.Gradient.ToArray(), slope => Near(600_000 * (double)0.1f, slope));
        }

        Tensor first = Tensor.Variable([1, 1], [2, 1, 1]), last = Tensor.Variable([1, 1, 1], [3, 1, 1, 1]);
        using (arena.Step())
        {
            Tape.Backward((Tensor.Full([2, 400_000, 3], 0.1f) * first).Sum()
                + (Tensor.Full([1, 3, 70_000, 3], 0.1f).Transpose(1, 2, 3, 0) * last).Sum());
            Assert.All(first.Gradient.ToArray(), slope => Near(1_200_000 * (double)0.1f, slope));
            Assert.All(last.Gradient.ToArray(), slope => Near(210_000 * (double)0.1f, slope));
        }
    }

    [Fact]
    public void Batch_statistics_and_the_gradients_by_scale_and_shift_are_exact()
    {
        const int rows = 1 << 21;
        float[] values = new float[rows * 2];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (i / 2 % 2 == 0 ? 0.1f : 0.7f) + (i % 2);
        }

        Tensor scale = Tensor.Variable([1, 1], [2]), shift = Tensor.Variable([0, 0], [2]);
        StepArena arena = new();
        using StepArena.OpenStep step = arena.Step();
        Tensor y = BatchNorm(Tensor.Of(values).Reshape(rows, 2), scale, shift, 0, out Tensor mean, out Tensor variance);
        Near(((double)0.1f + 0.7f) / 2, mean[0]);
        Near(Math.Pow(((double)0.7f - 0.1f) / 2, 2), variance[0]);
        Tape.Backward((0.1f * Square(y)).Sum());
        Near(2 * rows * (double)0.1f, scale.Gradient[0]); // Σ 0.2·y·y with y = ±1
        Tape.Backward((0.1f * y).Sum());
        Near(rows * (double)0.1f, shift.Gradient[0]);
    }

    [Fact]
    public void Long_rows_are_normalized_exactly()
    {
        const int columns = 1 << 20;
        float[] values = new float[columns];
        for (int i = 0; i < columns; i++)
        {
            values[i] = i % 2 == 0 ? 0.1f : 0.7f;
        }

        Tensor x = Tensor.Of(values).Reshape(1, columns), one = Tensor.Full([columns], 1), zero = Tensor.Zeros([columns]);
        Assert.All(LayerNorm(x, one, zero, 0).ToArray().Distinct(), y => Near(1, Math.Abs(y)));
        Assert.All(Softmax(Tensor.Full([1, columns], 3f)).ToArray().Distinct(), p => Near(1.0 / columns, p));
        Near(3 + Math.Log(columns), LogSumExp(Tensor.Full([1, columns], 3f)).Item());
    }

    [Fact]
    public void Gradients_that_meet_in_one_row_or_place_are_exact()
    {
        const int count = 1 << 20;
        Tensor table = Tensor.Variable([1, 2, 3, 4, 5, 6], [3, 2]), x = Tensor.Variable([1, 2, 3], [1, 3]);
        StepArena arena = new();
        using StepArena.OpenStep step = arena.Step();
        Tape.Backward((0.1f * Embedding(Tensor.Full([count], 1f), table)).Sum() + (0.1f * x.Gather(1, Tensor.Full([1, count], 2f))).Sum());
        Assert.Equal([0, 0], table.Gradient.ToArray()[..2]);
        Near(count * (double)0.1f, table.Gradient[1, 0]);
        Near(count * (double)0.1f, table.Gradient[1, 1]);
        Assert.Equal(0, x.Gradient[0, 1]);
        Near(count * (double)0.1f, x.Gradient[0, 2]);
    }

    [Fact]
    public void Rows_of_an_embedding_get_the_gradients_of_all_their_places()
    {
        Tensor table = Tensor.Variable(new float[8], [4, 2]);
        StepArena arena = new();
        using StepArena.OpenStep step = arena.Step();
        Tensor weights = Tensor.Of([1f, 2, 4, 8, 16, 32]).Reshape(6, 1);
        Tape.Backward((weights * Embedding(Tensor.Of([2f, 0, 2, 3, 2, 0]), table, padding: 3)).Sum());
        Assert.Equal([34, 34, 0, 0, 21, 21, 0, 0], table.Gradient.ToArray());
    }

    [Fact]
    public void Images_of_many_pixels_give_exact_means_and_kernel_gradients()
    {
        const int side = 256;
        Tensor image = Tensor.Full([4, side, side, 3], 0.1f), kernel = Tensor.Variable([1, 1, 1], [1, 1, 3]);
        Assert.All(AveragePool2D(Tensor.Full([1, 16, 16, 3], 0.1f), 16).ToArray(), mean => Near(0.1f, mean));
        StepArena arena = new();
        using StepArena.OpenStep step = arena.Step();
        Tape.Backward(DepthwiseConv2D(image, kernel).Sum());
        Assert.All(kernel.Gradient.ToArray(), slope => Near(4 * side * side * (double)0.1f, slope));
    }

    [Fact]
    public void The_divergence_of_a_million_equal_weights_is_a_million_times_that_of_one()
    {
        float[] location = new float[1 << 20], scale = new float[location.Length];
        location.AsSpan().Fill(0.3f);
        scale.AsSpan().Fill(0.01f);
        // KL(N(μ, σ) ‖ N(0, 1)) = ½(σ² + μ² − 1) − ln σ
        Near(
            location.Length * ((0.5 * ((0.01 * 0.01) + (0.3 * 0.3) - 1)) - Math.Log(0.01)),
            NormalKernels.Divergence(location, scale, [], 0, 1), 2e-6);
    }

    private static void Near(double expected, double actual, double tolerance = Tolerance) =>
        Assert.True(
            Math.Abs(actual - expected) <= tolerance * Math.Abs(expected),
            $"{actual:R} is {Math.Abs(actual / expected - 1):E1} off {expected:R}");
}
