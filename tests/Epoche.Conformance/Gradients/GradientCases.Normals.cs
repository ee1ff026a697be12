using Epoche.Autodiff;
using Epoche.Tensors;
using static Epoche.Tensors.Ops;

namespace Epoche.Conformance.Gradients;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Normals()
    {
        foreach (int[] shape in new int[][] { [1], [7], [3, 5], [2, 67] })
        {
            foreach (uint taken in new uint[] { 0, 2, 3 })
            {
                yield return new(
                    "normal-draw", $"[{string.Join(',', shape)}] from word {taken}", x => Draw(x[0], x[1], taken),
                    x => Reparameterized(x[0], x[1], taken), GradientInput.Create(shape), new(Shape.Create(shape), 0.1, 2));
            }
        }

        GradientInput[] parameters = [[4, 33], new([4, 33], 0.2, 2)];
        yield return new(
            "normal-draw", "its mean alone", x => Draw(x[0], x[1], 0), x => Reparameterized(x[0], x[1], 0), parameters[0],
            parameters[1] with { Differentiate = false });
        yield return new(
            "normal-draw", "its deviation alone, twice", x => Draw(x[0], x[1], 0) + Draw(x[0], x[1], 8),
            x => Sum(Reparameterized(x[0], x[1], 0), Reparameterized(x[0], x[1], 8)),
            parameters[0] with { Differentiate = false }, parameters[1]);
        foreach ((float location, float scale) in new[] { (0f, 1f), (-0.7f, 0.4f) })
        {
            GradientInput[] prior = [new([], Differentiate: false, Values: [location]), new([], Differentiate: false, Values: [scale])];
            yield return new(
                "normal-divergence", $"from N({location}, {scale})", x => ClosedForm(x), Divergence, [.. parameters, .. prior]);
            yield return new(
                "normal-divergence", $"from N({location}, {scale}), beside a draw", x => ClosedForm(x) + Draw(x[0], x[1], 0).Sum(),
                x => Sum(Divergence(x), Total(Reparameterized(x[0], x[1], 0))), [.. parameters, .. prior]);
            yield return new(
                "normal-divergence", $"from N({location}, {scale}), of a draw that is not used",
                x => DivergenceOfDraw(x[0], x[1], x, out _), Divergence, [.. parameters, .. prior]);
            yield return new(
                "normal-divergence", $"from N({location}, {scale}), of a draw that is used, and twice", Twice,
                x => Sum(Sum(Divergence(x), Divergence(x)), Total(Reparameterized(x[0], x[1], 0))), [.. parameters, .. prior]);
            yield return new(
                "normal-divergence", $"from N({location}, {scale}), as estimated by a draw that is not used",
                x => EstimateByDraw(x[0], x[1], x, out _), x => Estimate(x[0], x[1], x), [.. parameters, .. prior]);
            yield return new(
                "normal-divergence", $"from N({location}, {scale}), both at once, of a free number", OfFreeBoth, OfFreeBothReference,
                [parameters[0], [4, 33], .. prior]);
            yield return new(
                "normal-draw", $"with the divergence from N({location}, {scale}), softplus of a free number", OfFree,
                x => OfFreeReference(x, uses: 0), [parameters[0], [4, 33], .. prior]);
            yield return new(
                "normal-draw", $"with the divergence from N({location}, {scale}), softplus of a free number that is used elsewhere too",
                OfFreeAndMore, x => OfFreeReference(x, uses: 1), [parameters[0], [4, 33], .. prior]);
        }
    }

    private static Tensor ClosedForm(Tensor[] x) =>
        OpTable.Apply(OpTable.NormalDivergence, x, new NormalDivergenceArguments(Notes: null, IsEstimate: false));

    private static Tensor Draw(Tensor location, Tensor scale, uint taken)
    {
        Rng random = Stream(taken);
        return FusedNormalDraw.Of(location, scale, ref random).Value;
    }

    private static Tensor DivergenceOfDraw(Tensor location, Tensor scale, Tensor[] x, out Tensor draw)
    {
        Rng random = Stream(0);
        FusedNormalDraw drawn = FusedNormalDraw.Of(location, scale, ref random);
        draw = drawn.Value;
        return drawn.Divergence(location, scale, x[2], x[3]);
    }

    private static Tensor EstimateByDraw(Tensor location, Tensor scale, Tensor[] x, out Tensor draw)
    {
        Rng random = Stream(0);
        FusedNormalDraw drawn = FusedNormalDraw.Of(location, scale, ref random);
        draw = drawn.Value;
        return drawn.EstimatedDivergence(location, scale, x[2], x[3]);
    }

    /// <summary>ln N(w; μ, σ) − ln N(w; m, s).</summary>
    private static Nd<double> Estimate(Nd<double> location, Nd<double> scale, Nd<double>[] x)
    {
        double m = x[2].Data[0], s = x[3].Data[0];
        Nd<double> draw = Reparameterized(location, scale, 0);
        return new([], [draw.Data.Select((w, i) => (0.5 * (Math.Pow((w - m) / s, 2) - Math.Pow((w - location.Data[i]) / scale.Data[i], 2)))
            - Math.Log(scale.Data[i] / s)).Sum()]);
    }

    private static Tensor OfFreeBoth(Tensor[] x)
    {
        Tensor scale = Softplus(x[1]);
        Rng random = Stream(0);
        FusedNormalDraw drawn = FusedNormalDraw.Of(x[0], scale, ref random);
        return drawn.EstimatedDivergence(x[0], scale, x[2], x[3]) + Square(drawn.Value).Sum()
            + (0.3f * drawn.Divergence(x[0], scale, x[2], x[3]));
    }

    private static Nd<double> OfFreeBothReference(Nd<double>[] x)
    {
        Nd<double> scale = x[1].Map(v => Math.Log(1 + Math.Exp(v)));
        double squares = Reparameterized(x[0], scale, 0).Data.Sum(v => v * v);
        return new([], [Estimate(x[0], scale, x).Data[0] + squares + (0.3f * Divergence([x[0], scale, x[2], x[3]]).Data[0])]);
    }

    private static Tensor Twice(Tensor[] x)
    {
        Rng random = Stream(0);
        FusedNormalDraw drawn = FusedNormalDraw.Of(x[0], x[1], ref random);
        return drawn.Divergence(x[0], x[1], x[2], x[3]) + drawn.Value.Sum() + drawn.Divergence(x[0], x[1], x[2], x[3]);
    }

    private static Tensor OfFree(Tensor[] x) => DivergenceOfDraw(x[0], Softplus(x[1]), x, out Tensor draw) + Square(draw).Sum();

    private static Tensor OfFreeAndMore(Tensor[] x)
    {
        Tensor scale = Softplus(x[1]);
        return DivergenceOfDraw(x[0], scale, x, out Tensor draw) + Square(draw).Sum() + scale.Sum();
    }

    private static Nd<double> OfFreeReference(Nd<double>[] x, int uses)
    {
        Nd<double> scale = x[1].Map(v => Math.Log(1 + Math.Exp(v))), draw = Reparameterized(x[0], scale, 0);
        return Sum(Divergence([x[0], scale, x[2], x[3]]), new([], [draw.Data.Sum(v => v * v) + (uses * scale.Data.Sum())]));
    }

    private static Rng Stream(uint taken) => Rng.Restore(11, taken);

    /// <summary>From an odd place the draw begins at the next even one.</summary>
    private static Nd<double> Reparameterized(Nd<double> location, Nd<double> scale, uint taken)
    {
        Rng random = Stream(taken + (taken & 1));
        float[] noise = new float[location.Data.Length];
        random.FillNormal(noise);
        return new(location.Shape, [.. noise.Select((e, i) => location.Data[i] + (scale.Data[i] * e))]);
    }

    private static Nd<double> Divergence(Nd<double>[] x)
    {
        double m = x[2].Data[0], s = x[3].Data[0];
        return new([], [x[0].Data.Zip(x[1].Data, (location, scale) =>
            (0.5 * (Math.Pow(scale / s, 2) + Math.Pow((location - m) / s, 2) - 1)) - Math.Log(scale / s)).Sum()]);
    }

    private static Nd<double> Total(Nd<double> x) => new([], [x.Data.Sum()]);

    private static Nd<double> Sum(Nd<double> x, Nd<double> y) => new(x.Shape, [.. x.Data.Zip(y.Data, (a, b) => a + b)]);
}
