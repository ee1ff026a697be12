using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class ShapedBatchTests
{
    private const float Discount = 0.995f;
    private const int Lives = 2_048, Years = 20;

    private static readonly IShaping s_shaping = LifeFinance.ShapingOf(Discount);

    /// <summary>
    /// Ng, Harada and Russell 1999: Σ γ^t·(r + γ·Φ(s′) − Φ(s)) = Σ γ^t·r − Φ(s₀), with Φ = 0 in the end; and less the luck of each step.
    /// </summary>
    [Fact]
    public void The_return_of_a_life_differs_by_its_luck_and_the_potential_of_its_beginning_whatever_is_done()
    {
        using IBatchEnvironment plain = Life(2), shaped = Shaped(2);
        TransitionBuffers one = new(plain), other = new(shaped);
        RandomActions actions = new(plain.Spec.Actions, 2, LifeFinance.Months, seed: 3);
        plain.Reset(5, one.Observations);
        shaped.Reset(5, other.Observations);
        double began = s_shaping.Potential(one.Observations.AsSpan(0, 7));
        (double earned, double paid, double luck, double weight) = (0, 0, 0, 1);
        for (int step = 0; step < LifeFinance.Months; step++, weight *= Discount)
        {
            plain.Step(actions[step], one.View);
            shaped.Step(actions[step], other.View);
            earned += weight * one.Rewards[0];
            paid += weight * other.Rewards[0];
            float[] seen = step == LifeFinance.Months - 1 ? one.FinalObservations : one.Observations;
            luck += weight * s_shaping.Luck(seen.AsSpan(0, 7), one.Information.AsSpan(0, 9));
        }

        Assert.True(one.Terminated[0] && other.Terminated[0]);
        Assert.InRange(began, 0.01, 1);
        Assert.NotInRange(luck, -0.01, 0.01);
        Assert.Equal(earned - began - luck, paid, 1e-4);
        Assert.Equal(one.Observations, other.Observations);
    }

    /// <summary>
    /// It is a sum of draws of mean 0 times balances that are known before them: over lives, the mean of a life's luck is within four of
    /// its standard errors of 0 (a chance of 6e-5 otherwise; the seed is fixed).
    /// </summary>
    [Theory]
    [InlineData(LifeFinanceRules.Lesson)]
    [InlineData(LifeFinanceRules.Honest)]
    public void Luck_is_nothing_on_average(LifeFinanceRules rules)
    {
        using IBatchEnvironment lives = BatchEnvironment.Of(() => new LifeFinance(new() { Rules = rules }), Lives);
        TransitionBuffers buffers = new(lives);
        RandomActions actions = new(lives.Spec.Actions, Lives, 12 * Years, seed: 4);
        double[] luck = new double[Lives];
        lives.Reset(6, buffers.Observations);
        for (int step = 0; step < 12 * Years; step++)
        {
            lives.Step(actions[step], buffers.View);
            for (int i = 0; i < Lives; i++)
            {
                luck[i] += buffers.Information[(i * 9) + 8];
            }
        }

        double mean = luck.Average(), deviation = Math.Sqrt(luck.Average(value => (value - mean) * (value - mean)));
        Assert.InRange(mean, -4 * deviation / Math.Sqrt(Lives), 4 * deviation / Math.Sqrt(Lives));
        Assert.InRange(deviation, 10_000, 1_000_000);
    }

    [Fact]
    public void Play_is_scored_by_the_rewards_as_they_are()
    {
        using IBatchEnvironment shaped = Shaped(3), scored = shaped.ForScores(2), more = shaped.WithCount(4);

        Assert.IsNotType<ShapedBatch>(scored);
        Assert.IsType<ShapedBatch>(more);
        Assert.Equal((2, 4), (scored.Count, more.Count));
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("state")]
    [InlineData("memory")]
    public void It_keeps_the_rules_of_exact_runs(string rule) =>
        EnvironmentAssert.Keeps(rule, new EnvironmentSubject(() => new LifeFinance(), Shaped));

    private static ShapedBatch Shaped(int count) => new(Life(count), Discount, s_shaping);

    private static IBatchEnvironment Life(int count) => BatchEnvironment.Of(() => new LifeFinance(), count);
}
