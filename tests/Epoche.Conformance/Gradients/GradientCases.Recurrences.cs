using static Epoche.Tensors.Ops;

namespace Epoche.Conformance.Gradients;

internal static partial class GradientCases
{
    private const int Examples = 3, Steps = 4, Features = 2, Units = 5;

    /// <summary>An example without padding, one padded behind, one with a gap and padding in front.</summary>
    private static readonly GradientInput s_mask = new(
        [Examples, Steps], Differentiate: false, Values: [1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 1]);

    /// <summary>An example that starts over, one that does so at its first step and behind padding, one at its last step.</summary>
    private static readonly GradientInput s_beginnings = new(
        [Examples, Steps], Differentiate: false, Values: [1, 1, -1, 1, -1, 0, -1, 1, 1, 1, 1, -1]);

    private static IEnumerable<GradientCase> Recurrences()
    {
        GradientInput[] lstm = [[Examples, Steps, Features], [Features, 4 * Units], [Units, 4 * Units], [4 * Units], [Examples, 2 * Units]];
        yield return new(
            "lstm", "last output", x => Lstm(x[0], x[1], x[2], x[3]).Output,
            x => LastOutput(LstmReference([.. x, Zeros(2), Ones()], true)), lstm[..4]);
        yield return new(
            "lstm", "carried state", x => Joined(Lstm(x[0], x[1], x[2], x[3], x[4], sequences: true)),
            x => LstmReference([.. x, Ones()], true), lstm);
        yield return new(
            "lstm", "carried state, last output", x => Joined(Lstm(x[0], x[1], x[2], x[3], x[4])),
            x => LstmReference([.. x, Ones()], false), lstm);
        yield return new(
            "lstm", "masked", x => Joined(Lstm(x[0], x[1], x[2], x[3], x[4], x[5], true)), x => LstmReference(x, true), [.. lstm, s_mask]);
        yield return new(
            "lstm", "masked, last output", x => Joined(Lstm(x[0], x[1], x[2], x[3], x[4], x[5])),
            x => LstmReference(x, false), [.. lstm, s_mask]);
        yield return new(
            "lstm", "reset", x => Joined(Lstm(x[0], x[1], x[2], x[3], x[4], x[5], true)), x => LstmReference(x, true),
            [.. lstm, s_beginnings]);

        GradientInput[] gru =
            [[Examples, Steps, Features], [Features, 3 * Units], [Units, 3 * Units], [3 * Units], [Units], [Examples, Units]];
        yield return new(
            "gru", "last output", x => Gru(x[0], x[1], x[2], x[3], x[4]).Output,
            x => LastOutput(GruReference([.. x, Zeros(1), Ones()], true)), gru[..5]);
        yield return new(
            "gru", "carried state", x => Joined(Gru(x[0], x[1], x[2], x[3], x[4], x[5], sequences: true)),
            x => GruReference([.. x, Ones()], true), gru);
        yield return new(
            "gru", "masked", x => Joined(Gru(x[0], x[1], x[2], x[3], x[4], x[5], x[6], true)),
            x => GruReference(x, true), [.. gru, s_mask]);
        yield return new(
            "gru", "masked, last output", x => Joined(Gru(x[0], x[1], x[2], x[3], x[4], x[5], x[6])),
            x => GruReference(x, false), [.. gru, s_mask]);
        yield return new(
            "gru", "reset", x => Joined(Gru(x[0], x[1], x[2], x[3], x[4], x[5], x[6], true)),
            x => GruReference(x, true), [.. gru, s_beginnings]);
    }

    /// <summary>Outputs and last state in one row an example.</summary>
    private static Tensor Joined(Tensors.Recurrence r) => Concat(1, r.Output.Flatten(), r.State);

    private static Nd<double> Zeros(int blocks) => Nd<double>.From([Examples, blocks * Units], _ => 0);

    private static Nd<double> Ones() => Nd<double>.From([Examples, Steps], _ => 1);

    private static Nd<double> LastOutput(Nd<double> joined) =>
        Nd<double>.From([Examples, Units], i => joined.At(i[0], ((Steps - 1) * Units) + i[1]));

    private static Nd<double> LstmReference(Nd<double>[] x, bool sequences) => Unrolled(x[0], x[4], x[5], sequences, (n, t, h, c) =>
    {
        double[] sums = Sums(x, n, t, h, 4);
        for (int u = 0; u < Units; u++)
        {
            double i = Logistic(sums[u]), f = Logistic(sums[Units + u]), g = Math.Tanh(sums[(2 * Units) + u]),
                o = Logistic(sums[(3 * Units) + u]);
            c[u] = (f * c[u]) + (i * g);
            h[u] = o * Math.Tanh(c[u]);
        }
    });

    private static Nd<double> GruReference(Nd<double>[] x, bool sequences) => Unrolled(x[0], x[5], x[6], sequences, (n, t, h, _) =>
    {
        double[] inputs = Sums(x, n, t, null, 3),
            states = [.. Enumerable.Range(0, 3 * Units).Select(k => Enumerable.Range(0, Units).Sum(u => h[u] * x[2].At(u, k)))];
        for (int u = 0; u < Units; u++)
        {
            double r = Logistic(inputs[u] + states[u]), z = Logistic(inputs[Units + u] + states[Units + u]);
            double n1 = Math.Tanh(inputs[(2 * Units) + u] + (r * (states[(2 * Units) + u] + x[4].At(u))));
            h[u] = ((1 - z) * n1) + (z * h[u]);
        }
    });

    /// <summary>x·W + b and, if there is a state, h·U, of one example at one step.</summary>
    private static double[] Sums(Nd<double>[] x, int n, int t, double[]? h, int gates) => [.. Enumerable.Range(0, gates * Units).Select(k =>
        x[3].At(k) + Enumerable.Range(0, Features).Sum(f => x[0].At(n, t, f) * x[1].At(f, k))
        + (h is null ? 0 : Enumerable.Range(0, Units).Sum(u => h[u] * x[2].At(u, k))))];

    private static Nd<double> Unrolled(
        Nd<double> x, Nd<double> state, Nd<double> mask, bool sequences, Action<int, int, double[], double[]> step)
    {
        List<double> rows = [];
        for (int n = 0; n < Examples; n++)
        {
            double[] h = [.. Enumerable.Range(0, Units).Select(u => state.At(n, u))];
            double[] c = [.. Enumerable.Range(Units, state.Shape[1] - Units).Select(u => state.At(n, u))];
            for (int t = 0; t < Steps; t++)
            {
                bool counts = mask.At(n, t) != 0;
                if (mask.At(n, t) < 0)
                {
                    Array.Clear(h);
                    Array.Clear(c);
                }

                if (counts)
                {
                    step(n, t, h, c);
                }

                rows.AddRange(sequences ? h.Select(v => counts ? v : 0) : []);
            }

            rows.AddRange([.. sequences ? [] : h, .. h, .. c]);
        }

        return new Nd<double>([Examples, rows.Count / Examples], [.. rows]);
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
