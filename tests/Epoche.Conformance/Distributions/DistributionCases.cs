namespace Epoche.Conformance.Distributions;

/// <summary>Every distribution of the library; a new one is missed by a test until it stands here.</summary>
public static class DistributionCases
{
    private static readonly float[][] s_real = [[0.5f], [0.75f]], s_otherReal = [[-0.25f], [1.25f]];

    /// <summary>The cases.</summary>
    public static IReadOnlyList<DistributionCase> All { get; } =
    [
        new("Normal", (p, _) => new Normal(p[0], p[1]), -7, 8) { Parameters = s_real, Other = s_otherReal },
        new("Laplace", (p, _) => new Laplace(p[0], p[1]), -15, 16) { Parameters = s_real, Other = s_otherReal },
        new("LogNormal", (p, _) => new LogNormal(p[0], p[1]), 0, 80) { Parameters = s_real, Other = s_otherReal, Outside = [-1, 0] },
        new("HalfNormal", (p, _) => new HalfNormal(p[0]), 0, 7) { Parameters = [[0.75f]], Other = [[1.25f]], Outside = [-0.5f] },
        new("LogitNormal", (p, _) => new LogitNormal(p[0], p[1]), 0, 1)
        {
            Parameters = s_real, Other = s_otherReal, Outside = [-0.5f, 1.5f],
        },
        new("LogitNormal of an interval", (p, _) => new LogitNormal(p[0], p[1], -1, 3), -1, 3)
        {
            Parameters = s_real, Other = s_otherReal, Outside = [-1.5f, 3.5f],
        },
        new("Uniform", (_, shape) => new Uniform(-1.5f, 2.25f, shape), -1.5, 2.25) { Outside = [-2, 3] },
        new("ScaleMixture", (_, shape) => new ScaleMixture([0.25f, 0.75f], [2, 0.5f], shape), -16, 16),
        new("Bernoulli", (p, _) => Bernoulli.OfLogits(p[0]), 0, 1)
        {
            IsDiscrete = true, Parameters = [[0.5f]], Other = [[-1.5f]], Outside = [2, -1, 0.5f],
        },
        new("Bernoulli of a probability", (p, _) => Bernoulli.OfProbability(p[0]), 0, 1)
        {
            IsDiscrete = true, Parameters = [[0.3f]], Other = [[0.6f]], Outside = [2],
        },
        new("Categorical", (p, _) => Categorical.OfLogits(p[0]), 0, 3)
        {
            IsDiscrete = true, Parameters = [[0.5f, -1, 1, 0]], Other = [[0, 1, -1, 0.5f]],
        },
    ];
}
