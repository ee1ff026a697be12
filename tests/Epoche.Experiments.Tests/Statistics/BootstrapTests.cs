namespace Epoche.Experiments.Tests.Statistics;

/// <summary>Intervals whose distribution is known.</summary>
public sealed class BootstrapTests
{
    [Fact]
    public void Of_two_runs_the_mean_is_an_end_in_a_quarter_of_the_resamples_each()
    {
        // 0 and 1, drawn twice: mean 0 with probability ¼, ½ with ½, 1 with ¼.
        Assert.Equal(new(0, 1), Bootstrap.Interval([0, 1], SeedStatistics.Mean));
        Assert.Equal(new(0.5, 0.5), Bootstrap.Interval([0, 1], SeedStatistics.Mean, new() { Confidence = 0.4 }));
    }

    [Fact]
    public void Runs_are_drawn_within_their_task_alone()
    {
        double[][] tasks = [[0, 0], [10, 10]];

        Assert.Equal(new(5, 5), Bootstrap.Interval(tasks, SeedStatistics.Mean));
        Assert.NotEqual(new(5, 5), Bootstrap.Interval([0, 0, 10, 10], SeedStatistics.Mean));
    }

    [Fact]
    public void The_interval_of_a_mean_of_many_runs_is_that_of_the_normal_distribution()
    {
        double[] scores = [.. Enumerable.Range(0, 200).Select(i => i / 199.0)];
        double half = 1.96 * Math.Sqrt(scores.Sum(score => (score - 0.5) * (score - 0.5)) / 200 / 200); // ± 1.96 σ/√n

        ConfidenceInterval interval = Bootstrap.Interval(scores, SeedStatistics.Mean);

        Assert.InRange(interval.Low, 0.5 - (1.06 * half), 0.5 - (0.94 * half));
        Assert.InRange(interval.High, 0.5 + (0.94 * half), 0.5 + (1.06 * half));
    }

    [Fact]
    public void The_same_seed_draws_the_same_resamples()
    {
        double[] scores = [3, 1, 4, 1, 5, 9, 2, 6];
        ConfidenceInterval first = Bootstrap.Interval(scores, SeedStatistics.InterquartileMean, new() { Seed = 1, Resamples = 99 });

        Assert.Equal(first, Bootstrap.Interval(scores, SeedStatistics.InterquartileMean, new() { Seed = 1, Resamples = 99 }));
        Assert.NotEqual(first, Bootstrap.Interval(scores, SeedStatistics.InterquartileMean, new() { Seed = 2, Resamples = 99 }));
        Assert.True(first.Contains(SeedStatistics.InterquartileMean(scores)));
    }

    [Fact]
    public void Methods_that_do_not_overlap_are_distinguished_with_certainty()
    {
        Assert.Equal(new(1, 1), Bootstrap.ProbabilityOfImprovement([[5, 6]], [[1, 2, 3]]));
        Assert.Equal(new(4, 4), Bootstrap.DifferenceOfMeans([[5, 5]], [[1, 1]]));
        ConfidenceInterval equal = Bootstrap.ProbabilityOfImprovement([[1, 2, 3, 4]], [[1, 2, 3, 4]]);
        Assert.True(equal.Low < 0.3 && equal.High > 0.7, $"{equal}");
    }

    [Fact]
    public void A_profile_falls_from_all_to_none()
    {
        IReadOnlyList<ProfilePoint> profile = Bootstrap.Profile([[1, 2, 3, 4]], [0, 2, 3.5, 4]);

        Assert.Equal([1, 0.5, 0.25, 0], profile.Select(point => point.Share));
        Assert.Equal(new(1, 1), profile[0].Interval);
        Assert.Equal(new(0, 0), profile[3].Interval);
        Assert.True(profile[1].Interval is { Low: 0 or 0.25, High: 0.75 or 1 }, $"{profile[1]}");
    }

    [Fact]
    public void What_cannot_be_drawn_from_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Bootstrap.Interval((double[][])[[1], []], SeedStatistics.Mean));
        Assert.Throws<ArgumentException>(() => Bootstrap.Interval([double.PositiveInfinity], SeedStatistics.Mean));
        Assert.Throws<ArgumentException>(() => Bootstrap.ProbabilityOfImprovement([[1]], [[1], [2]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Interval([1], SeedStatistics.Mean, new() { Confidence = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Interval([1], SeedStatistics.Mean, new() { Resamples = 0 }));
    }

    [Fact]
    public void Curves_of_seeds_meet_on_a_common_grid_and_one_that_ended_early_counts_on()
    {
        ScalarPoint[] slow = [new(0, 0, 0), new(100, 10, 0)], fast = [new(20, 6, 0), new(60, 8, 0)];

        IReadOnlyList<SeedCurvePoint> curve = SeedCurves.Of([slow, fast, []], points: 5);

        Assert.Equal([20, 40, 60, 80, 100], curve.Select(point => point.Step));
        Assert.Equal([4, 5.5, 7, 8, 9], curve.Select(point => point.Value)); // means of (2, 6), (4, 7), (6, 8), (8, 8), (10, 8)
        Assert.Equal(new(2, 6), curve[0].Interval);
        Assert.Equal(new(8, 8), curve[3].Interval);
        Assert.Empty(SeedCurves.Of([[]]));
    }

    [Fact]
    public void A_summary_has_every_value_and_no_interval_of_a_single_run()
    {
        SeedSummary summary = new([4, 1, 2, 3]);

        Assert.Equal((2.5, 2.5, 2.5), (summary.Mean, summary.Median, summary.InterquartileMean));
        Assert.Equal([4, 1, 2, 3], summary.Values);
        Assert.True(summary.Interval is { Low: >= 1 and < 2.5, High: > 2.5 and <= 4 }, $"{summary}");
        Assert.Null(new SeedSummary([5]).Interval);
    }
}
