using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class DeepSeaTests
{
    /// <summary>Which action means right: numpy.random.RandomState(42).binomial(1, 0.5, [10, 10]), row by row.</summary>
    private const string Mapping = "0111000111011000010010000101101001110010000101011011111100000010010101100111100011000011100111101000";

    [Fact]
    public void The_mapping_is_that_of_bsuite()
    {
        DeepSeaRules rules = new(10, 42);
        Assert.Equal(Mapping, string.Concat(Enumerable.Range(0, 100).Select(cell => rules.IsRight(cell / 10, cell % 10, 1) ? '1' : '0')));

        // The last 40 cells of 50×50, and how many are 1: far enough for the generator to renew its state.
        DeepSeaRules large = new(50, 42);
        string all = string.Concat(Enumerable.Range(0, 2500).Select(cell => large.IsRight(cell / 50, cell % 50, 1) ? '1' : '0'));
        Assert.Equal("1111100001011111010101100101100010101110", all[^40..]);
        Assert.Equal(1262, all.Count(c => c == '1'));
        DeepSeaRules other = new(4, 7);
        Assert.Equal("0101111000110001", string.Concat(Enumerable.Range(0, 16).Select(c => other.IsRight(c / 4, c % 4, 1) ? '1' : '0')));
        Assert.Equal("DeepSea-4-mapping-7", other.Spec.Name);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public void Going_right_all_the_way_is_perfect_and_costs_a_hundredth(int size)
    {
        EnvironmentEntry entry = EnvironmentRegistry.Find($"DeepSea-{size}");
        using IBatchEnvironment sea = entry.CreateBatch(1);
        EvaluationReport report = entry.Player!.Play(sea, episodes: 3, seed: 1);
        Assert.Equal(0.99, report.Mean, 1e-6);
        Assert.True(report.IsPerfect);
    }

    [Fact]
    public void A_step_to_the_left_loses_the_treasure_and_costs_nothing()
    {
        // Always the action that is not right in the first column; then the diver stays there.
        DeepSeaRules rules = new(10, 42);
        string actions = string.Join(',', Enumerable.Range(0, 10).Select(row => rules.IsRight(row, 0, 1) ? 0 : 1));
        IReadOnlyList<TraceRow> trace = EnvironmentTrace.Run(new DeepSea(), seed: 0, actions);

        Assert.Equal(0, trace.Sum(row => row.Reward));
        Assert.Equal((true, 0f), (trace[^1].Terminated, trace[^1].Observation.Sum())); // nothing is shown at the bottom
        Assert.All(trace.Take(10).Index(), pair => Assert.Equal(1, pair.Item.Observation[10 * pair.Index]));
    }

    /// <summary>Uniformly random actions reach it in 2⁻⁶ of the episodes of 6×6 cells: that is what makes it deep.</summary>
    [Fact]
    public void Random_actions_find_the_treasure_once_in_2_to_the_N_episodes()
    {
        using IBatchEnvironment sea = DeepSea.Batch(2048, size: 6);
        RandomActions random = new(sea.Spec.Actions, 2048, batches: 48, seed: 3);
        TransitionBuffers buffers = new(sea);
        sea.Reset(0, buffers.Observations);
        int found = 0;
        for (int step = 0; step < 48; step++)
        {
            sea.Step(random[step], buffers.View);
            found += buffers.Rewards.Count(reward => reward > 0.5f);
        }

        Assert.InRange(found, 200, 312); // of 16,384 episodes 256 ± 3.5 standard deviations
    }

    [Fact]
    public void Other_sizes_are_made_and_impossible_ones_refused()
    {
        Assert.Equal([12, 12, 1], new DeepSea(12).Spec.Observation);
        Assert.Contains("2 to 200", Assert.Throws<ArgumentOutOfRangeException>(() => new DeepSea(1)).Message, StringComparison.Ordinal);
    }
}
