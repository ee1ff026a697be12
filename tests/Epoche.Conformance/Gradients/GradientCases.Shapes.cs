using static Epoche.Tensors.Ops;

namespace Epoche.Conformance.Gradients;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Reductions()
    {
        foreach (int[] axes in new int[][] { [], [0], [1], [2], [0, 2], [1, 2], [0, 1] })
        {
            foreach (bool keep in new[] { false, true })
            {
                yield return Over("sum", x => x.Sum(axes, keep), axes, keep, 0, (a, b) => a + b);
                yield return Over("max", x => x.Max(axes, keep), axes, keep, double.NegativeInfinity, Math.Max);
                yield return Over("min", x => x.Min(axes, keep), axes, keep, double.PositiveInfinity, Math.Min);
            }
        }

        yield return new("sum", "as mean", x => x[0].Mean(1), x => x[0].Fold([1], 0, (a, b) => a + (b / 3)).Reshape([2, 4]), [2, 3, 4]);
        foreach (int columns in new[] { 1, 2, 10, 37 })
        {
            yield return new(
                "logsumexp", $"{columns} columns", x => LogSumExp(x[0]), x => LogSum(x[0]).Reshape([5]),
                new GradientInput([5, columns], -4, 4));
            yield return new(
                "softmax", $"{columns} columns", x => Softmax(x[0]), x => LogProbabilities(x[0]).Map(Math.Exp),
                new GradientInput([5, columns], -4, 4));
            yield return new(
                "log-softmax", $"{columns} columns", x => LogSoftmax(x[0]), x => LogProbabilities(x[0]),
                new GradientInput([5, columns], -4, 4));
        }

        yield return new(
            "argmax", "middle axis", x => x[0].ArgMax(1), x => ArgMax(x[0]), new GradientInput([2, 5, 3], Differentiate: false));
    }

    private static IEnumerable<GradientCase> Layouts()
    {
        yield return new("reshape", string.Empty, x => x[0].Reshape(4, -1) * 2, x => x[0].Reshape([4, 6]).Map(v => 2 * v), [2, 3, 4]);
        yield return new(
            "broadcast", string.Empty, x => x[0].BroadcastTo([2, 3, 4]), x => Nd<double>.From([2, 3, 4], i => x[0].At(i)), [3, 1]);
        yield return new("transpose", "matrix", x => x[0].Transpose(), x => Nd<double>.From([5, 3], i => x[0].At(i[1], i[0])), [3, 5]);
        yield return new(
            "transpose", "three axes", x => x[0].Transpose(2, 0, 1),
            x => Nd<double>.From([4, 2, 3], i => x[0].At(i[1], i[2], i[0])), [2, 3, 4]);
        yield return new(
            "slice", "middle axis", x => x[0].Slice(1, -3, 2),
            x => Nd<double>.From([2, 2, 3], i => x[0].At(i[0], i[1] + 2, i[2])), [2, 5, 3]);
        yield return new(
            "concat", "middle axis", x => Concat(1, x[0], x[1], x[0]),
            x => Nd<double>.From(
                [2, 8, 2], i => i[1] < 3 ? x[0].At(i) : i[1] < 5 ? x[1].At(i[0], i[1] - 3, i[2]) : x[0].At(i[0], i[1] - 5, i[2])),
            [2, 3, 2], [2, 2, 2]);
        yield return new(
            "gather", "one for each row", x => x[0].Gather(1, x[1]), x => Nd<double>.From([4], i => x[0].At(i[0], (int)x[1].At(i))),
            [4, 3], Indices([4], 3));
        yield return new(
            "gather", "several, repeated", x => x[0].Gather(0, x[1]), x => Nd<double>.From([5, 3], i => x[0].At((int)x[1].At(i), i[1])),
            [2, 3], Indices([5, 3], 2));
        yield return new(
            "one-hot", string.Empty, x => x[0].OneHot(4),
            x => Nd<double>.From([6, 4], i => x[0].At(i[0]) == i[1] ? 1 : 0), Indices([6], 4));
    }

    private static IEnumerable<GradientCase> Orders()
    {
        yield return new(
            "cumulative-sum", "middle axis", x => CumulativeSum(x[0], 1),
            x => Nd<double>.From([2, 4, 3], i => Enumerable.Range(0, i[1] + 1).Sum(j => x[0].At(i[0], j, i[2]))), [2, 4, 3]);
        yield return new(
            "argsort", "last axis", x => ArgSort(x[0]),
            x => Nd<double>.From([3, 5], i => Place(x[0], i[0], 5, i[1])), new GradientInput([3, 5], Differentiate: false));
    }

    /// <summary>The column of the number of rank <paramref name="rank"/> in a row without equals.</summary>
    private static int Place(Nd<double> x, int row, int columns, int rank) =>
        Enumerable.Range(0, columns).Single(
            column => Enumerable.Range(0, columns).Count(other => x.At(row, other) < x.At(row, column)) == rank);

    private static IEnumerable<GradientCase> Products()
    {
        foreach (bool left in new[] { false, true })
        {
            foreach (bool right in new[] { false, true })
            {
                yield return new(
                    "matmul", $"transposed {left}, {right}", x => x[0].MatMul(x[1], left, right),
                    x => Product(
                        [7, 6], 5, (i, k) => left ? x[0].At(k, i[0]) : x[0].At(i[0], k),
                        (i, k) => right ? x[1].At(i[1], k) : x[1].At(k, i[1])),
                    GradientInput.Create(left ? [5, 7] : [7, 5]), GradientInput.Create(right ? [6, 5] : [5, 6]));
            }
        }

        yield return new(
            "matmul", "rows on leading axes", x => x[0].MatMul(x[1]),
            x => Product([2, 3, 6], 4, (i, k) => x[0].At(i[0], i[1], k), (i, k) => x[1].At(k, i[2])), [2, 3, 4], [4, 6]);
        yield return new(
            "matmul", "batched", x => x[0].MatMul(x[1]),
            x => Product([2, 3, 6], 4, (i, k) => x[0].At(i[0], i[1], k), (i, k) => x[1].At(i[0], k, i[2])), [2, 3, 4], [2, 4, 6]);
        yield return new(
            "matmul", "with itself", x => x[0].MatMul(x[0], transposeRight: true),
            x => Product([3, 3], 4, (i, k) => x[0].At(i[0], k), (i, k) => x[0].At(i[1], k)), [3, 4]);
        yield return new("linear", string.Empty, x => Linear(x[0], x[1], x[2]), x => Affine(x), [5, 4], [4, 3], [3]);
        yield return new(
            "linear-relu", string.Empty, x => LinearRelu(x[0], x[1], x[2]), x => Affine(x).Map(v => Math.Max(v, 0)), [5, 4], [4, 3], [3]);
        yield return new(
            "linear-relu", "one example", x => LinearRelu(x[0], x[1], x[2]), x => Affine(x).Map(v => Math.Max(v, 0)), [1, 4], [4, 9], [9]);
    }

    private static IEnumerable<GradientCase> Losses()
    {
        yield return Each("huber", x => Huber(x, 0.8f), e => Math.Abs(e) <= 0.8f ? e * e / 2 : 0.8f * (Math.Abs(e) - 0.4f));
        yield return new(
            "softmax-cross-entropy", "class indices", x => SoftmaxCrossEntropy(x[0], x[1]),
            x => Nd<double>.From([6], i => -LogProbabilities(x[0]).At(i[0], (int)x[1].At(i))),
            new GradientInput([6, 5], -3, 3), Indices([6], 5));
        yield return new(
            "softmax-cross-entropy", "probabilities that need not sum to one", x => SoftmaxCrossEntropy(x[0], x[1]),
            x => Nd<double>.From([6], i => -Enumerable.Range(0, 5).Sum(c => LogProbabilities(x[0]).At(i[0], c) * x[1].At(i[0], c))),
            new GradientInput([6, 5], -3, 3), new GradientInput([6, 5], 0, 1));
        yield return new(
            "softplus", "as binary cross-entropy", x => BinaryCrossEntropy(x[0], x[1]),
            x => Nd<double>.Zip(
                x[0], x[1], [8], (z, t) => -((t * Math.Log(1 / (1 + Math.Exp(-z)))) + ((1 - t) * Math.Log(1 / (1 + Math.Exp(z)))))),
            new GradientInput([8], -5, 5), new GradientInput([8], 0.1f, 0.9f));
    }

    private static GradientInput Indices(Shape shape, int count) =>
        new(shape, Differentiate: false, Values: [.. Enumerable.Range(0, shape.ElementCount).Select(i => (float)(i * 7 % 5 % count))]);

    private static GradientCase Over(
        string op, Func<Tensor, Tensor> compute, int[] axes, bool keep, double start, Func<double, double, double> fold)
    {
        int[] all = axes.Length == 0 ? [0, 1, 2] : axes;
        return new(op, $"over [{string.Join(',', axes)}]{(keep ? ", kept" : string.Empty)}", x => compute(x[0]), x =>
        {
            Nd<double> kept = x[0].Fold(all, start, fold);
            int[] rest = [.. Enumerable.Range(0, 3).Where(a => !all.Contains(a)).Select(a => x[0].Shape[a])];
            return keep ? kept : kept.Reshape(Shape.Create(rest));
        }, [2, 3, 4]);
    }

    private static Nd<double> LogSum(Nd<double> x) => x.Fold([1], 0, (sum, v) => sum + Math.Exp(v)).Map(Math.Log);

    private static Nd<double> LogProbabilities(Nd<double> x)
    {
        Nd<double> total = LogSum(x);
        return Nd<double>.From(x.Shape, i => x.At(i) - total.At(i));
    }

    private static Nd<double> ArgMax(Nd<double> x) => Nd<double>.From([2, 3], i => Enumerable.Range(0, 5).MaxBy(j => x.At(i[0], j, i[1])));

    private static Nd<double> Product(Shape shape, int inner, Func<int[], int, double> a, Func<int[], int, double> b) =>
        Nd<double>.From(shape, i => Enumerable.Range(0, inner).Sum(k => a(i, k) * b(i, k)));

    private static Nd<double> Affine(Nd<double>[] x) => Nd<double>.From([x[0].Shape[0], x[1].Shape[1]], i =>
        Enumerable.Range(0, x[1].Shape[0]).Sum(k => x[0].At(i[0], k) * x[1].At(k, i[1])) + x[2].At(i[1]));
}
