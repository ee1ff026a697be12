namespace Epoche.Core.Tests.Runs;

public sealed class RunHistogramTests
{
    [Fact]
    public void Exponential_buckets_hold_what_lies_below_their_limits()
    {
        float[] values = [-3, -1e-13f, 0, 1e-12f, 0.1f, 0.1f, 250, float.NaN, float.PositiveInfinity];

        RunHistogram histogram = RunHistogram.Of(values);

        Assert.Equal(7, histogram.Count);
        Assert.Equal(7, histogram.Counts.Sum());
        Assert.Equal((-3d, 250d), (histogram.Min, histogram.Max));
        foreach (float value in values.Where(float.IsFinite))
        {
            int bucket = Enumerable.Range(0, histogram.Limits.Count).First(i => histogram.Limits[i] > value);
            Assert.True(histogram.Counts[bucket] > 0, $"{value}");
            Assert.True(bucket == 0 || histogram.Limits[bucket - 1] <= value);
        }

        // The description of the format: limits grow by a tenth from 1e-12, mirrored at zero; empty runs are one bucket.
        double limit = 1e-12;
        while (limit <= 250)
        {
            limit *= 1.1;
        }

        Assert.Equal(limit, histogram.Limits[^2]);
        Assert.Equal((double.MaxValue, 0d), (histogram.Limits[^1], histogram.Counts[^1]));
        Assert.DoesNotContain(
            Enumerable.Range(1, histogram.Counts.Count - 1), i => histogram.Counts[i] == 0 && histogram.Counts[i - 1] == 0);
    }

    [Fact]
    public void Equal_buckets_span_the_values()
    {
        RunHistogram histogram = RunHistogram.Of([0, 1, 2, 3, 4, 5, 6, 7, 8, 10], 5);

        Assert.Equal([2d, 4, 6, 8, 10], histogram.Limits);
        Assert.Equal([2d, 2, 2, 2, 2], histogram.Counts);
        Assert.Equal((46d, 304d), (histogram.Sum, histogram.SumOfSquares));
    }

    [Theory]
    [InlineData(500f)]
    [InlineData(0f)]
    [InlineData(-3e38f)]
    public void Equal_values_have_buckets_too(float value)
    {
        RunHistogram histogram = RunHistogram.Of([value, value], 10);

        Assert.Equal(2, histogram.Counts.Sum());
        Assert.True(histogram.Limits[^1] > value);
    }

    [Fact]
    public void No_values_are_an_empty_histogram()
    {
        Assert.Equal(0, RunHistogram.Of([]).Count);
        Assert.Equal(0, RunHistogram.Of([float.NaN], 3).Counts.Sum());
    }

    [Fact]
    public void Limits_that_do_not_ascend_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RunHistogram([1, 1], [0, 0], 0, 0, 0, 0, 0));
        Assert.Throws<ArgumentException>(() => new RunHistogram([1, double.NaN], [0, 0], 0, 0, 0, 0, 0));
        Assert.Throws<ArgumentException>(() => new RunHistogram([1, 2], [0], 0, 0, 0, 0, 0));
    }
}
