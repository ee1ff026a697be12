namespace Epoche.Experiments.Tests.Statistics;

/// <summary>Against numbers computed by hand, and those that the tests of rliable and the documentation of SciPy and NumPy state.</summary>
public sealed class SeedStatisticsTests
{
    private static readonly double[][] s_x = [[1, 2, 1, 2], [2, 2, 1, 1]], s_y = [[1, 2, 3], [1, 2, 3]];

    [Theory]
    [InlineData(new double[] { 7 }, 7)]
    [InlineData(new double[] { 3, 1, 100 }, 104.0 / 3)] // below four nothing is cut
    [InlineData(new double[] { 100, 0, 2, 1 }, 1.5)] // one at each end
    [InlineData(new double[] { 5, 4, 3, 2, 1, 0 }, 2.5)] // ⌊6/4⌋ = 1
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 4.5)]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 1000 }, 5.5)] // ⌊10/4⌋ = 2
    public void The_interquartile_mean_leaves_out_a_quarter_at_each_end(double[] scores, double expected) =>
        Assert.Equal(expected, SeedStatistics.InterquartileMean(scores), 12);

    [Fact]
    public void The_numbers_of_rliable_are_those_of_its_own_tests()
    {
        // tests/rliable/metrics_test.py: IQM 1.5 and 2, mean 1.5 and 2, probability of improvement 1/3.
        double[] x = [.. s_x.SelectMany(task => task)], y = [.. s_y.SelectMany(task => task)];

        Assert.Equal((1.5, 2), (SeedStatistics.InterquartileMean(x), SeedStatistics.InterquartileMean(y)));
        Assert.Equal((1.5, 2), (SeedStatistics.Mean(x), SeedStatistics.Mean(y)));
        Assert.Equal(1.0 / 3, s_x.Zip(s_y, (left, right) => SeedStatistics.ProbabilityOfImprovement(left, right)).Average(), 12);
    }

    [Theory]
    [InlineData(0.25, 1.75)] // numpy.percentile([1, 2, 3, 4], 25)
    [InlineData(0.5, 2.5)]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    public void Quantiles_lie_on_straight_lines(double share, double expected) =>
        Assert.Equal(expected, SeedStatistics.Quantile([4, 1, 3, 2], share), 12);

    [Fact]
    public void The_median_is_in_the_middle() =>
        Assert.Equal((2, 2.5), (SeedStatistics.Median([9, 1, 2]), SeedStatistics.Median([9, 1, 2, 3])));

    [Fact]
    public void Ties_count_half_in_the_probability_of_improvement()
    {
        Assert.Equal(0.5, SeedStatistics.ProbabilityOfImprovement([1, 2, 3], [2, 2]));
        Assert.Equal(1, SeedStatistics.ProbabilityOfImprovement([5, 6], [1, 2, 3]));
        Assert.Equal(0, SeedStatistics.ProbabilityOfImprovement([1], [2]));
        Assert.Equal(0.75, SeedStatistics.ProbabilityOfImprovement([2, 1], [1, 1])); // (1 + 1 + ½ + ½) / 4
    }

    [Fact]
    public void A_threshold_itself_is_not_above_it() => Assert.Equal(0.25, SeedStatistics.ShareAbove([1, 2, 2, 3], 2));

    [Fact]
    public void Missing_and_odd_scores_are_refused()
    {
        Assert.Contains("received none", Assert.Throws<ArgumentException>(() => SeedStatistics.Mean([])).Message);
        Assert.Contains("Score 1 is NaN", Assert.Throws<ArgumentException>(() => SeedStatistics.Median([1, double.NaN])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => SeedStatistics.Quantile([1], 1.5));
    }
}
