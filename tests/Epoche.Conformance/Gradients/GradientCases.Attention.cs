using static Epoche.Tensors.Ops;

namespace Epoche.Conformance.Gradients;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Attentions()
    {
        GradientInput x = [Examples, Steps, 12];
        yield return new("attention", "two heads", x => Attention(x[0], 2), x => AttentionReference(x[0], 2, null, false), x);
        yield return new("attention", "one head", x => Attention(x[0], 1), x => AttentionReference(x[0], 1, null, false), x);
        yield return new("attention", "causal", x => Attention(x[0], 4, true), x => AttentionReference(x[0], 4, null, true), x);
        yield return new(
            "attention", "masked", x => Attention(x[0], 2, false, x[1]), x => AttentionReference(x[0], 2, x[1], false), x, s_mask);
        yield return new(
            "attention", "causal and masked, some steps ask none", x => Attention(x[0], 2, true, x[1]),
            x => AttentionReference(x[0], 2, x[1], true), x, s_mask);
        yield return new(
            "attention", "more steps than a register has lanes", x => Attention(x[0], 2, true),
            x => AttentionReference(x[0], 2, null, true), [1, 19, 6]);
    }

    /// <summary>Σ over keys of softmax(q·k/√size)·v, head by head.</summary>
    private static Nd<double> AttentionReference(Nd<double> x, int heads, Nd<double>? mask, bool isCausal)
    {
        int steps = x.Shape[1], features = x.Shape[2] / 3, size = features / heads;
        return Nd<double>.From([x.Shape[0], steps, features], at =>
        {
            (int n, int query, int head) = (at[0], at[1], at[2] / size);
            int[] keys =
                [.. Enumerable.Range(0, steps).Where(key => (!isCausal || key <= query) && (mask is null || mask.At(n, key) != 0))];
            double[] weights =
            [
                .. keys.Select(key => Math.Exp(Enumerable.Range(head * size, size)
                    .Sum(i => x.At(n, query, i) * x.At(n, key, features + i)) / Math.Sqrt(size))),
            ];
            double sum = weights.Sum();
            int value = at[2] + (2 * features);
            return keys.Zip(weights).Sum(pair => pair.Second / sum * x.At(n, pair.First, value));
        });
    }
}
