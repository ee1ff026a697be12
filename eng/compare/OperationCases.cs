using Epoche.Tensors;
using static Epoche.Tensors.Ops;

namespace Epoche.Compare;

/// <summary>
/// Functions of tensors, losses among them. The first tensors are the inputs, the last one the gradient of the result; the answer is the
/// result and the gradients of the inputs that need one.
/// </summary>
internal static class OperationCases
{
    private static readonly Dictionary<string, Func<Tensor[], Case, Tensor>> s_functions = new()
    {
        ["negate"] = (x, _) => -x[0],
        ["abs"] = (x, _) => Abs(x[0]),
        ["square"] = (x, _) => Square(x[0]),
        ["sqrt"] = (x, _) => Sqrt(x[0]),
        ["reciprocal"] = (x, _) => Reciprocal(x[0]),
        ["exp"] = (x, _) => Exp(x[0]),
        ["log"] = (x, _) => Log(x[0]),
        ["sin"] = (x, _) => Sin(x[0]),
        ["cos"] = (x, _) => Cos(x[0]),
        ["tanh"] = (x, _) => Tanh(x[0]),
        ["sigmoid"] = (x, _) => Sigmoid(x[0]),
        ["softplus"] = (x, _) => Softplus(x[0]),
        ["relu"] = (x, _) => Relu(x[0]),
        ["gelu"] = (x, _) => Gelu(x[0]),
        ["erf"] = (x, _) => Erf(x[0]),
        ["clip"] = (x, c) => Clip(x[0], c.Number("low"), c.Number("high")),
        ["add"] = (x, _) => x[0] + x[1],
        ["subtract"] = (x, _) => x[0] - x[1],
        ["multiply"] = (x, _) => x[0] * x[1],
        ["divide"] = (x, _) => x[0] / x[1],
        ["minimum"] = (x, _) => Minimum(x[0], x[1]),
        ["maximum"] = (x, _) => Maximum(x[0], x[1]),
        ["where"] = (x, _) => Where(x[2], x[0], x[1]),
        ["softmax"] = (x, _) => Softmax(x[0]),
        ["log-softmax"] = (x, _) => LogSoftmax(x[0]),
        ["logsumexp"] = (x, _) => LogSumExp(x[0]),
        ["sum"] = (x, c) => x[0].Sum(c.Integer("axis")),
        ["mean"] = (x, c) => x[0].Mean(c.Integer("axis")),
        ["max"] = (x, c) => x[0].Max(c.Integer("axis")),
        ["min"] = (x, c) => x[0].Min(c.Integer("axis")),
        ["mean of all"] = (x, _) => x[0].Mean(),
        ["matmul"] = (x, _) => x[0].MatMul(x[1]),
        ["softmax cross-entropy"] = (x, _) => SoftmaxCrossEntropy(x[0], x[1]),
        ["weighted softmax cross-entropy"] = (x, c) => new ClassWeights(c.Numbers("weights")).Mean(SoftmaxCrossEntropy(x[0], x[1]), x[1]),
        ["binary cross-entropy"] = (x, _) => BinaryCrossEntropy(x[0], x[1]),
        ["huber"] = (x, c) => Huber(x[0] - x[1], c.Number("delta")),
        ["mean squared error"] = (x, _) => MeanSquaredError(x[0], x[1]),
    };

    public static IReadOnlyList<Tensor> Run(Case c)
    {
        StepArena arena = new();
        using (arena.Step())
        {
            int differentiated = c.Integer("differentiated");
            Tensor[] inputs = [.. c.Inputs[..^1].Select((x, i) => i < differentiated ? Tensor.Variable(x.Values, x.Shape) : x)];
            Tensor result = s_functions[c.Name](inputs, c);
            Tape.Backward((result * c.Inputs[^1]).Sum());
            return [result.Keep(), .. inputs[..differentiated].Select(x => Tensor.Of(x.Gradient.Values, x.Shape).Keep())];
        }
    }
}
