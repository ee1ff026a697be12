using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class ShapedBatchTests
{
    private const float Discount = 0.995f;

    /// <summary>Ng, Harada and Russell 1999: Σ γ^t·(r + γ·Φ(s′) − Φ(s)) = Σ γ^t·r − Φ(s₀), with Φ = 0 in the end.</summary>
    [Fact]
    public void The_return_of_a_life_differs_by_the_potential_of_its_beginning_whatever_is_done()
    {
        using IBatchEnvironment plain = Life(2), shaped = Shaped(2);
        TransitionBuffers one = new(plain), other = new(shaped);
        RandomActions actions = new(plain.Spec.Actions, 2, LifeFinance.Months, seed: 3);
        plain.Reset(5, one.Observations);
        shaped.Reset(5, other.Observations);
        double began = LifeFinance.PotentialOf(Discount)(one.Observations.AsSpan(0, 7));
        (double earned, double paid, double weight) = (0, 0, 1);
        for (int step = 0; step < LifeFinance.Months; step++, weight *= Discount)
        {
            plain.Step(actions[step], one.View);
            shaped.Step(actions[step], other.View);
            earned += weight * one.Rewards[0];
            paid += weight * other.Rewards[0];
        }

        Assert.True(one.Terminated[0] && other.Terminated[0]);
        Assert.InRange(began, 0.01, 1);
        Assert.Equal(earned - began, paid, 1e-4);
        Assert.Equal(one.Observations, other.Observations);
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

    private static ShapedBatch Shaped(int count) => new(Life(count), Discount, LifeFinance.PotentialOf(Discount));

    private static IBatchEnvironment Life(int count) => BatchEnvironment.Of(() => new LifeFinance(), count);
}
