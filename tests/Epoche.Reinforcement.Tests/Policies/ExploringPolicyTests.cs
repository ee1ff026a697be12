using Epoche.Reinforcement.Tests.Agents.Tabular;

namespace Epoche.Reinforcement.Tests.Policies;

/// <summary>A policy that explores plays like the one beneath it, but for its random actions.</summary>
public sealed class ExploringPolicyTests
{
    [Fact]
    public void Without_exploring_it_is_the_policy_beneath()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Crossing(), 1);
        using Evaluator evaluator = new(environment);
        IPolicy walk = new Walker();
        Assert.Equal(evaluator.Run(walk, 20, 1).Returns, evaluator.Run(new ExploringPolicy(walk, 3, 0, seed: 2), 20, 1).Returns);
    }

    [Fact]
    public void Random_actions_are_allowed_ones_each_with_the_same_probability()
    {
        ExploringPolicy policy = new(new Walker(), 3, 0.5f, seed: 4);
        int[] counts = new int[3], action = new int[1];
        bool[] allowed = [true, true, false];
        policy.Begin([0]);
        for (int i = 0; i < 4_000; i++)
        {
            policy.Act([1], [0], new PolicyActions(action) { Allowed = allowed });
            counts[action[0]]++;
        }

        Assert.Equal(0, counts[Crossing.Jump]);
        Assert.InRange(counts[Crossing.Stay], 890, 1_110); // half of half of them
    }

    [Fact]
    public void An_episode_does_not_depend_on_those_beside_it()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Crossing(), 1);
        using Evaluator evaluator = new(environment);
        double[] Returns(int episodes) => [.. evaluator.Run(new ExploringPolicy(new Walker(), 3, 0.5f, 7), episodes, 1).Returns];

        Assert.Equal(Returns(5), Returns(40)[..5]);
    }

    private sealed class Walker : IPolicy
    {
        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) =>
            actions.Indices.Fill(Crossing.Walk);
    }
}
