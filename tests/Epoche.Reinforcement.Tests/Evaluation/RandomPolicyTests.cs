namespace Epoche.Reinforcement.Tests.Evaluation;

public sealed class RandomPolicyTests
{
    [Fact]
    public void CartPole_at_random_lasts_some_22_steps()
    {
        using IBatchEnvironment environment = EnvironmentRegistry.Find("CartPole-v1").CreateBatch(1);

        EvaluationReport report = RandomPolicy.Play(environment, 1_000);

        // A random policy is known to reach 22 or so; the standard error of 1,000 episodes is 0.4.
        Assert.InRange(report.Mean, 21, 23.5);
        Assert.Equal(report.Returns, RandomPolicy.Play(environment, 1_000).Returns);
        Assert.Equal(report.Returns.Take(100), RandomPolicy.Play(environment, 100).Returns);
    }

    [Fact]
    public void Each_allowed_action_has_the_same_probability()
    {
        RandomPolicy policy = new(ActionSpec.Discrete(3), seed: 1);
        int[] lanes = [.. Enumerable.Range(0, 3_000)], actions = new int[3_000];
        bool[] allowed = [.. lanes.SelectMany(_ => (bool[])[true, false, true])];

        policy.Act([], lanes, new PolicyActions(actions) { Allowed = allowed });

        Assert.Equal(0, actions.Count(action => action == 1));
        Assert.InRange(actions.Count(action => action == 0), 1_400, 1_600); // 1,500 ± 3.6 σ
    }

    [Fact]
    public void Numbers_are_uniform_within_their_bounds()
    {
        RandomPolicy policy = new(ActionSpec.Continuous([-2, 10], [2, 11]), seed: 1);
        int[] lanes = [.. Enumerable.Range(0, 1_000)];
        float[] values = new float[2_000];

        policy.Act([], lanes, new PolicyActions(values));

        float[] first = [.. values.Where((_, i) => i % 2 == 0)];
        Assert.All(first, value => Assert.InRange(value, -2, 2));
        Assert.All(values.Where((_, i) => i % 2 == 1), value => Assert.InRange(value, 10, 11));
        Assert.InRange(first.Average(), -0.15, 0.15); // σ/√n = 0.037
        Assert.InRange(first.Distinct().Count(), 995, 1_000);
    }

    [Fact]
    public void A_lane_plays_the_same_whichever_play_beside_it()
    {
        RandomPolicy together = new(ActionSpec.Discrete(100), seed: 1), alone = new(ActionSpec.Discrete(100), seed: 1);
        int[] all = new int[3], one = new int[1];

        together.Act([], [0, 1, 2], new PolicyActions(all));
        alone.Act([], [2], new PolicyActions(one));

        Assert.Equal(all[2], one[0]);
    }

    [Fact]
    public void Room_of_another_size_is_refused()
    {
        RandomPolicy policy = new(ActionSpec.Discrete(2), seed: 1);

        Assert.Contains("takes 2 elements; received room for 1", Assert.Throws<ArgumentException>(
            () => policy.Act([], [0, 1], new PolicyActions(new int[1]))).Message);
        Assert.Throws<ArgumentException>(() => policy.Act([], [0], new PolicyActions(new int[1]) { Allowed = [true] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => policy.Begin([-1]));
    }
}
