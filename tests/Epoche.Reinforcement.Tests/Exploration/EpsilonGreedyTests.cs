using Epoche;

namespace Epoche.Reinforcement.Tests.Exploration;

public sealed class EpsilonGreedyTests
{
    [Fact]
    public void Without_exploration_the_greatest_value_wins_and_of_equal_ones_the_first()
    {
        int[] actions = new int[3];
        Rng random = new(1);
        Assert.True(EpsilonGreedy.Explore(0, 3, ref random, actions));
        EpsilonGreedy.Exploit([1, 3, 2, 5, 5, 4, -3, -2, -1], 3, actions);
        Assert.Equal([1, 0, 2], actions);
    }

    [Fact]
    public void With_certain_exploration_no_value_is_needed_and_every_action_is_equally_likely()
    {
        int[] actions = new int[30_000];
        Rng random = new(1);
        Assert.False(EpsilonGreedy.Explore(1, 3, ref random, actions));
        for (int a = 0; a < 3; a++)
        {
            Assert.InRange(actions.Count(x => x == a), 9_600, 10_400); // 10,000 ± 82
        }
    }

    [Fact]
    public void A_tenth_of_the_actions_explore_at_a_tenth()
    {
        int[] actions = new int[50_000];
        Rng random = new(2);
        EpsilonGreedy.Explore(0.1f, 2, ref random, actions);
        Assert.InRange(actions.Count(a => a >= 0), 4_660, 5_340); // 5,000 ± 67
    }
}
