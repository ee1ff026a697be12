using System.Buffers;

namespace Epoche.Reinforcement.Tests.Simulation.Wrappers;

public sealed class ObservationNormalizationTests
{
    [Fact]
    public void Mean_and_deviation_are_those_of_the_observations_seen()
    {
        ObservationNormalization statistics = new([2], epsilon: 1e-12);
        statistics.Update([1, 10, 2, 10, 3, 10, 6, 10]); // 1 2 3 6: mean 3, variance 3.5
        float[] mean = new float[2], inverse = new float[2];
        statistics.CopyTo(mean, inverse);
        Assert.Equal([3f, 10f], mean);
        Assert.Equal((float)(1 / Math.Sqrt(3.5)), inverse[0], 1e-6f);
        Assert.Equal((4, 3.5, 0), (statistics.Count, statistics.Variance(0), statistics.Variance(1)));
    }

    [Fact]
    public void Without_observations_nothing_is_changed_by_normalizing()
    {
        float[] mean = new float[3], inverse = new float[3];
        new ObservationNormalization([3]).CopyTo(mean, inverse);
        Assert.Equal([0f, 0f, 0f], mean);
        Assert.Equal([1f, 1f, 1f], inverse);
    }

    [Fact]
    public void Of_a_number_that_never_changes_the_plain_difference_is_left()
    {
        ObservationNormalization statistics = new([2]);
        statistics.Update([5, 1, 5, 1, 5, 1.0001f]);
        float[] mean = new float[2], inverse = new float[2];
        statistics.CopyTo(mean, inverse);
        Assert.Equal((5f, 1f), (mean[0], inverse[0]));
        Assert.InRange(inverse[1], 5_000, 1e4); // one that hardly changes is bounded by epsilon
    }

    /// <summary>Where the mean is a million times the deviation, sums of squares in single precision would have lost it all.</summary>
    [Fact]
    public void Large_offsets_lose_no_variance_and_batches_do_not_matter()
    {
        Rng rng = new(1);
        float[] numbers = new float[10_000];
        foreach (ref float number in numbers.AsSpan())
        {
            number = 100_000 + rng.NextSingle(-1, 1);
        }

        ObservationNormalization whole = new([1]), parts = new([1]);
        whole.Update(numbers);
        for (int start = 0, length = 1; start < numbers.Length; start += length, length = Math.Min(length + 7, numbers.Length - start))
        {
            parts.Update(numbers.AsSpan(start, length));
        }

        double mean = numbers.Average(number => (double)number), variance = numbers.Average(number => (number - mean) * (number - mean));
        Assert.Equal(variance, whole.Variance(0), variance * 1e-9);
        Assert.Equal((whole.Mean(0), whole.Variance(0), whole.Count), (parts.Mean(0), parts.Variance(0), parts.Count));
    }

    [Fact]
    public void A_restored_state_goes_on_with_the_same_bits()
    {
        ObservationNormalization statistics = new([2]), restored = new([2]);
        statistics.Update([1, 2, 3, 4]);
        ArrayBufferWriter<byte> state = new();
        statistics.SaveState(state);
        restored.RestoreState(state.WrittenSpan);
        statistics.Update([5, 7]);
        restored.Update([5, 7]);
        Assert.Equal(
            (statistics.Mean(1), statistics.Variance(1), statistics.Count), (restored.Mean(1), restored.Variance(1), restored.Count));
        Assert.Throws<InvalidDataException>(() => new ObservationNormalization([3]).RestoreState(state.WrittenSpan));
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        ObservationNormalization statistics = new([2]);
        Assert.Throws<ArgumentException>(() => statistics.Update([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => statistics.CopyTo(new float[2], new float[1]));
    }
}
