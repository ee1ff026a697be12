using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Distributions;

/// <summary>
/// Values and parameters at the edges of single precision. Expected numbers are of mpmath with 50 digits,
/// parameters taken as the floats they are.
/// </summary>
public sealed class ExtremeValueTests
{
    private const float Infinity = float.PositiveInfinity;

    [Theory]
    [InlineData(0, 1e-4f, 9.99999964e-9)]
    [InlineData(0, 3e-4f, 9.00000207e-8)]
    [InlineData(0, 1e-3f, 1.00000159e-6)]
    [InlineData(2, 1e-3f, 5.45982371e-5)]
    [InlineData(-100, 10, 1)]
    [InlineData(-50, 5, 1.92874985e-22)]
    [InlineData(0, 6, 1.85867175e31)]
    public void The_variance_of_a_log_normal(float location, float scale, double expected) =>
        Assert.Equal(1, new LogNormal(location, scale).Variance().Item() / expected, 5e-6);

    [Theory]
    [InlineData(1e-17f, -39.1439465971)]
    [InlineData(1e-7f, -16.1180955893)]
    [InlineData(0.5f, -0.43275212956)]
    [InlineData(25f, 25)]
    [InlineData(1e-44f, -101.333019754)]
    public void A_positive_number_comes_from_a_free_one(float value, double expected) =>
        Assert.Equal(expected, Constraint.Positive.Invert(value), 1e-6 * Math.Abs(expected));

    [Fact]
    public void Constraints_stay_inside_of_open_sets()
    {
        Constraint[] constraints =
        [
            Constraint.Positive, Constraint.PositiveByExp, Constraint.UnitInterval, Constraint.Interval(-1, 0.1f),
            Constraint.Interval(0, 1e-44f), Constraint.Interval(-1.6e38f, 1.6e38f),
            Constraint.Interval(-3, 0), Constraint.Interval(1e6f, 1000001),
        ];
        foreach (Constraint constraint in constraints)
        {
            foreach (float free in (float[])[20, 90, 110, 1e10f, float.MaxValue, Infinity, 0, 1e-45f])
            {
                Assert.True(
                    constraint.Contains(constraint.Apply(free).Item()) && constraint.Contains(constraint.Apply(-free).Item()),
                    $"{constraint}: ±{free}");
            }
        }

        Assert.Equal(0.9999999f, Constraint.UnitInterval.Apply(20).Item(), 1e-7f);
        Assert.Equal(float.MaxValue, Constraint.PositiveByExp.Apply(90).Item());
        Assert.Equal(float.Epsilon, Constraint.Positive.Apply(-110).Item());
        Assert.True(float.IsNaN(Constraint.Positive.Apply(float.NaN).Item())); // a bad number must not hide
    }

    public static TheoryData<string> Wide => [.. WideDistributions.Keys];

    private static Dictionary<string, Distribution> WideDistributions => new()
    {
        ["LogNormal"] = new LogNormal(0, 100),
        ["HalfNormal, tiny"] = new HalfNormal(float.Epsilon),
        ["HalfNormal, huge"] = new HalfNormal(3e38f),
        ["Normal"] = new Normal(0, 3e38f),
        ["Normal of the draws' shape"] = new Normal(Tensor.Zeros([1_000]), Tensor.Full([1_000], 3e38f)),
        ["Laplace"] = new Laplace(0, 3e38f),
        ["ScaleMixture"] = new ScaleMixture([0.5f, 0.5f], [3e38f, 1]),
        ["LogitNormal"] = new LogitNormal(0, 100),
        ["LogitNormal of an interval"] = new LogitNormal(3, 50, -1, 0.1f),
        ["Uniform of few floats"] = new Uniform(1e6f, 1000001),
    };

    [Theory]
    [MemberData(nameof(Wide))]
    public void Draws_stay_inside_of_the_support(string name)
    {
        Distribution distribution = WideDistributions[name];
        Rng random = Rng.Stream(3, name);

        Tensor draws = distribution.Sample(ref random, [1_000]);

        Assert.All(draws.ToArray(), x => Assert.True(distribution.Support.Contains(x), $"{x}"));
        Assert.All(distribution.LogDensity(draws).ToArray(), density => Assert.True(float.IsFinite(density), $"{density}"));
    }

    [Fact]
    public void A_mixture_far_out()
    {
        ScaleMixture narrow = new([0.5f, 0.5f], [1, 0.1f]), reversed = new([0.5f, 0.5f], [0.1f, 1]), wide = new([0.5f, 0.5f], [1e-6f, 10]);

        Assert.Equal(1, narrow.LogDensity(2e19f).Item() / -2e38, 1e-6);
        Assert.Equal(1, reversed.LogDensity(2e19f).Item() / -2e38, 1e-6);
        Assert.Equal(1, wide.LogDensity(1e14f).Item() / -5e25, 1e-6);
        Assert.Equal([-Infinity, -Infinity, -Infinity], narrow.LogDensity(Tensor.Of(Infinity, -Infinity, 3e38f)).ToArray());
        Assert.Equal(1, new Normal(0, 1).LogDensity(2e19f).Item() / -2e38, 1e-6);
        Assert.True(float.IsNaN(narrow.LogDensity(float.NaN).Item()));
    }

