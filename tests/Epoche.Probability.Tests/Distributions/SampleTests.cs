namespace Epoche.Probability.Tests.Distributions;

public sealed class SampleTests
{
    private const int Draws = 200_000;

    public static TheoryData<string> Names => [.. Cases.Keys];

    // With the mean and the variance by the textbook.
    private static Dictionary<string, (Distribution Distribution, double Mean, double Variance)> Cases => new()
    {
        ["Normal"] = (new Normal(1.5f, 0.5f), 1.5, 0.25),
        ["LogNormal"] = (new LogNormal(0.25f, 0.4f), Math.Exp(0.25 + 0.08), (Math.Exp(0.16) - 1) * Math.Exp(0.5 + 0.16)),
        ["LogitNormal"] = (new LogitNormal(0, 1, -1, 1), 0, 4 * 0.04337905), // by the trapezoidal rule
        ["HalfNormal"] = (new HalfNormal(2), 2 * Math.Sqrt(2 / Math.PI), 4 * (1 - (2 / Math.PI))),
        ["Laplace"] = (new Laplace(-1, 0.75f), -1, 2 * 0.75 * 0.75),
        ["Uniform"] = (new Uniform(-1, 3), 1, 16 / 12.0),
        ["Bernoulli"] = (Bernoulli.OfProbability(0.3f), 0.3, 0.21),
        ["Categorical"] = (Categorical.OfProbabilities(Tensor.Of(0.2f, 0.5f, 0.3f)), 1.1, 0.49),
        ["ScaleMixture"] = (new ScaleMixture([0.25f, 0.75f], [2, 0.5f]), 0, (0.25 * 4) + (0.75 * 0.25)),
    };

    /// <summary>Seed 11, 200,000 draws: the mean within 4.5 standard errors, the variance within 3%.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Draws_have_the_mean_and_the_variance(string name)
    {
        (Distribution distribution, double mean, double variance) = Cases[name];
        Rng random = Rng.Stream(11, name);

        float[] draws = distribution.Sample(ref random, [Draws]).ToArray();

        double average = draws.Average(x => (double)x), spread = draws.Average(x => (x - average) * (x - average));
        Assert.InRange(average, mean - (4.5 * Math.Sqrt(variance / Draws)), mean + (4.5 * Math.Sqrt(variance / Draws)));
        Assert.InRange(spread, 0.97 * variance, 1.03 * variance);
        Assert.All(draws, x => Assert.True(distribution.Support.Contains(x) || x == distribution.Support.Low, $"{x}"));
    }

    /// <summary>The gradient of Σ w·draw against central differences on the same noise, to 1%.</summary>
    [Theory]
    [InlineData("Normal")]
    [InlineData("LogNormal")]
    [InlineData("LogitNormal")]
    [InlineData("HalfNormal")]
    [InlineData("Laplace")]
    public void Gradients_pass_through_draws(string name)
    {
        const float Step = 1f / 256;
        float[] start = [0.5f, 0.75f];
        Tensor variable = Tensor.Variable(start, [2]);
        StepArena arena = new();
        using (arena.Step())
        {
            Tape.Backward(Weighted(variable));
        }

        for (int i = name == "HalfNormal" ? 1 : 0; i < 2; i++)
        {
            double difference = (At(i, Step) - At(i, -Step)) / (2 * Step);
            Assert.InRange(
                variable.Gradient[i], difference - (0.01 * Math.Max(1, Math.Abs(difference))),
                difference + (0.01 * Math.Max(1, Math.Abs(difference))));
        }

        double At(int i, float by)
        {
            float[] moved = [.. start];
            moved[i] += by;
            return Weighted(Tensor.Of(moved)).Item();
        }

        Tensor Weighted(Tensor p)
        {
            Tensor a = p.Slice(0, 0, 1), b = p.Slice(0, 1, 1);
            Distribution distribution = name switch
            {
                "Normal" => new Normal(a, b),
                "LogNormal" => new LogNormal(a, b),
                "LogitNormal" => new LogitNormal(a, b),
                "HalfNormal" => new HalfNormal(b),
                _ => new Laplace(a, b),
            };
            Rng random = new(3);
            return (distribution.Sample(ref random, [8]) * Tensor.Of(1, -0.5f, 0.25f, 2, 1, 0.5f, -1, 0.75f)).Sum();
        }
    }

    [Fact]
    public void Outside_of_the_support_the_density_is_zero()
    {
        Assert.Equal(float.NegativeInfinity, new HalfNormal(1).LogDensity(-1).Item());
        Assert.Equal(float.NegativeInfinity, new LogNormal(0, 1).LogDensity(-1).Item());
        Assert.Equal(float.NegativeInfinity, new LogitNormal(0, 1).LogDensity(2).Item());
        Assert.Equal(float.NegativeInfinity, new Uniform(0, 1).LogDensity(2).Item());
    }

    [Fact]
    public void A_parameter_out_of_range_is_named()
    {
        Rng random = new(1);
        string message = Assert.Throws<ArgumentException>(() => new Normal(0, Tensor.Of(1, -0.5f)).Sample(ref random)).Message;
        Assert.Equal("Normal: expected a finite number above 0 for the scale; received -0.5 at element 1 of [2].", message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new Laplace(float.NaN, 1).Sample(ref random)).Message);
        Assert.Contains("sum to 1", Assert.Throws<ArgumentException>(() => new ScaleMixture([0.5f, 0.6f], [1, 2])).Message);
        Assert.Contains(
            "cannot give draws of shape [3]",
            Assert.Throws<ArgumentException>(() => new Normal(Tensor.Zeros([2]), 1).Sample(ref random, [3])).Message);
    }

    [Theory]
    [InlineData(0.01f)]
    [InlineData(0.3f)]
    [InlineData(0.99f)]
    public void Constraints_invert_what_they_apply(float value)
    {
        foreach (Constraint constraint in (Constraint[])[
            Constraint.Real, Constraint.Positive, Constraint.PositiveByExp, Constraint.UnitInterval, Constraint.Interval(-2, 5)])
        {
            Assert.Equal(value, constraint.Apply(constraint.Invert(value)).Item(), 1e-6f);
        }

        Assert.Contains("above 0; received -1", Assert.Throws<ArgumentOutOfRangeException>(() => Constraint.Positive.Invert(-1)).Message);
    }
}
