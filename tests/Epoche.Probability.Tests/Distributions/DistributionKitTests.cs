using Epoche.Conformance.Distributions;

namespace Epoche.Probability.Tests.Distributions;

/// <summary>Every distribution by <see cref="DistributionKit"/>.</summary>
public sealed class DistributionKitTests
{
    public static TheoryData<string> Names => [.. DistributionCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_distribution_passes(string name) => DistributionKit.Check(DistributionCases.All.Single(c => c.Name == name));

    [Fact]
    public void A_wrong_one_is_found()
    {
        Assert.Contains("The density sums to 2", Failure((p, _) => new Wrong(p[0], density: 2)));
        Assert.Contains("By the density the mean differs: 1", Failure((p, _) => new Wrong(p[0], mean: 1)));
        Assert.Contains("away from the density", Failure((p, _) => new Wrong(p[0], spread: 1.1f)));
        Assert.Contains("The gradient of a draw reaches no parameter", Failure((p, _) => new Wrong(p[0], passes: false)));
    }

    private static string Failure(Func<Tensor[], Shape, Distribution> make) =>
        Assert.Throws<InvalidOperationException>(() => DistributionKit.Check(new("Wrong", make, -8, 8) { Parameters = [[0.5f]] })).Message;

    /// <summary>A normal distribution of scale 1 but for what is wrong with it.</summary>
    private sealed class Wrong(Tensor location, float density = 1, float? mean = null, float spread = 1, bool passes = true) : Distribution
    {
        private readonly Normal _right = new(location, 1);

        public override Shape Shape => _right.Shape;

        public override Tensor LogDensity(Tensor value) => _right.LogDensity(value) + MathF.Log(density);

        public override Tensor Mean() => mean is { } wrong ? Tensor.Full(Shape, wrong) : _right.Mean();

        protected internal override Tensor Draw(ref Rng random, Shape shape) =>
            (passes ? location : Tensor.Of(location.ToArray(), location.Shape)) + (spread * Tensor.Normal(shape, ref random));
    }
}
