using static Epoche.Tensors.Ops;

namespace Epoche.Conformance.Gradients;

/// <summary>Every operation with its reference; shapes are small, odd and broadcast on purpose.</summary>
internal static partial class GradientCases
{
    internal static IEnumerable<GradientCase> All =>
    [
        .. Unary(), .. Binary(), .. Selections(), .. Reductions(), .. Layouts(), .. Orders(), .. Products(), .. Convolutions(),
        .. OtherConvolutions(), .. Recurrences(), .. Attentions(), .. Normalizations(), .. Normals(), .. Losses(),
    ];

    private static IEnumerable<GradientCase> Unary()
    {
        yield return Each("negate", x => -x, x => -x);
        yield return Each("abs", Abs, Math.Abs);
        yield return Each("square", Square, x => x * x);
        yield return Each("sqrt", Sqrt, Math.Sqrt, 0.2, 4);
        yield return Each("reciprocal", Reciprocal, x => 1 / x, 0.4, 3);
        yield return Each("exp", Exp, Math.Exp);
        yield return Each("log", Log, Math.Log, 0.2, 5);
        yield return Each("expm1", Expm1, x => Math.Exp(x) - 1);
        yield return Each("log1p", Log1p, x => Math.Log(1 + x), -0.8, 4);
        yield return Each("sin", Sin, Math.Sin, -7, 7);
        yield return Each("cos", Cos, Math.Cos, -7, 7);
        yield return Each("tanh", Tanh, Math.Tanh, -4, 4);
        yield return Each("sigmoid", Sigmoid, x => 1 / (1 + Math.Exp(-x)), -6, 6);
        yield return Each("softplus", Softplus, x => Math.Log(1 + Math.Exp(x)), -6, 6);
        yield return Each("relu", Relu, x => Math.Max(x, 0));
        yield return Each("gelu", Gelu, x => 0.5 * x * (1 + ErrorFunction(x / Math.Sqrt(2))), -4, 4);
        yield return Each("silu", Silu, x => x / (1 + Math.Exp(-x)), -6, 6);
        yield return Each("mish", Mish, x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))), -6, 6);
        yield return Each("erf", Erf, ErrorFunction, -3, 3);
    }

    private static IEnumerable<GradientCase> Binary()
    {
        foreach ((int[] a, int[] b) in new (int[], int[])[]
        {
            ([3, 5], [3, 5]), ([3, 5], [5]), ([3, 1], [1, 5]), ([], [2, 3]), ([2, 3, 4], [3, 1]), ([1], [7]),
        })
        {
            yield return Pair("add", (x, y) => x + y, (x, y) => x + y, a, b);
            yield return Pair("subtract", (x, y) => x - y, (x, y) => x - y, a, b);
            yield return Pair("multiply", (x, y) => x * y, (x, y) => x * y, a, b);
            yield return Pair("weigh", Weigh, (x, y) => x * y, a, b);
            yield return Pair("divide", (x, y) => x / y, (x, y) => x / y, a, b, 0.5, 2);
            yield return Pair("minimum", Minimum, Math.Min, a, b);
            yield return Pair("maximum", Maximum, Math.Max, a, b);
            yield return Compare("less", (x, y) => x < y, (x, y) => x < y, a, b);
            yield return Compare("less-or-equal", (x, y) => x <= y, (x, y) => x <= y, a, b);
            yield return Compare("greater", (x, y) => x > y, (x, y) => x > y, a, b);
            yield return Compare("greater-or-equal", (x, y) => x >= y, (x, y) => x >= y, a, b);
            yield return Compare("equal", Equal, (x, y) => x == y, a, b);
        }

        yield return new("add", "one tensor with itself", x => x[0] + x[0], x => x[0].Map(v => 2 * v), [4]);
        yield return new("multiply", "one tensor in three places", x => (x[0] * x[0]) + x[0], x => x[0].Map(v => (v * v) + v), [4]);
    }

    private static IEnumerable<GradientCase> Selections()
    {
        foreach ((int[] c, int[] a, int[] b) in new (int[], int[], int[])[]
        {
            ([4, 3], [4, 3], [4, 3]), ([4, 1], [3], []), ([3], [2, 1], [2, 3]),
        })
        {
            yield return new(
                "where", $"[{string.Join(',', c)}]", x => Where(x[0], x[1], x[2]),
                x => Nd<double>.From(
                    BroadcastShape(BroadcastShape(x[0].Shape, x[1].Shape), x[2].Shape), i => x[0].At(i) != 0 ? x[1].At(i) : x[2].At(i)),
                new GradientInput(
                    Shape.Create(c), Differentiate: false,
                    Values: [.. Enumerable.Range(0, Shape.Create(c).ElementCount).Select(i => i % 3 == 0 ? 0f : 1f)]),
                GradientInput.Create(a), GradientInput.Create(b));
        }

        yield return Each("clip", x => Clip(x, -0.7f, 1.1f), x => Math.Clamp(x, -0.7f, 1.1f));
    }

    private static GradientCase Each(
        string op, Func<Tensor, Tensor> compute, Func<double, double> reference, double low = -2, double high = 2) =>
        new(op, string.Empty, x => compute(x[0]), x => x[0].Map(reference), new GradientInput([3, 7], low, high));

    private static GradientCase Pair(
        string op, Func<Tensor, Tensor, Tensor> compute, Func<double, double, double> reference, int[] a, int[] b,
        double low = -2, double high = 2) =>
        new(
            op, $"[{string.Join(',', a)}] with [{string.Join(',', b)}]", x => compute(x[0], x[1]),
            x => Nd<double>.Zip(x[0], x[1], BroadcastShape(x[0].Shape, x[1].Shape), reference),
            new GradientInput(Shape.Create(a), low, high), new GradientInput(Shape.Create(b), low, high));

    private static GradientCase Compare(
        string op, Func<Tensor, Tensor, Tensor> compute, Func<double, double, bool> reference, int[] a, int[] b)
    {
        GradientCase pair = Pair(op, compute, (x, y) => reference(x, y) ? 1 : 0, a, b);
        return pair with { Inputs = [.. pair.Inputs.Select(
            i => i with { Differentiate = false, Values = [.. Enumerable.Range(0, i.Shape.ElementCount).Select(n => (float)(n % 3))] })] };
    }

    private static Shape BroadcastShape(Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        int[] sizes = [.. Enumerable.Range(0, rank).Select(i => Math.Max(Size(a, i - rank), Size(b, i - rank)))];
        return Shape.Create(sizes);

        static int Size(Shape s, int fromEnd) => -fromEnd > s.Rank ? 1 : s[fromEnd];
    }

    /// <summary>erf by its Maclaurin series, exact to double precision for |x| ≤ 3.</summary>
    private static double ErrorFunction(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 120; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
