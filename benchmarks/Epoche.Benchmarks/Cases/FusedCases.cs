using Epoche.Tensors;
using static Epoche.Tensors.Ops;

namespace Epoche.Benchmarks.Cases;

/// <summary>Fused paths, each beside the plain one that gives the same: forwards and backwards.</summary>
internal static class FusedCases
{
    public static IEnumerable<BenchCase> All =>
    [
        .. Pair(
            "linear-relu", "64×256 · 256×256, bias, rectifier", [[64, 256], [256, 256], [256]],
            v => LinearRelu(v[0], v[1], v[2]), v => Relu(v[0].MatMul(v[1]) + v[2])),
        .. Pair(
            "linear-relu-64", "64×64 · 64×64, bias, rectifier", [[64, 64], [64, 64], [64]],
            v => LinearRelu(v[0], v[1], v[2]), v => Relu(v[0].MatMul(v[1]) + v[2])),
        .. Pair(
            "conv-relu", "64×14×14×16, 32 filters of 3×3, bias, rectifier", [[64, 14, 14, 16], [3, 3, 16, 32], [32]],
            v => Conv2DRelu(v[0], v[1], v[2]), v => Relu(Conv2D(v[0], v[1]) + v[2])),
        .. Pair(
            "cross-entropy", "128 examples, 10 classes", [[128, 10]],
            v => SoftmaxCrossEntropy(v[0], Labels(128, 10)), v => -LogSoftmax(v[0]).Gather(1, Labels(128, 10))),
        .. Pair(
            "lstm", "batch 32, 16 steps of 128, 128 units", [[32, 16, 128], [128, 512], [128, 512], [512], [32, 256]],
            v => Lstm(v[0], v[1], v[2], v[3], v[4]).Output, v => StepByStep(v[0], v[4], (x, state) => Lstm(x, v[1], v[2], v[3], state))),
        .. Pair(
            "attention", "batch 64, 16 steps, 4 heads of 16", [[64, 16, 192]], v => Attention(v[0], 4), v => HeadByHead(v[0], 4)),
        .. Pair("normal", "814,090 weights drawn, with their divergence from N(0, 1)", [[814_090], [814_090]], FusedWeights, PlainWeights),
    ];

    private static BenchCase[] Pair(string name, string what, int[][] shapes, Func<Tensor[], Tensor> fused, Func<Tensor[], Tensor> plain) =>
    [
        new($"fused-{name}", what, () => Step(shapes, fused)),
        new($"plain-{name}", "the same by plain operations", () => Step(shapes, plain)),
    ];

    private static Action Step(int[][] shapes, Func<Tensor[], Tensor> function)
    {
        Rng random = new(1);
        Tensor[] variables = [.. from sizes in shapes let shape = Shape.Create(sizes)
            select Tensor.Variable(Tensor.Normal(shape, ref random).ToArray(), shape)];
        StepArena arena = new();
        return () =>
        {
            using StepArena.OpenStep step = arena.Step();
            Tape.Backward(function(variables).Sum());
            foreach (Tensor variable in variables)
            {
                variable.ClearGradient();
            }
        };
    }

    private static Tensor Labels(int batch, int classes)
    {
        Tensor labels = Tensor.Zeros([batch]);
        for (int i = 0; i < batch; i++)
        {
            labels.Span[i] = i % classes;
        }

        return labels;
    }

    private static Tensor StepByStep(Tensor x, Tensor state, Func<Tensor, Tensor, Recurrence> step)
    {
        Recurrence last = new(state, state);
        for (int t = 0; t < x.Length(1); t++)
        {
            last = step(x.Slice(1, t, 1), last.State);
        }

        return last.Output;
    }

    private static Tensor HeadByHead(Tensor x, int heads)
    {
        (int batch, int steps, int features) = (x.Length(0), x.Length(1), x.Length(2) / 3);
        int size = features / heads;
        Tensor all = x.Reshape(batch, steps, 3, heads, size).Transpose(2, 0, 3, 1, 4);
        Tensor scores = Part(0).MatMul(Part(1), transposeRight: true) * (1 / MathF.Sqrt(size));
        return Softmax(scores).MatMul(Part(2)).Transpose(0, 2, 1, 3).Reshape(batch, steps, features);

        Tensor Part(int part) => all.Slice(0, part, 1).Reshape(batch, heads, steps, size);
    }

    private static Tensor FusedWeights(Tensor[] v)
    {
        Rng random = new(2);
        Tensor scale = Softplus(v[1]);
        FusedNormalDraw draw = FusedNormalDraw.Of(v[0], scale, ref random);
        return draw.Value.Sum() + draw.Divergence(v[0], scale, 0, 1);
    }

    private static Tensor PlainWeights(Tensor[] v)
    {
        Rng random = new(2);
        Tensor scale = Softplus(v[1]), draw = v[0] + (scale * Tensor.Normal(v[0].Shape, ref random));
        return draw.Sum() + ((0.5f * (Square(scale) + Square(v[0]) - 1)) - Log(scale)).Sum();
    }
}
