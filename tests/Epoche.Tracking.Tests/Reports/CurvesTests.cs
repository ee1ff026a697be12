using Epoche.Tracking.Reports;

namespace Epoche.Tracking.Tests.Reports;

public sealed class CurvesTests
{
    [Fact]
    public void Thinning_keeps_every_peak()
    {
        ChartPoint[] points =
            [.. Enumerable.Range(0, 100_000).Select(i => new ChartPoint(i, i == 77_777 ? 1000 : i == 33_333 ? -1000 : i % 7))];

        IReadOnlyList<ChartPoint> thin = Curves.Thin(points, 300);

        Assert.InRange(thin.Count, 300, 610);
        Assert.Contains(points[77_777], thin);
        Assert.Contains(points[33_333], thin);
        Assert.Equal(thin.OrderBy(point => point.X), thin);
    }

    [Fact]
    public void A_running_mean_starts_without_a_bias_and_passes_over_gaps()
    {
        ChartPoint[] points = [.. Enumerable.Range(0, 300).Select(i => new ChartPoint(i, i == 100 ? double.NaN : 5))];

        IReadOnlyList<ChartPoint> smooth = Curves.Smooth(points);

        Assert.All(smooth.Where((_, i) => i != 100), point => Assert.Equal(5, point.Y, 1e-12));
        Assert.Equal(double.NaN, smooth[100].Y);
    }

    [Fact]
    public void Noise_is_smoothed_and_a_schedule_is_not()
    {
        Assert.True(Curves.IsWorthSmoothing(Series(i => i + (i % 2 * 50))));
        Assert.False(Curves.IsWorthSmoothing(Series(i => Math.Max(0.04, 1 - (0.02 * i)))));
        Assert.False(Curves.IsWorthSmoothing(Series(_ => 1)));
    }

    [Fact]
    public void A_spike_at_the_start_does_not_flatten_what_follows()
    {
        (double min, double max) = Curves.Heights([Series(i => i < 3 ? 1000 : 1 + (i % 2))]);

        Assert.Equal(1, min);
        Assert.InRange(max, 2, 5);
    }

    [Fact]
    public void Bars_hold_what_the_buckets_hold()
    {
        Rng rng = Rng.Stream(1, "bars");
        float[] values = new float[10_000];
        foreach (ref float value in values.AsSpan())
        {
            value = rng.NextSingle(-2, 3) * rng.NextSingle();
        }

        foreach (RunHistogram histogram in (RunHistogram[])[RunHistogram.Of(values), RunHistogram.Of(values, 20),
            RunHistogram.Of([7, 7], 5), RunHistogram.Of([7]), RunHistogram.Of([0, 1e20f])])
        {
            IReadOnlyList<(double From, double To, double Count)> bars = HistogramBars.Of(histogram);

            Assert.Equal(histogram.Count, bars.Sum(bar => bar.Count), 1e-6);
            Assert.True(bars[0].From <= histogram.Min && histogram.Max <= bars[^1].To);
        }

        Assert.Equal(
            RunHistogram.Of(values, 20).Counts, HistogramBars.Of(RunHistogram.Of(values, 20)).Select(bar => Math.Round(bar.Count)));
        Assert.Empty(HistogramBars.Of(RunHistogram.Of([])));
    }

    private static ChartSeries Series(Func<int, double> height) =>
        new() { Name = "s", IsSmoothed = true, Points = [.. Enumerable.Range(0, 200).Select(i => new ChartPoint(i, height(i)))] };
}
