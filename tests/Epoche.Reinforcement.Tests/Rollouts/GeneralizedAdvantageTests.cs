namespace Epoche.Reinforcement.Tests.Rollouts;

/// <summary>Worked out by hand with γ = ½ and λ = ½, in one environment: rewards 1, 2, 4 and values 2, 4, 8.</summary>
public sealed class GeneralizedAdvantageTests
{
    private const float Discount = 0.5f, Lambda = 0.5f;

    /// <summary>δ = 1 + ½·4 − 2 = 1, 2 + ½·8 − 4 = 2, 4 + ½·16 − 8 = 4; A = 4, 2 + ¼·4 = 3, 1 + ¼·3 = 1¾.</summary>
    [Fact]
    public void An_episode_that_goes_on_bootstraps_from_what_follows() => Check([], [], [1.75f, 3, 4]);

    /// <summary>δ₁ = 2 − 4 = −2 without what follows, and A₁ = δ₁; A₀ = 1 − ¼·2.</summary>
    [Fact]
    public void A_terminated_episode_has_nothing_to_bootstrap_from() => Check([1], [1], [0.5f, -2, 4]);

    /// <summary>δ₁ = 2 + ½·8 − 4 = 2, of the last observation's value 8, and A₁ = δ₁; A₀ = 1 + ¼·2.</summary>
    [Fact]
    public void An_episode_that_was_cut_off_bootstraps_from_its_last_observation() => Check([], [1], [1.5f, 2, 4]);

    /// <summary>δ₂ = 4 − 8 = −4; A₁ = 2 − ¼·4 = 1; A₀ = 1 + ¼.</summary>
    [Fact]
    public void The_last_step_of_a_rollout_may_be_the_last_of_an_episode() => Check([2], [2], [1.25f, 1, -4]);

    [Fact]
    public void Environments_side_by_side_do_not_mix()
    {
        float[] advantages = new float[6], returns = new float[6];
        GeneralizedAdvantage.Estimate(
            2, [1, 0, 2, 0, 4, 0], [2, 0, 4, 0, 8, 0], [4, 0, 8, 0, 16, 0], new bool[6], new bool[6], Discount, Lambda,
            advantages, returns);
        Assert.Equal([1.75f, 0, 3, 0, 4, 0], advantages);
        Assert.Equal([3.75f, 0, 7, 0, 12, 0], returns);
    }

    /// <summary>With λ = 0 an advantage is δ alone; with λ = ½ a return is as above.</summary>
    [Fact]
    public void Returns_may_have_a_lambda_of_their_own()
    {
        float[] advantages = new float[3], returns = new float[3];
        GeneralizedAdvantage.Estimate(
            1, [1, 2, 4], [2, 4, 8], [4, 8, 16], new bool[3], new bool[3], Discount, lambda: 0, valueLambda: Lambda, advantages, returns);
        Assert.Equal([1, 2, 4], advantages);
        Assert.Equal([3.75f, 7, 12], returns);
    }

    [Fact]
    public void Spans_of_different_lengths_are_refused() => Assert.Throws<ArgumentException>(() => GeneralizedAdvantage.Estimate(
        2, new float[4], new float[4], new float[4], new bool[4], new bool[3], Discount, Lambda, new float[4], new float[4]));

    private static void Check(int[] terminated, int[] ended, float[] expected)
    {
        float[] values = [2, 4, 8], advantages = new float[3], returns = new float[3];
        GeneralizedAdvantage.Estimate(
            1, [1, 2, 4], values, [4, 8, 16], [.. Enumerable.Range(0, 3).Select(terminated.Contains)],
            [.. Enumerable.Range(0, 3).Select(ended.Contains)], Discount, Lambda, advantages, returns);
        Assert.Equal(expected, advantages);
        Assert.Equal([.. expected.Zip(values, (a, v) => a + v)], returns);
    }
}
