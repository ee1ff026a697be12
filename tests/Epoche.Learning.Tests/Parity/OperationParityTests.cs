using System.Text.Json;
using Epoche.Tensors;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Parity;

/// <summary>Outputs and gradients of the tensor operations against PyTorch's (tests/fixtures/torch/operations.py).</summary>
public sealed class OperationParityTests
{
    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("operations.json");

    private static readonly Dictionary<string, Func<Tensor[], Tensor>> s_operations = new()
    {
        ["negate"] = x => -x[0],
        ["abs"] = x => Abs(x[0]),
        ["square"] = x => Square(x[0]),
        ["sqrt"] = x => Sqrt(x[0]),
        ["reciprocal"] = x => Reciprocal(x[0]),
        ["exp"] = x => Exp(x[0]),
        ["log"] = x => Log(x[0]),
        ["sin"] = x => Sin(x[0]),
        ["cos"] = x => Cos(x[0]),
        ["tanh"] = x => Tanh(x[0]),
        ["sigmoid"] = x => Sigmoid(x[0]),
        ["softplus"] = x => Softplus(x[0]),
        ["relu"] = x => Relu(x[0]),
        ["gelu"] = x => Gelu(x[0]),
        ["erf"] = x => Erf(x[0]),
        ["add"] = x => x[0] + x[1],
        ["add row"] = x => x[0] + x[1],
        ["add column to row"] = x => x[0] + x[1],
        ["subtract column"] = x => x[0] - x[1],
        ["subtract from number"] = x => 1.5f - x[0],
        ["multiply"] = x => x[0] * x[1],
        ["multiply row"] = x => x[0] * x[1],
        ["divide"] = x => x[0] / x[1],
        ["divide number"] = x => 2f / x[0],
        ["minimum"] = x => Minimum(x[0], x[1]),
        ["maximum"] = x => Maximum(x[0], x[1]),
        ["clip"] = x => Clip(x[0], -0.75f, 1.25f),
        ["where"] = x => Where(x[0] > x[1], x[0] * x[1], x[1]),
        ["softmax"] = x => Softmax(x[0]),
        ["log-softmax"] = x => LogSoftmax(x[0]),
        ["logsumexp"] = x => LogSumExp(x[0]),
        ["sum"] = x => x[0].Sum(),
        ["sum 0"] = x => x[0].Sum(0),
        ["sum 1"] = x => x[0].Sum(1),
        ["sum 0 2"] = x => x[0].Sum([0, 2]),
        ["sum 2 keep"] = x => x[0].Sum(2, keepAxes: true),
        ["mean"] = x => x[0].Mean(),
        ["mean 1"] = x => x[0].Mean(1),
        ["max 1"] = x => x[0].Max(1),
        ["min 0"] = x => x[0].Min(0),
        ["max"] = x => x[0].Max(),
        ["gather"] = x => x[0].Gather(1, Tensor.Of(TorchFixture.Integers(700, 6, 5), [3, 2])),
        ["concat 0"] = x => Concat(0, x[0], x[1]),
        ["concat 1"] = x => Concat(1, x[0], x[1]),
        ["slice"] = x => x[0].Slice(1, 1, 2),
        ["reshape"] = x => x[0].Reshape(6, 4),
        ["transpose"] = x => x[0].Transpose(),
        ["matmul"] = x => x[0].MatMul(x[1]),
        ["matmul transposed left"] = x => x[0].MatMul(x[1], transposeLeft: true),
        ["matmul transposed right"] = x => x[0].MatMul(x[1], transposeRight: true),
        ["matmul transposed both"] = x => x[0].MatMul(x[1], transposeLeft: true, transposeRight: true),
        ["linear"] = x => Linear(x[0], x[1], x[2]),
        ["linear relu"] = x => LinearRelu(x[0], x[1], x[2]),
        ["conv2d"] = x => Ops.Conv2D(x[0], x[1], x[2]),
        ["conv2d relu"] = x => Conv2DRelu(x[0], x[1], x[2]),
        ["conv2d strides"] = x => Ops.Conv2D(x[0], x[1], x[2], strides: (2, 3)),
        ["conv2d same"] = x => Ops.Conv2D(x[0], x[1], x[2], padding: Padding.Same),
        ["conv2d same, strides"] = x => Ops.Conv2D(x[0], x[1], strides: (3, 2), padding: Padding.Same),
        ["conv2d dilated"] = x => Ops.Conv2D(x[0], x[1], dilation: (2, 3)),
        ["conv2d same, strides, dilated"] = x => Ops.Conv2D(x[0], x[1], strides: (1, 2), padding: Padding.Same, dilation: 2),
        ["conv2d 17 filters"] = x => Ops.Conv2D(x[0], x[1], strides: 2),
        ["max-pool2d"] = x => Ops.MaxPool2D(x[0], (2, 3)),
        ["max-pool2d overlapping"] = x => Ops.MaxPool2D(x[0], (3, 2), strides: (2, 1)),
        ["max-pool2d same"] = x => Ops.MaxPool2D(x[0], 3, strides: 1, padding: Padding.Same),
        ["max-pool2d of ties"] = x => Ops.MaxPool2D(x[0], 2, strides: 1),
        ["average-pool2d"] = x => Ops.AveragePool2D(x[0], (2, 3)),
        ["average-pool2d overlapping"] = x => Ops.AveragePool2D(x[0], (3, 2), strides: (2, 1)),
        ["average-pool2d same"] = x => Ops.AveragePool2D(x[0], 3, strides: 1, padding: Padding.Same),
        ["huber"] = x => Huber(x[0]),
        ["huber 0.5"] = x => Huber(x[0], 0.5f),
        ["softmax cross-entropy"] = x => SoftmaxCrossEntropy(x[0], Tensor.Of(TorchFixture.Integers(701, 3, 5))),
        ["softmax cross-entropy of ties"] = x => SoftmaxCrossEntropy(x[0], Tensor.Of(TorchFixture.Integers(701, 3, 5))),
        ["sigmoid cross-entropy"] = x => BinaryCrossEntropy(x[0], Tensor.Of(TorchFixture.Bits(702, 51), [3, 17])),
        ["silu"] = x => Silu(x[0]),
        ["mish"] = x => Mish(x[0]),
        ["leaky relu"] = x => LeakyRelu(x[0]),
        ["leaky relu 0.25"] = x => LeakyRelu(x[0], 0.25f),
        ["elu"] = x => Elu(x[0]),
        ["elu 0.5"] = x => Elu(x[0], 0.5f),
        ["pow 3"] = x => Pow(x[0], 3),
        ["pow -2"] = x => Pow(x[0], -2),
        ["pow 1.5"] = x => Pow(x[0], 1.5f),
        ["stack 1"] = x => Stack(1, x[0], x[1]),
        ["split"] = x => Concat(1, [.. Split(x[0], 1, 2, 1, 2).Select((part, i) => part * (i + 1))]),
        ["pad"] = x => Pad(x[0], 1, 1, 2, 0.5f),
        ["flip 1"] = x => Flip(x[0], 1),
        ["cumulative sum 1"] = x => CumulativeSum(x[0], 1),
        ["sort 1"] = x => Sort(x[0], 1),
        ["sort descending"] = x => Sort(x[0], descending: true),
        ["top 2"] = x => TopK(x[0], 2).Values,
        ["softmax 0"] = x => Softmax(x[0], 0),
        ["log-softmax 1"] = x => LogSoftmax(x[0], 1),
        ["variance 1"] = x => x[0].Variance(1),
        ["variance 0 2 unbiased"] = x => x[0].Variance([0, 2], correction: 1),
        ["norm"] = x => x[0].Norm(-1),
        ["mean absolute error"] = x => MeanAbsoluteError(x[0], x[1]),
        ["smooth cross-entropy"] = x =>
            SoftmaxCrossEntropy(x[0], SmoothLabels(Tensor.Of(TorchFixture.Integers(701, 3, 5)), 5, 0.25f)),
        ["poisson"] = x => PoissonLoss(x[0], Tensor.Of(TorchFixture.Integers(703, 15, 6), [3, 5])),
        ["cosine"] = x => CosineLoss(x[0], x[1]),
        ["triplet"] = x => TripletLoss(x[0], x[1], x[2], 1.5f),
        ["quantile 0.875"] = x => QuantileLoss(x[0], x[1], 0.875f),
        ["focal"] = x => FocalLoss(x[0], Tensor.Of(TorchFixture.Bits(702, 51), [3, 17]), 2, 0.25f),
        ["abs at 0"] = x => Abs(x[0]),
        ["relu at 0"] = x => Relu(x[0]),
        ["clip at bounds"] = x => Clip(x[0], -0.75f, 1.25f),
        ["minimum of ties"] = x => Minimum(x[0], x[1]),
        ["maximum of ties"] = x => Maximum(x[0], x[1]),
        ["max 1 of ties"] = x => x[0].Max(1),
        ["huber at its knee"] = x => Huber(x[0]),
        ["sigmoid cross-entropy at 0"] = x => BinaryCrossEntropy(x[0], Tensor.Of(TorchFixture.Bits(702, 15), [3, 5])),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_and_gradients_agree_with_PyTorch(string name)
    {
        JsonElement expected = s_cases[name];
        StepArena arena = new();
        using (arena.Step())
        {
            Tensor[] inputs = [.. expected.GetProperty("inputs").EnumerateArray().Select(Variable)];
            Tensor output = s_operations[name](inputs);
            Assert.Equal(expected.Sizes(), Enumerable.Range(0, output.Rank).Select(output.Length));
            TorchFixture.AssertAgree(expected.Numbers("output"), output.Values, "output");

            Tensor upstream = Tensor.Of(
                TorchFixture.Values(expected.GetProperty("upstream_salt").GetInt32(), output.Count, -1, 1), output.Shape);
            Tape.Backward((output * upstream).Sum());
            JsonElement[] gradients = [.. expected.GetProperty("gradients").EnumerateArray()];
            for (int i = 0; i < inputs.Length; i++)
            {
                TorchFixture.AssertAgree(
                    [.. gradients[i].EnumerateArray().Select(n => n.GetDouble())], inputs[i].Gradient.Values, $"gradient of input {i}");
            }
        }
    }

    [Fact]
    public void Every_operation_here_has_printed_values() => Assert.Equal(s_cases.Keys.Order(), s_operations.Keys.Order());

    private static Tensor Variable(JsonElement input)
    {
        Shape shape = Shape.Create(input.Sizes());
        double low = input.GetProperty("low").GetDouble(), high = input.GetProperty("high").GetDouble();
        return Tensor.Variable(TorchFixture.Values(input.GetProperty("salt").GetInt32(), shape.ElementCount, low, high), shape);
    }
}
