using System.Buffers;

namespace Epoche.Reinforcement.Tests.Simulation.Wrappers;

public sealed class EpisodeStatisticsTests
{
    [Fact]
    public void Returns_and_lengths_are_those_of_the_finished_episodes()
    {
        EpisodeStatistics statistics = new(count: 2, window: 2);
        Assert.Null(statistics.MeanReturn);
        Assert.Null(statistics.LastReturn);
        Record(statistics, [1, 10], [false, false]);
        Record(statistics, [2, 20], [true, false]); // 3 in 2 steps
        Assert.Equal((3, 2), (statistics.LastReturn, statistics.LastLength));
        Record(statistics, [4, 30], [true, true]); // 4 in 1, 60 in 3
        Assert.Equal((60, 3), (statistics.LastReturn, statistics.LastLength));
        Assert.Equal((3, 6), (statistics.Episodes, statistics.Steps));
        Assert.Equal((32, 2), (statistics.MeanReturn, statistics.MeanLength)); // of the last two
    }

    [Fact]
    public void A_restored_state_counts_on()
    {
        EpisodeStatistics statistics = new(2, 3), restored = new(2, 3);
        Record(statistics, [1, 5], [true, false]);
        ArrayBufferWriter<byte> state = new();
        statistics.SaveState(state);
        restored.RestoreState(state.WrittenSpan);
        Record(restored, [1, 5], [false, true]);
        Assert.Equal((10, 2, 2, 4), (restored.LastReturn, restored.LastLength, restored.Episodes, restored.Steps));
        Assert.Equal(5.5, restored.MeanReturn);
        Assert.Throws<InvalidDataException>(() => new EpisodeStatistics(2, 4).RestoreState(state.WrittenSpan));
        Assert.Throws<InvalidDataException>(() => restored.RestoreState(state.WrittenSpan[..^1]));
    }

    [Fact]
    public void Abandoned_episodes_do_not_count()
    {
        EpisodeStatistics statistics = new(1);
        Record(statistics, [7], [false]);
        statistics.Abandon();
        Record(statistics, [1], [true]);
        Assert.Equal((1, 1), (statistics.LastReturn, statistics.LastLength));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        EpisodeStatistics statistics = new(2, 10);
        float[] rewards = [1, 2];
        bool[] ended = [true, false];

        Assert.Equal(0, Conformance.Allocations.InRound(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                Record(statistics, rewards, ended);
            }
        }));
    }

    [Fact]
    public void Another_number_of_environments_is_refused() =>
        Assert.Throws<ArgumentException>(() => Record(new EpisodeStatistics(3), [1, 2], [false, false]));

    private static void Record(EpisodeStatistics statistics, float[] rewards, bool[] ended) =>
        statistics.Record(new BatchTransition([], [], rewards, ended, ended));
}
