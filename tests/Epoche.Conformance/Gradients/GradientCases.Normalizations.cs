using static Epoche.Tensors.Ops;

namespace Epoche.Conformance.Gradients;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Normalizations()
    {
        foreach (int[] shape in new int[][] { [6, 5], [4, 3, 2], [130, 3], [3, 70] })
        {
            GradientInput[] inputs = [new(Shape.Create(shape), -2, 3), [shape[^1]], [shape[^1]]];
            yield return new(
                "batch-norm", $"own statistics of {shape.Length} axes, {shape[0]} examples",
                x => BatchNorm(x[0], x[1], x[2], 1e-3f, out _, out _), x => Standardized(x, perRow: false, 1e-3f), inputs);
            yield return new(
                "layer-norm", $"{shape.Length} axes, {shape[0]} examples", x => LayerNorm(x[0], x[1], x[2], 1e-3f),
                x => Standardized(x, perRow: true, 1e-3f), inputs);
        }

        yield return new(
            "batch-norm", "given statistics", x => BatchNorm(x[0], x[1], x[2], x[3], x[4], 0.01f),
            x => Nd<double>.From(
                x[0].Shape, i => ((x[0].At(i) - x[3].At(i[1])) / Math.Sqrt(x[4].At(i[1]) + 0.01f) * x[1].At(i[1])) + x[2].At(i[1])),
            [6, 5], [5], [5], new GradientInput([5], Differentiate: false), new GradientInput([5], 0.1, 2, Differentiate: false));
        yield return new(
            "embedding", "vectors, one repeated", x => Embedding(x[0], x[1]),
            x => Nd<double>.From([2, 3, 4], i => x[1].At((int)x[0].At(i[0], i[1]), i[2])), Indices([2, 3], 5), [5, 4]);
        yield return new(
            "embedding", "padding", x => Embedding(x[0], x[1], 1),
            x => Nd<double>.From([6, 4], i => x[0].At(i[0]) == 1 ? 0 : x[1].At((int)x[0].At(i[0]), i[1])), Indices([6], 3), [3, 4]);
        yield return new(
            "embedding", "used twice", x => Embedding(x[0], x[1]) + Embedding(x[0], x[1]),
            x => Nd<double>.From([3, 4], i => 2 * x[1].At((int)x[0].At(i[0]), i[1])), Indices([3], 2), [2, 4]);
    }

    /// <summary>Standardized over the last axis, or over all others, then scaled and shifted.</summary>
    private static Nd<double> Standardized(Nd<double>[] x, bool perRow, float epsilon)
    {
        int rank = x[0].Shape.Rank, count = perRow ? x[0].Shape[rank - 1] : x[0].Data.Length / x[0].Shape[rank - 1];
        int[] axes = perRow ? [rank - 1] : [.. Enumerable.Range(0, rank - 1)];
        Nd<double> mean = x[0].Fold(axes, 0, (sum, v) => sum + (v / count));
        Nd<double> centred = Nd<double>.From(x[0].Shape, i => x[0].At(i) - mean.At(i));
        Nd<double> variance = centred.Fold(axes, 0, (sum, v) => sum + (v * v / count));
        return Nd<double>.From(x[0].Shape, i => (centred.At(i) / Math.Sqrt(variance.At(i) + epsilon) * x[1].At(i[^1])) + x[2].At(i[^1]));
    }
}