    [Fact]
    public void A_row_without_anything_has_a_logarithm_of_no_sum_and_no_gradient()
    {
        foreach (int columns in (int[])[3, 40])
        {
            Tensor x = Tensor.Variable(Enumerable.Repeat(-Infinity, columns).ToArray(), [1, columns]);
            using (new StepArena().Step())
            {
                Tensor sum = LogSumExp(x);
                Assert.Equal(-Infinity, sum.Item());
                Tape.Backward(sum.Sum());
            }

            Assert.All(x.Gradient.ToArray(), gradient => Assert.Equal(0, gradient));
        }
    }

    [Fact]
    public void Off_the_support_every_density_is_zero_and_NaN_stays_NaN()
    {
        (Distribution Distribution, float[] Outside)[] cases =
        [
            (Bernoulli.OfLogits(2), [2, -1, 0.5f, Infinity]), (Categorical.OfLogits(Tensor.Of(0, 1)), [2, -1, 0.5f, Infinity]),
            (Categorical.OfLogits(Tensor.Of(3)), [1, -1, 0.5f]), (new HalfNormal(1), [-1, -1e-45f, -Infinity, Infinity]),
            (new LogNormal(0, 1), [-1, 0, Infinity]), (new LogitNormal(0, 1), [0, 1, 2, -Infinity]),
            (new Uniform(-1, 3), [-1.0001f, 3.0001f, Infinity]), (new Normal(0, 1), [Infinity, -Infinity]),
            (new Laplace(0, 1), [Infinity, -Infinity]),
        ];
        foreach ((Distribution distribution, float[] outside) in cases)
        {
            Assert.All(distribution.LogDensity(Tensor.Of(outside)).ToArray(), density => Assert.Equal(-Infinity, density));
            Assert.True(float.IsNaN(distribution.LogDensity(float.NaN).Item()), distribution.Name);
        }

        Assert.Equal(-0.2257913526f, new HalfNormal(1).LogDensity(0).Item(), 1e-6f); // ½ ln(2/π): the end of a half-normal has a density
        Assert.Equal(-MathF.Log(4), new Uniform(-1, 3).LogDensity(3).Item(), 1e-6f);
    }

    [Fact]
    public void What_lies_off_the_support_spoils_no_gradient()
    {
        Tensor value = Tensor.Variable([-1, 0, 2], [3]), scale = Tensor.Variable([1.5f], [1]);
        using (new StepArena().Step())
        {
            Tape.Backward((new LogNormal(0, scale).LogDensity(value) * Tensor.Of(0, 0, 1)).Slice(0, 2, 1).Sum());
        }

        float z = MathF.Log(2) / 1.5f;
        Assert.Equal([0, 0], value.Gradient.ToArray()[..2]);
        Assert.Equal(-(1 + (z / 1.5f)) / 2, value.Gradient[2], 1e-6f);
        Assert.Equal(((z * z) - 1) / 1.5f, scale.Gradient[0], 1e-6f);
    }

    [Theory]
    [InlineData(15f, 4.89443568e-6)]
    [InlineData(-15f, 4.89443568e-6)]
    [InlineData(50f, 9.83662422e-21)]
    [InlineData(0.5f, 0.662847319)]
    public void The_entropy_of_a_coin(float logit, double expected)
    {
        Assert.Equal(1, Bernoulli.OfLogits(logit).Entropy().Item() / expected, 1e-6);
        Assert.Equal(1, Categorical.OfLogits(Tensor.Of(logit, 0)).Entropy().Item() / expected, 1e-5);
    }

    /// <summary>Σ q·ln(q/p); ∞ wherever p excludes what q allows, however rarely.</summary>
    [Fact]
    public void Divergences_at_the_edge()
    {
        Assert.Equal(Infinity, Coins(50, Infinity));
        Assert.Equal(Infinity, Coins(-150, -Infinity));
        Assert.Equal(Infinity, Coins(150, Infinity));
        Assert.Equal(0, Coins(Infinity, Infinity));
        Assert.Equal(1, Coins(50, 60) / 1.73588362e-21, 1e-4);
        Assert.Equal(1, Coins(1e4f, -1e4f) / 1e4, 1e-6);
        Assert.Equal(Infinity, Classes([0, -1e4f, 5], [0, -Infinity, 1]));
        Assert.Equal(0, Classes([0, -Infinity, 0], [0, -Infinity, 0]));
        Assert.Equal(MathF.Log(2), Classes([0, -Infinity, 0], [0, 0.6931472f, 0]), 1e-6f);
        Assert.Equal(1, KullbackLeibler.Divergence(new Normal(0, 1e-30f), new Normal(0, 1e30f)).Item() / 137.655106, 1e-6);
        // An earlier formula was off by 6e-8.
        Assert.Equal(1, KullbackLeibler.Divergence(new Normal(0, 1.001f), new Normal(0, 1)).Item() / 9.99760332e-7, 2e-3);
        Assert.Equal(Infinity, KullbackLeibler.Divergence(new Laplace(0, 1e38f), new Laplace(0, 1e-5f)).Item());
        Assert.Equal(1, KullbackLeibler.Divergence(new Uniform(0, 1e-38f), new Uniform(0, 1e38f)).Item() / 174.9964671, 1e-6);
        Assert.Contains(
            "as many classes on both sides; received 3 and 1", Assert.Throws<ArgumentException>(() => Classes([0, 1, 2], [0])).Message);

        static float Coins(float q, float p) => KullbackLeibler.Divergence(Bernoulli.OfLogits(q), Bernoulli.OfLogits(p)).Item();
        static float Classes(float[] q, float[] p) =>
            KullbackLeibler.Divergence(Categorical.OfLogits(Tensor.Of(q)), Categorical.OfLogits(Tensor.Of(p))).Item();
    }

