namespace Epoche.Probability.Tests.Refusal;

public sealed class DoubtMetricsTests
{
    /// <summary>By hand: of 3 × 2 pairs the foreign one wins 3, ties 2.</summary>
    [Fact]
    public void Auroc_counts_pairs()
    {
        Assert.Equal(4 / 6.0, DoubtMetrics.Auroc([1, 2, 3], [3, 2]), 1e-12); // 3 beats 1 and 2, ties 3; 2 beats 1, ties 2
        Assert.Equal(1, DoubtMetrics.Auroc([1, 2], [3, 4]));
        Assert.Equal(0.5, DoubtMetrics.Auroc([1, 1], [1]));
        Assert.Equal(0, DoubtMetrics.Auroc([float.PositiveInfinity], [0]));
    }

    /// <summary>All pairs, with many equal doubts; seed 7.</summary>
    [Fact]
    public void Auroc_agrees_with_all_pairs()
    {
        Rng random = new(7);
        int[] inside = new int[300], outside = new int[200];
        random.FillIntegers(inside, 20);
        random.FillIntegers(outside, 30);
        double wins = inside.Sum(a => outside.Sum(b => b > a ? 1 : b == a ? 0.5 : 0));
        Assert.Equal(wins / 60_000, DoubtMetrics.Auroc([.. inside.Select(i => (float)i)], [.. outside.Select(i => (float)i)]), 1e-12);
    }

    /// <summary>95 % of 1 … 100 are answered up to 95; of 91 … 110 five are.</summary>
    [Fact]
    public void Foreign_examples_accepted_are_those_up_to_the_threshold()
    {
        float[] familiar = [.. Enumerable.Range(1, 100).Select(i => (float)i)],
            foreign = [.. Enumerable.Range(91, 20).Select(i => (float)i)];
        Assert.Equal(0.25, DoubtMetrics.ForeignAccepted(familiar, foreign));
        Assert.Equal(0, DoubtMetrics.ForeignAccepted(familiar, foreign, 0.9));
    }

    /// <summary>Five answers, the third and fifth wrong: errors 0, 0, 1/3, 1/4, 2/5.</summary>
    [Fact]
    public void A_curve_has_a_point_for_each_doubt()
    {
        RiskCoverageCurve curve = new([5, 1, 4, 2, 3], [true, false, false, false, true]);

        Assert.Equal(5, curve.Count);
        Assert.Equal([0, 0, 1 / 3.0, 0.25, 0.4], Enumerable.Range(0, 5).Select(curve.Error));
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1], Enumerable.Range(0, 5).Select(curve.Coverage));
        Assert.Equal(3, curve.Threshold(2));
        Assert.Equal(((1 / 3.0) + 0.25 + 0.4) / 5, curve.Area, 1e-12);
        Assert.Equal(0.4, curve.CoverageAt(0.999));
        Assert.Equal(0.8, curve.CoverageAt(0.75));
        Assert.Equal(1, curve.CoverageAt(0.5));
        Assert.Equal(0.25, curve.ErrorAt(0.7));
        Assert.Equal(0, new RiskCoverageCurve([1, 2], [true, false]).CoverageAt(0.9));
    }

    /// <summary>
    /// Shares are compared as counts: 0.55·100 is 55.000000000000007 in double precision, and 55 of 100 is 0.55 all the same.
    /// </summary>
    [Theory]
    [InlineData(100, 55, 0.55)]
    [InlineData(25, 14, 0.56)]
    [InlineData(75, 51, 0.68)]
    [InlineData(1000, 999, 0.999)]
    [InlineData(3, 3, 1)]
    public void Shares_are_compared_as_counts(int examples, int right, double share)
    {
        float[] equal = [.. Enumerable.Repeat(1f, examples)], rising = [.. Enumerable.Range(1, examples).Select(i => (float)i)];
        RiskCoverageCurve curve = new(equal, [.. Enumerable.Range(0, examples).Select(i => i >= right)]);

        Assert.Equal(1, curve.CoverageAt(share));
        if (share < 1)
        {
            Assert.Equal(0, curve.CoverageAt(Math.BitIncrement(share)));
            // The threshold is the right-th doubt, not the next.
            Assert.Equal(0, DoubtMetrics.ForeignAccepted(rising, [right + 0.5f], share));
        }

        Assert.Equal((double)right / examples, new RiskCoverageCurve(rising, [.. rising.Select(doubt => doubt > right)]).CoverageAt(1));
        Assert.Equal(0, new RiskCoverageCurve(rising, [.. rising.Select(doubt => doubt > right)]).ErrorAt(share));
    }

    [Fact]
    public void Shares_lie_between_0_and_1()
    {
        RiskCoverageCurve curve = new([1], [false]);
        foreach (double share in new[] { -0.1, 1.1, 55, double.NaN })
        {
            Assert.StartsWith(
                "The accuracy is a share from 0 to 1; 95 % is 0.95;",
                Assert.Throws<ArgumentOutOfRangeException>(() => curve.CoverageAt(share)).Message);
            Assert.StartsWith(
                "The coverage is a share from 0 to 1; 95 % is 0.95;",
                Assert.Throws<ArgumentOutOfRangeException>(() => curve.ErrorAt(share)).Message);
        }
    }

    /// <summary>
    /// Two of four have the same doubt and one of them is wrong: the errors expected are 0, ½/2, 1/3, 1/4; a threshold
    /// reaches the first, third and fourth.
    /// </summary>
    [Fact]
    public void Equal_doubts_make_one_point()
    {
        RiskCoverageCurve curve = new([1, 2, 2, 3], [false, true, false, false]);
        Assert.Equal(3, curve.Count);
        Assert.Equal((0.25 + (1 / 3.0) + 0.25) / 4, curve.Area, 1e-12);
        Assert.Equal(0.25, curve.CoverageAt(0.9));
        Assert.Equal(curve.Area, new RiskCoverageCurve([2, 3, 1, 2], [false, false, false, true]).Area, 1e-12);
    }

    [Fact]
    public void Bad_use_is_named()
    {
        Assert.Throws<ArgumentException>(() => DoubtMetrics.Auroc([], [1]));
        Assert.Throws<ArgumentException>(() => DoubtMetrics.Auroc([1], [float.NaN]));
        Assert.Throws<ArgumentException>(() => new RiskCoverageCurve([1], []));
    }
}
