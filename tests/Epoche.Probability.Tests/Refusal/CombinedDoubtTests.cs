namespace Epoche.Probability.Tests.Refusal;

public sealed class CombinedDoubtTests
{
    // Doubts 0.01, 0.02 … 1 in units of which the tail starts at 0.95.
    private static readonly float[] s_hundred = [.. Enumerable.Range(1, 100).Select(i => i / 100f)];

    /// <summary>
    /// By hand: rank r of 100 has the surprise −ln((101 − r)/101); the tail's mean excess over 0.95 is (0.01 + … + 0.05)/5 = 0.03.
    /// </summary>
    [Fact]
    public void Surprises_are_tail_probabilities_with_an_exponential_tail()
    {
        TailScale scale = TailScale.Fit([.. s_hundred.Reverse()], "x");

        Assert.Equal(0, scale.Surprise(-5));
        Assert.Equal(-MathF.Log(100 / 101f), scale.Surprise(0.01f), 1e-5f);
        Assert.Equal(-MathF.Log(51 / 101f), scale.Surprise(0.5f), 1e-5f);
        Assert.Equal((-MathF.Log(51 / 101f) - MathF.Log(50 / 101f)) / 2, scale.Surprise(0.505f), 1e-4f);
        Assert.Equal(-MathF.Log(6 / 101f), scale.Surprise(0.95f), 1e-5f);
        Assert.Equal(-MathF.Log(6 / 101f) + 1, scale.Surprise(0.98f), 1e-4f);
        Assert.Equal(-MathF.Log(6 / 101f) + 30, scale.Surprise(1.85f), 1e-4f);
        Assert.Equal(float.PositiveInfinity, scale.Surprise(float.PositiveInfinity));
        Assert.True(float.IsNaN(scale.Surprise(float.NaN)));
    }

    [Fact]
    public void Equal_scores_have_one_surprise_and_constant_ones_a_tail()
    {
        TailScale equal = TailScale.Fit([1, 1, 1, 1], "x");
        Assert.Equal(equal.Surprise(1), equal.Surprise(1));
        Assert.True(equal.Surprise(1.1f) > equal.Surprise(1));
        Assert.Equal(0, equal.Surprise(0.9f));
    }

    [Fact]
    public void Scores_are_brought_to_one_scale_and_the_largest_surprise_counts()
    {
        Prediction validation = Of(s_hundred), test = Of([0.5f, 0.98f, 0.02f]);
        TailScale scale = TailScale.Fit(s_hundred, "x"), turned = TailScale.Fit([.. s_hundred.Select(v => -v)], "x");
        CombinedDoubt both = CombinedDoubt.Fit(validation, (new Named("large", 1000), 3), (new Named("turned", -1), 1));

        Assert.Equal([0.75, 0.25], both.Shares);
        Assert.Equal(["large", "turned"], both.Parts.Select(part => part.Name));
        Assert.Equal(
            [scale.Surprise(0.5f) + MathF.Log(0.75f), scale.Surprise(0.98f) + MathF.Log(0.75f), turned.Surprise(-0.02f) + MathF.Log(0.25f)],
            both.Score(test), Near);
    }

    /// <summary>
    /// Two independent scores, 20,000 validation and as many other examples, seed 9: at most e⁻ᵈ of the others have a doubt of d or more
    /// (within 10 %), and of the doubted ones three quarters are so because of the first.
    /// </summary>
    [Fact]
    public void A_doubt_is_a_bound_on_how_rare_it_is()
    {
        Rng random = new(9);
        Prediction validation = Pairs(ref random), other = Pairs(ref random);
        float[] doubts = CombinedDoubt.Fit(validation, (new Column(0), 0.75), (new Column(1), 0.25)).Score(other);
        foreach (double level in (double[])[0.2, 0.05, 0.01])
        {
            Assert.InRange(doubts.Count(d => d >= -Math.Log(level)) / 20_000.0, 0.8 * level, 1.1 * level);
        }

        float[] first = CombinedDoubt.Fit(validation, (new Column(0), 1)).Score(other);
        int[] doubted = [.. Enumerable.Range(0, doubts.Length).Where(i => doubts[i] > 3)];
        Assert.Equal(0.75, doubted.Count(i => first[i] + MathF.Log(0.75f) == doubts[i]) / (double)doubted.Length, 0.05);
    }

    [Fact]
    public void Bad_use_is_named()
    {
        Assert.Contains("at least one score", Assert.Throws<ArgumentException>(() => CombinedDoubt.Fit(Of(s_hundred))).Message);
        Assert.Contains(
            "The share of 'x' is a number above 0; received 0",
            Assert.Throws<ArgumentException>(() => CombinedDoubt.Fit(Of(s_hundred), (new Named("x", 1), 0))).Message);
        Assert.Contains(
            "A doubt 'wild' of the validation data is infinite",
            Assert.Throws<ArgumentException>(() => CombinedDoubt.Fit(Of([0.5f]), (new Named("wild", float.PositiveInfinity), 1))).Message);
    }

    private static bool Near(float a, float b) => MathF.Abs(a - b) < 1e-3f;

    private static Prediction Of(float[] features) =>
        new(Tensor.Full([1, features.Length, 2], 0.5f), Tensor.Of(features, [features.Length, 1]));

    private static Prediction Pairs(ref Rng random) => new(Tensor.Full([1, 20_000, 2], 0.5f), Tensor.Normal([20_000, 2], ref random));

    private sealed class Column(int index) : DoubtScore
    {
        public override string Name => $"column {index}";

        public override float[] Score(Prediction prediction) =>
            [.. Enumerable.Range(0, prediction.Count).Select(i => prediction.Features[i, index])];
    }

    private sealed class Named(string name, float factor) : DoubtScore
    {
        public override string Name => name;

        public override float[] Score(Prediction prediction) => [.. prediction.Features.ToArray().Select(v => factor * v)];
    }
}
