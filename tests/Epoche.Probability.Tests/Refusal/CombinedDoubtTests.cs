namespace Epoche.Probability.Tests.Refusal;

public sealed class CombinedDoubtTests
{
    // Doubts 0.01, 0.02 … 1 in units of which the tail starts at 0.95.
    private static readonly float[] s_hundred = [.. Enumerable.Range(1, 100).Select(i => i / 100f)];

    /// <summary>By hand: rank r of 100 has the surprise −ln((101 − r)/101); the tail's mean excess over 0.95 is (0.01 + … + 0.05)/5 = 0.03.</summary>
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
    public void Parts_are_brought_to_one_scale()
    {
        Prediction validation = Of(s_hundred), test = Of([0.5f, 0.98f]);
        Named small = new("small", 1), large = new("large", 1000);
        float[] one = CombinedDoubt.Fit(validation, Combination.Sum, small).Score(test);

        Assert.Equal([2 * one[0], 2 * one[1]], CombinedDoubt.Fit(validation, Combination.Sum, small, large).Score(test), Near);
        Assert.Equal(one, CombinedDoubt.Fit(validation, Combination.Largest, small, large).Score(test), Near);
        Assert.Equal(one[1] + one[0], CombinedDoubt.Fit(validation, Combination.Sum, small, new Named("turned", -1)).Score(Of([0.98f]))[0], 0.7f);
    }

    [Fact]
    public void A_part_of_small_weight_speaks_only_where_its_surprise_is_great()
    {
        Prediction validation = Of(s_hundred), test = Of([0.5f, 0.98f]);
        Named up = new("up", 1), down = new("down", -1);
        float[] rising = CombinedDoubt.Fit(validation, Combination.Largest, up).Score(test), falling = CombinedDoubt.Fit(validation, Combination.Largest, down).Score(Of([-1.5f]));

        float[] largest = CombinedDoubt.Fit(validation, Combination.Largest, [(up, 1), (down, 0.1)]).Score(Of([0.5f, 0.98f, -1.5f]));
        float[] sum = CombinedDoubt.Fit(validation, Combination.Sum, [(up, 2), (down, 0.5)]).Score(Of([-1.5f]));

        Assert.Equal([rising[0], rising[1], falling[0] - MathF.Log(10)], largest, Near);
        Assert.Equal(0.5f * falling[0], sum[0], 1e-3f);
        Assert.Contains("that of 'down' is 0", Assert.Throws<ArgumentException>(() => CombinedDoubt.Fit(validation, Combination.Largest, [(up, 1), (down, 0)])).Message);
    }

    [Fact]
    public void Bad_use_is_named()
    {
        Assert.Contains("at least one part", Assert.Throws<ArgumentException>(() => CombinedDoubt.Fit(Of(s_hundred), Combination.Sum)).Message);
        Assert.Contains("A doubt 'wild' of the validation data is infinite", Assert.Throws<ArgumentException>(() => CombinedDoubt.Fit(Of([0.5f]), Combination.Sum, new Named("wild", float.PositiveInfinity))).Message);
    }

    private static bool Near(float a, float b) => MathF.Abs(a - b) < 1e-3f;

    private static Prediction Of(float[] features) => new(Tensor.Full([1, features.Length, 2], 0.5f), Tensor.Of(features, [features.Length, 1]));

    private sealed class Named(string name, float factor) : DoubtScore
    {
        public override string Name => name;

        public override float[] Score(Prediction prediction) => [.. prediction.Features.ToArray().Select(v => factor * v)];
    }
}