    [Fact]
    public void Moments_whose_square_would_overflow()
    {
        Assert.Equal(1, new Uniform(-1e19f, 1e19f).Variance().Item() / (4e38 / 12), 1e-6);
        Assert.Equal(1, new HalfNormal(2e19f).Variance().Item() / (4e38 * 0.3633802276), 1e-6);
        Assert.Equal(1.5e38f, new Uniform(1e38f, 2e38f).Mean().Item());
    }

    [Theory]
    [InlineData(-3.4e38f, 3.4e38f)]
    [InlineData(1, 1.0000001f)]
    [InlineData(2, 1)]
    [InlineData(0, float.PositiveInfinity)]
    [InlineData(float.NaN, 1)]
    public void An_interval_without_a_width_or_without_a_number_inside(float low, float high)
    {
        Assert.Contains("An interval has", Assert.Throws<ArgumentException>(() => Constraint.Interval(low, high)).Message);
        Assert.Contains("An interval has", Assert.Throws<ArgumentException>(() => new Uniform(low, high)).Message);
        Assert.Contains("An interval has", Assert.Throws<ArgumentException>(() => new LogitNormal(0, 1, low, high)).Message);
    }

    [Fact]
    public void Uniform_numbers_over_an_infinite_width()
    {
        Rng random = new(1);
        const string Expected = "Uniform numbers lie between two ends whose difference is finite";
        Assert.Contains(Expected, Assert.Throws<ArgumentException>(() => random.NextSingle(-3.4e38f, 3.4e38f)).Message);
        Assert.Contains(Expected, Assert.Throws<ArgumentException>(() => Tensor.Uniform([3], ref random, -Infinity, 0)).Message);
    }

    /// <summary>
    /// A million classes of 1e-8 each beside one of .99: of 120,000 draws 1,188 ± 34 are rare. With 24 random bits for
    /// each class it was a tenth of that.
    /// </summary>
    [Fact]
    public void Rare_classes_come_as_often_as_they_should()
    {
        float[] probabilities = new float[1_000_001];
        Array.Fill(probabilities, 1e-8f);
        probabilities[0] = 0.99f;
        Rng random = Rng.Stream(5, "rare");

        float[] draws = Categorical.OfProbabilities(Tensor.Of(probabilities)).Sample(ref random, [120_000]).ToArray();

        double rare = 120_000 * 0.01 / (0.01 + 0.99), count = draws.Count(c => c > 0);
        Assert.InRange(count, rare - (4 * Math.Sqrt(rare)), rare + (4 * Math.Sqrt(rare)));
        Assert.InRange(draws.Where(c => c > 0).Average(), 450_000, 550_000); // from all over
    }

    /// <summary>Rows of their own, and more draws than rows: each draw is one of its row.</summary>
    [Fact]
    public void Every_row_of_classes_draws_by_its_own_probabilities()
    {
        Categorical rows = Categorical.OfProbabilities(Tensor.Of([0, 1, 0, 0, 0, 2, 3, 0, 0], [3, 1, 3]));
        Rng random = new(4);

        float[] draws = rows.Sample(ref random, [2, 3, 2]).ToArray();

        Assert.Equal([1, 1, 2, 2, 0, 0, 1, 1, 2, 2, 0, 0], draws);
    }

    [Fact]
    public void Probabilities_of_0_and_1_are_exact_and_spoil_no_gradient()
    {
        Tensor coin = Tensor.Variable([0, 1, 1e-9f, 0.25f], [4]), classes = Tensor.Variable([0.5f, 0, 1.5f], [3]);
        using (new StepArena().Step())
        {
            Tensor density = Bernoulli.OfProbability(coin).LogDensity(1);
            Assert.Equal([-Infinity, 0, -20.72326584f, -1.38629436f], density.ToArray(), (a, b) => a == b || Math.Abs(a - b) < 2e-6f);
            Assert.Equal([-Infinity, 0], Bernoulli.OfProbability(Tensor.Of(1, 0)).LogDensity(0).ToArray());
            Tape.Backward(density.Slice(0, 1, 3).Sum() + Categorical.OfProbabilities(classes).LogDensity(2));
        }

        Assert.Equal([0, 0, 1e9f, 4], coin.Gradient.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-5f * Math.Abs(a));
        Assert.Equal([-0.5f, 0, (1 / 1.5f) - 0.5f], classes.Gradient.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }
}
