using Epoche.Tensors;
using static Epoche.Tensors.Ops;

namespace Epoche.Core.Tests.Autodiff;

/// <summary>
/// Each fused path beside the plain one: the same bits, of outputs and of gradients. Sizes cross the borders of tiles, blocks and shares of
/// threads.
/// </summary>
public sealed class FusedPathTests
{
    private readonly StepArena _arena = new();

    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(64, 4, 64)]
    [InlineData(33, 784, 50)]
    [InlineData(130, 1100, 67)] // a chain that is cut
    public void A_dense_layer_and_its_rectifier_have_the_bits_of_product_sum_and_rectifier(int batch, int inputs, int outputs)
    {
        Tensor[] variables = [Normal(1, batch, inputs), Normal(2, inputs, outputs), Normal(3, outputs)];
        AssertSame(variables, v => Relu(v[0].MatMul(v[1]) + v[2]), v => LinearRelu(v[0], v[1], v[2]), v => Relu(Linear(v[0], v[1], v[2])));
    }

    [Theory]
    [InlineData(2, 9, 1, 5, 1, Padding.Valid)]
    [InlineData(8, 14, 16, 32, 1, Padding.Same)]
    [InlineData(5, 13, 3, 17, 2, Padding.Valid)]
    public void A_convolution_and_its_rectifier_have_the_bits_of_convolution_sum_and_rectifier(
        int batch, int size, int channels, int filters, int stride, Padding padding)
    {
        Tensor[] variables = [Normal(1, batch, size, size, channels), Normal(2, 3, 3, channels, filters), Normal(3, filters)];
        AssertSame(
            variables,
            v => Relu(Conv2D(v[0], v[1], null, stride, padding) + v[2]),
            v => Conv2DRelu(v[0], v[1], v[2], stride, padding),
            v => Relu(Conv2D(v[0], v[1], v[2], stride, padding)));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(64, 10)]
    [InlineData(7, 1000)]
    public void Cross_entropy_of_classes_has_the_bits_of_the_labels_logarithms(int batch, int classes)
    {
        Tensor logits = Normal(4, batch, classes),
            labels = Tensor.Of([.. Enumerable.Range(0, batch).Select(i => (float)(i * 7 % classes))], [batch]);
        using StepArena.OpenStep step = _arena.Step();
        Tensor losses = SoftmaxCrossEntropy(logits, labels), logarithms = LogSoftmax(logits), weights = Normal(5, batch);
        AssertBits(-logarithms.Gather(1, labels), losses);
        Tape.Backward((losses * weights).Sum());
        Tensor probabilities = Exp(logarithms), expected = (probabilities - labels.OneHot(classes)) * weights.Reshape(-1, 1);
        AssertBits(expected, logits.Gradient);
    }

    [Theory]
    [InlineData(1, 1, 3, 2)]
    [InlineData(5, 4, 7, 19)]
    [InlineData(33, 6, 20, 64)]
    public void A_recurrence_has_the_bits_of_one_step_after_the_other(int batch, int steps, int features, int units)
    {
        Tensor[] variables =
        [
            Normal(1, batch, steps, features), Normal(2, features, 4 * units), Normal(3, units, 4 * units), Normal(4, 4 * units),
            Normal(5, batch, 2 * units),
        ];
        AssertSame(
            variables, [0, 4], v => Stepwise(v[0], v[4], (x, state) => Lstm(x, v[1], v[2], v[3], state)),
            v => Both(Lstm(v[0], v[1], v[2], v[3], v[4], sequences: true)));
        variables =
        [
            Normal(1, batch, steps, features), Normal(2, features, 3 * units), Normal(3, units, 3 * units), Normal(4, 3 * units),
            Normal(5, batch, units), Normal(6, units),
        ];
        AssertSame(
            variables, [0, 4], v => Stepwise(v[0], v[4], (x, state) => Gru(x, v[1], v[2], v[3], v[5], state)),
            v => Both(Gru(v[0], v[1], v[2], v[3], v[5], v[4], sequences: true)));

        static Tensor Stepwise(Tensor x, Tensor state, Func<Tensor, Tensor, Recurrence> step)
        {
            Tensor[] outputs = new Tensor[x.Length(1)];
            for (int t = 0; t < outputs.Length; t++)
            {
                (outputs[t], state) = step(x.Slice(1, t, 1), state);
            }

            return Concat(1, [.. outputs, state]);
        }

        static Tensor Both(Recurrence all) => Concat(1, all.Output.Flatten(), all.State);
    }

    private void AssertSame(Tensor[] variables, Func<Tensor[], Tensor> plain, params Func<Tensor[], Tensor>[] fused) =>
        AssertSame(variables, [.. Enumerable.Range(0, variables.Length)], plain, fused);

    private void AssertSame(Tensor[] variables, int[] compared, Func<Tensor[], Tensor> plain, params Func<Tensor[], Tensor>[] fused)
    {
        (Tensor output, Tensor[] gradients) = Run(plain);
        foreach (Func<Tensor[], Tensor> function in fused)
        {
            (Tensor actual, Tensor[] actualGradients) = Run(function);
            AssertBits(output, actual);
            Assert.All(compared, i => AssertBits(gradients[i], actualGradients[i]));
        }

        (Tensor Output, Tensor[] Gradients) Run(Func<Tensor[], Tensor> function)
        {
            using StepArena.OpenStep step = _arena.Step();
            Tensor y = function(variables);
            Tape.Backward((y * Constant(9, y.Shape)).Sum());
            Tensor[] found = [.. variables.Select(v => v.Gradient.Keep())];
            Array.ForEach(variables, v => v.ClearGradient());
            return (y.Keep(), found);
        }
    }

    private static void AssertBits(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.ToArray().Select(BitConverter.SingleToUInt32Bits), actual.ToArray().Select(BitConverter.SingleToUInt32Bits));
    }

    private static Tensor Constant(ulong seed, Shape shape)
    {
        Rng random = new(seed);
        return Tensor.Normal(shape, ref random);
    }

    private static Tensor Normal(ulong seed, params int[] sizes) =>
        Tensor.Variable(Constant(seed, Shape.Create(sizes)).ToArray(), Shape.Create(sizes));
}
