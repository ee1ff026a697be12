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
    public void Under_a_mask_only_what_is_allowed_is_explored_and_exploited()
    {
        const int count = 30_000;
        bool[] masks = [.. Enumerable.Range(0, count).SelectMany(_ => (bool[])[true, false, true, true])];
        int[] actions = new int[count];
        Rng random = new(1);
        Assert.False(EpsilonGreedy.Explore(1, 4, ref random, actions, masks));
        Assert.Equal(0, actions.Count(x => x == 1));
        Assert.All((int[])[0, 2, 3], a => Assert.InRange(actions.Count(x => x == a), 9_600, 10_400)); // 10,000 ± 82

        int[] greedy = [-1, -1, 3];
        EpsilonGreedy.Exploit(
            [1, 9, 2, 2, 5, 4, 3, 8, 0, 0, 0, 0], 4, greedy, [true, false, true, true, true, true, true, false, true, false, false, false]);
        Assert.Equal([2, 0, 3], greedy); // of equal ones the first; what was explored stays
    }

    [Fact]
    public void Masks_that_allow_everything_change_no_draw()
    {
        int[] plain = new int[1000], masked = new int[1000];
        bool[] all = new bool[3000];
        Array.Fill(all, true);
        Rng one = new(4), other = new(4);
        EpsilonGreedy.Explore(0.5f, 3, ref one, plain);
        EpsilonGreedy.Explore(0.5f, 3, ref other, masked, all);
        Assert.Equal(plain, masked);
        Assert.Equal(one.Position, other.Position);
    }

    [Fact]
    public void Random_actions_keep_to_masks_and_are_equally_likely_among_the_allowed()
    {
        const int count = 30_000;
        RandomActions random = new(ActionSpec.Discrete(4), count, batches: 2, seed: 3);
        bool[] masks = [.. Enumerable.Range(0, count).SelectMany(_ => (bool[])[false, true, true, false])];
        int[] actions = random.Under(0, masks).Indices.ToArray();
        Assert.All((int[])[1, 2], a => Assert.InRange(actions.Count(x => x == a), 14_600, 15_400)); // 15,000 ± 87
        Assert.Equal(count, actions.Count(a => a is 1 or 2));
        // what is allowed stays
        Assert.All(actions.Zip(random[0].Indices.ToArray()), pair => Assert.True(pair.Second is not (1 or 2) || pair.First == pair.Second));
        Assert.Equal(actions, random.Under(0, masks).Indices.ToArray());
        Assert.NotEqual(actions, random.Under(1, masks).Indices.ToArray());
        Assert.Equal(random[0].Indices.ToArray(), random.Under(0, []).Indices.ToArray());
        Assert.Throws<ArgumentException>(() => random.Under(0, new bool[4 * count]).Indices.Length);
        Assert.Contains(
            "4 elements", Assert.Throws<ArgumentException>(() => random.Under(0, new bool[4]).Indices.Length).Message,
            StringComparison.Ordinal);
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
