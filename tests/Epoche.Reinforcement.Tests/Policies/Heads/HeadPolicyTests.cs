namespace Epoche.Reinforcement.Tests.Policies.Heads;

/// <summary>A policy plays what its network's output means.</summary>
public sealed class HeadPolicyTests
{
    /// <summary>The output called policy is the observation itself.</summary>
    private static GraphModel Mirror(int numbers)
    {
        Symbol input = Model.Input([numbers]);
        return new GraphModel(
            [input], ("value", input.Then(new Dense(1))), ("policy", input.Then(new Lambda(x => x)))).Build();
    }

    [Fact]
    public void It_takes_the_likeliest_action_of_the_output_called_policy()
    {
        HeadPolicy policy = new(Mirror(3), new CategoricalHead(3));
        int[] actions = new int[2];
        policy.Act([0, 2, 1, 5, 1, 3], [0, 1], new PolicyActions(actions));
        Assert.Equal([1, 0], actions);
        policy.Act([0, 2, 1, 5, 1, 3], [0, 1], new PolicyActions(actions) { Allowed = [true, false, true, false, true, true] });
        Assert.Equal([2, 2], actions);
    }

    [Fact]
    public void Continuous_actions_lie_within_their_bounds()
    {
        Sequential network = new Sequential { new Lambda(x => x), new FreeDeviation(3) }.Build([2]);
        GaussianHead head = new(ActionSpec.Continuous(-1, 1, 2));
        float[] values = new float[2], drawn = new float[2];
        new HeadPolicy(network, head).Act([0.25f, -8], [0], new PolicyActions(values));
        new HeadPolicy(network, head, draws: true, seed: 1).Act([0.25f, -8], [0], new PolicyActions(drawn));
        Assert.Equal([0.25f, -1], values);
        Assert.All(drawn, value => Assert.InRange(value, -1, 1));
        Assert.NotEqual(values, drawn);
    }

    /// <summary>Each lane has its stream: whether others act beside it changes nothing.</summary>
    [Fact]
    public void A_lane_draws_the_same_whichever_lanes_are_beside_it()
    {
        HeadPolicy together = new(Mirror(3), new CategoricalHead(3), draws: true, seed: 4);
        HeadPolicy alone = new(Mirror(3), new CategoricalHead(3), draws: true, seed: 4);
        int[] both = new int[2], one = new int[1];
        List<int> expected = [], received = [];
        for (int i = 0; i < 50; i++)
        {
            together.Act([0, 1, 0.5f, 0.3f, 0.2f, 0.1f], [0, 5], new PolicyActions(both));
            alone.Act([0.3f, 0.2f, 0.1f], [5], new PolicyActions(one));
            expected.Add(both[1]);
            received.Add(one[0]);
        }

        Assert.Equal(expected, received);
        Assert.True(received.Distinct().Count() > 1);
    }

    [Fact]
    public void A_network_without_such_an_output_is_refused()
    {
        Assert.Contains(
            "'policy' [2]", Assert.Throws<ArgumentException>(() => new HeadPolicy(Mirror(3), new CategoricalHead(2))).Message);
        HeadPolicy policy = new(Mirror(3), new CategoricalHead(3));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(
            () => policy.Act([float.NaN, 0, 0], [0], new PolicyActions(new int[1]))).Message);
        Assert.Contains("from 2 lanes", Assert.Throws<ArgumentException>(
            () => policy.Act([0, 0, 0], [0, 1], new PolicyActions(new int[1]))).Message);
    }
}
