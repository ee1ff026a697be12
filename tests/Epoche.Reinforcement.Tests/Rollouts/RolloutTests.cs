using Epoche.Reinforcement.Tests.Agents;

namespace Epoche.Reinforcement.Tests.Rollouts;

public sealed class RolloutTests
{
    private static readonly EnvironmentSpec s_spec = new() { Name = "Two", Observation = [1], Actions = ActionSpec.Discrete(2) };

    [Fact]
    public void A_batch_of_one_keeps_its_advantage()
    {
        RolloutBatch batch = Batch([3]);
        batch.NormalizeAdvantages();
        Assert.Equal(3, batch.Advantages[0]);
    }

    /// <summary>Mean 2, deviation √((1 + 0 + 1)/2) = 1.</summary>
    [Fact]
    public void Advantages_are_normalized_by_the_unbiased_deviation()
    {
        RolloutBatch batch = Batch([1, 2, 3]);
        batch.NormalizeAdvantages();
        Assert.Equal([-1, 0, 1], batch.Advantages.Select(a => MathF.Round(a, 6)));
    }

    [Fact]
    public void Equal_advantages_become_zero()
    {
        RolloutBatch batch = Batch([2, 2, 2]);
        batch.NormalizeAdvantages();
        Assert.All(batch.Advantages, advantage => Assert.Equal(0, advantage));
    }

    [Fact]
    public void A_full_rollout_takes_no_step_and_one_that_is_not_full_gives_no_advantages()
    {
        RolloutBuffer rollout = new(s_spec, 1, 1, 1);
        Assert.Throws<InvalidOperationException>(() => rollout.Finish(1, 1));
        rollout.Begin([0], []);
        rollout.Add(new([0], [0], [1], [false], [false]));
        Assert.Throws<InvalidOperationException>(() => rollout.Begin([0], []));
        rollout.Clear();
        Assert.Equal(0, rollout.Begin([0], []));
    }

    /// <summary>
    /// Rewards 1 without end at γ = ½: the discounted sum goes 1, 1½, 1¾ and begins again after an end. Its deviation over 1, 1½, 1, 1½ is
    /// ¼.
    /// </summary>
    [Fact]
    public void Rewards_are_scaled_by_the_deviation_of_their_discounted_sum_within_an_episode()
    {
        RewardScale scale = new(1, 0.5f);
        Assert.Equal(1, scale.Deviation);
        for (int i = 0; i < 4; i++)
        {
            scale.Add(new([0], [0], [1], [i % 2 == 1], [false]));
        }

        Assert.Equal(0.25f, scale.Deviation);
    }

    [Fact]
    public void Values_are_in_the_units_of_rewards_and_the_model_holds_their_scale()
    {
        PpoAgent agent = new(default(Corridor).Spec, new() { Steps = 8, ScaleRewards = true });
        Model before = agent.Model.Clone();
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 2);
        foreach (TrainingReport report in agent.Train(environment, steps: 16))
        {
            Assert.True(report.Updates > 0);
        }

        Assert.NotEqual(Scale(before), Scale(agent.Model));

        static float Scale(Model model) => model.Parameters.Entries
            .Where(entry => entry.Shape == [1] && entry.Name.EndsWith("scale", StringComparison.Ordinal))
            .Select(entry => model.Parameters[entry.Name].Item()).Single();
    }

    private static RolloutBatch Batch(float[] advantages)
    {
        RolloutBuffer rollout = new(s_spec, 1, advantages.Length, 1);
        advantages.CopyTo(rollout.Advantages, 0);
        RolloutBatch batch = new(rollout, advantages.Length);
        batch.Fill([.. Enumerable.Range(0, advantages.Length)]);
        return batch;
    }

    /// <summary>Pixels are kept as bytes, and a state of them is a quarter as long.</summary>
    [Fact]
    public void Pixels_come_back_as_the_same_bits()
    {
        EnvironmentSpec spec = new()
        {
            Name = "Pixels", Observation = [2, 2, 4], Frames = 4, PixelSteps = 255, Actions = ActionSpec.Discrete(2),
        };
        RolloutBuffer rollout = new(spec, 2, 3, 1);
        float[] shown = [.. Enumerable.Range(0, 32).Select(i => 8 * i / 255f)], seen = new float[16];

        Assert.Equal(0, rollout.Begin(shown, []));
        rollout.ReadObservation(1, seen);

        Assert.Equal(shown[16..], seen);
        Assert.Throws<ArgumentException>(() => rollout.Begin([.. Enumerable.Repeat(0.3f, 32)], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => rollout.ReadObservation(6, seen));
        Assert.Throws<ArgumentException>(() => rollout.ReadObservation(0, new float[15]));
    }
}
