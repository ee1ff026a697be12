namespace Epoche.Reinforcement.Tests.Policies.Heads;

/// <summary>A head of each kind with two observations, and what it should say of them, in double precision from the formulas.</summary>
public sealed record HeadCase(
    string Name, ActionHead Head, float[] Outputs, bool[] Allowed, Func<double[], double[], bool[], double> LogDensity,
    Func<double[], bool[], double> Entropy)
{
    public static IReadOnlyList<HeadCase> All { get; } =
    [
        new("categorical", new CategoricalHead(3), [0.3f, -1.2f, 0.8f, 5, 2, -1], [], Categorical(3), CategoricalEntropy(3)),
        new("masked", new CategoricalHead(3), [0.3f, -1.2f, 0.8f, 50, 2, -1], [true, false, true, false, true, true], Categorical(3),
            CategoricalEntropy(3)),
        new("multi", new MultiCategoricalHead(3, 2), [0.3f, -1.2f, 0.8f, 0.1f, 0.7f, 5, 2, -1, -0.6f, 0.4f], [], Categorical(3, 2),
            CategoricalEntropy(3, 2)),
        new("multi-masked", new MultiCategoricalHead(3, 2), [0.3f, -1.2f, 0.8f, 0.1f, 0.7f, 5, 2, -1, -0.6f, 0.4f],
            [true, true, false, false, true, false, true, true, true, true], Categorical(3, 2), CategoricalEntropy(3, 2)),
        new("bernoulli", new BernoulliHead(2), [0.4f, -1.5f, 2.5f, 0.1f], [], Bits, BitsEntropy),
        new("gaussian", new GaussianHead(ActionSpec.Continuous(-1, 1, 2)), [0.5f, -0.7f, -0.4f, 0.3f, 2, 0.1f, 0.6f, -1.1f], [], Normals,
            NormalsEntropy),
        new("squashed", new SquashedGaussianHead(ActionSpec.Continuous(-2, 2, 2)), [0.5f, -0.7f, 0.4f, 0.9f, 2, 0.1f, 0.6f, 0.2f], [],
            Squashed, SquashedEntropy),
    ];

    public int Rows => Outputs.Length / Head.Outputs;

    public static HeadCase Named(string name) => All.Single(head => head.Name == name);

    public double[] Row(int row) => [.. Outputs.AsSpan(row * Head.Outputs, Head.Outputs).ToArray().Select(x => (double)x)];

    public bool[] Mask(int row) => Allowed.Length == 0 ? [] : Allowed[(row * Head.MaskWidth)..((row + 1) * Head.MaskWidth)];

    public override string ToString() => Name;

    private static double[] Probabilities(double[] x, bool[] mask, int start, int count)
    {
        double[] weights = [.. Enumerable.Range(start, count).Select(i => mask.Length == 0 || mask[i] ? Math.Exp(x[i]) : 0)];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    private static IEnumerable<double[]> Parts(double[] x, bool[] mask, int[] counts) =>
        counts.Select((count, part) => Probabilities(x, mask, counts.Take(part).Sum(), count));

    private static Func<double[], double[], bool[], double> Categorical(params int[] counts) =>
        (x, action, mask) => Parts(x, mask, counts).Select((p, part) => Math.Log(p[(int)action[part]])).Sum();

    private static Func<double[], bool[], double> CategoricalEntropy(params int[] counts) =>
        (x, mask) => Parts(x, mask, counts).Sum(p => p.Sum(one => one == 0 ? 0 : -one * Math.Log(one)));

    private static double Bits(double[] x, double[] action, bool[] mask) =>
        x.Select((logit, i) => -Math.Log(1 + Math.Exp(action[i] == 1 ? -logit : logit))).Sum();

    private static double BitsEntropy(double[] x, bool[] mask) => x.Sum(logit =>
    {
        double p = 1 / (1 + Math.Exp(-logit));
        return -(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p));
    });

    private static double Normals(double[] x, double[] action, bool[] mask) => action.Select((a, i) =>
    {
        double deviation = Math.Exp(x[action.Length + i]), standard = (a - x[i]) / deviation;
        return (-0.5 * standard * standard) - Math.Log(deviation * Math.Sqrt(2 * Math.PI));
    }).Sum();

    /// <summary>½·ln(2πe·σ²) for each number.</summary>
    private static double NormalsEntropy(double[] x, bool[] mask) =>
        x[(x.Length / 2)..].Sum(logarithm => 0.5 * Math.Log(2 * Math.PI * Math.E * Math.Exp(2 * logarithm)));

    /// <summary>Of tanh u with normal u, ln σ = −5 + 3.5·(tanh ρ + 1).</summary>
    private static double Squashed(double[] x, double[] u, bool[] mask) => u.Select((number, i) =>
    {
        double standard = (number - x[i]) / Deviation(x[u.Length + i]);
        return (-0.5 * standard * standard) - Math.Log(Deviation(x[u.Length + i]) * Math.Sqrt(2 * Math.PI)) - LogSlope(number);
    }).Sum();

    /// <summary>That of the normal numbers, and the mean of ln(1 − tanh² u) by a sum over a fine grid.</summary>
    private static double SquashedEntropy(double[] x, bool[] mask) => Enumerable.Range(0, x.Length / 2).Sum(i =>
    {
        double mean = x[i], deviation = Deviation(x[(x.Length / 2) + i]);
        double slope = Enumerable.Range(-8_000, 16_001).Select(k => k / 1_000.0).Sum(
            place => 0.001 * Math.Exp(-0.5 * place * place) / Math.Sqrt(2 * Math.PI) * LogSlope(mean + (deviation * place)));
        return (0.5 * Math.Log(2 * Math.PI * Math.E * deviation * deviation)) + slope;
    });

    private static double Deviation(double rho) => Math.Exp(-5 + (3.5 * (Math.Tanh(rho) + 1)));

    private static double LogSlope(double u) => 2 * (Math.Log(2) - Math.Abs(u) - Math.Log(1 + Math.Exp(-2 * Math.Abs(u))));
}
