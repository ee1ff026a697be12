namespace Epoche.Probability.Tests.Refusal;

public sealed class ThresholdTests
{
    private static readonly float[] s_ninetyNine = [.. Enumerable.Range(1, 99).Select(i => (float)i)];

    /// <summary>The sums of the terms in exact fractions, or in decimals of 60 digits where n = 10,000.</summary>
    [Theory]
    [InlineData(0, 1, 0.5, 0.5)]
    [InlineData(3, 10, 0.3, 0.6496107184)]
    [InlineData(7, 10, 0.3, 0.9984096136)]
    [InlineData(40, 50, 0.9, 0.024537935704591455)]
    [InlineData(4, 10_000, 0.001, 0.02919595015822774)]
    [InlineData(36, 4750, 0.01, 0.0497537590932713)]
    [InlineData(9450, 10_000, 0.95, 0.012419932149008732)]
    public void Binomial_tails_are_exact(int k, int n, double p, double expected)
    {
        Assert.Equal(expected, BinomialTail.AtMost(k, n, p), expected * 1e-10);
        Assert.Equal(1 - expected, BinomialTail.AtLeast(k + 1, n, p), 1e-10);
    }

    [Fact]
    public void Binomial_tails_end_where_they_must()
    {
        Assert.Equal(0, BinomialTail.AtMost(-1, 5, 0.3));
        Assert.Equal(1, BinomialTail.AtMost(5, 5, 0.3));
        Assert.Equal(0, BinomialTail.AtMost(10, 1_000_000, 0.5));
        Assert.Equal(0.5, BinomialTail.AtMost(500_000, 1_000_000, 0.5), 1e-3);
    }

    /// <summary>Of 99 doubts a coverage of 0.95 takes the ⌈100·0.95⌉ = 95th.</summary>
    [Fact]
    public void A_coverage_takes_one_rank_more_than_the_share()
    {
        Threshold threshold = Threshold.ForCoverage(s_ninetyNine, 0.95);
        Assert.Equal(95, threshold.Value);
        Assert.Equal("Of examples like the 99 of the validation set, at least 95 % of new examples are answered; this holds on average "
            + "over validation sets.", threshold.Guarantee.Sentence);
        // 0.9/(1 − 0.9) is 9.000000000000002.
        Assert.Contains(
            "it takes at least 9. Give more",
            Assert.Throws<ArgumentException>(() => Threshold.ForCoverage(s_ninetyNine.AsSpan(0, 8), 0.9)).Message);
        Assert.Equal(9, Threshold.ForCoverage(s_ninetyNine.AsSpan(0, 9), 0.9).Value);
        Assert.Contains(
            "it takes at least 999", Assert.Throws<ArgumentException>(() => Threshold.ForCoverage(s_ninetyNine, 0.999)).Message);
    }

    /// <summary>
    /// Wilks (1941), as in every table of tolerance limits: the largest of 59 is an upper limit for 95 % with
    /// confidence 95 %, of 58 it is not.
    /// </summary>
    [Fact]
    public void A_coverage_with_confidence_is_a_tolerance_limit()
    {
        Assert.Equal(59, Threshold.ForCoverage(s_ninetyNine.AsSpan(0, 59), 0.95, confidence: 0.95).Value);
        Assert.Throws<ArgumentException>(() => Threshold.ForCoverage(s_ninetyNine.AsSpan(0, 58), 0.95, confidence: 0.95));
        Assert.Equal(98, Threshold.ForCoverage(s_ninetyNine, 0.95, confidence: 0.95).Value); // P(Bin(99, 0.95) ≤ 97) = 0.961, ≤ 96 = 0.881
    }

    [Fact]
    public void The_smallest_wishes_end()
    {
        Assert.Equal(1, Threshold.ForCoverage(s_ninetyNine, 1e-12).Value);
        Assert.Equal(1, DoubtMetrics.ForeignAccepted(s_ninetyNine, [1], 1e-12));
        Assert.Contains(
            "it takes more than 1,073,741,824 answers",
            Assert.Throws<ArgumentException>(() => Threshold.ForError(s_ninetyNine, new bool[99], 1e-12)).Message);
        Assert.Contains(
            "a share of 0.999 or more of them ends",
            Assert.Throws<ArgumentException>(() => Threshold.ForError(s_ninetyNine, new bool[99], 0.1, leastCoverage: 0.999)).Message);
    }

    /// <summary>No threshold lies below −∞, so a promise that needs one cannot be given.</summary>
    [Fact]
    public void A_risk_below_every_threshold() => Assert.Contains(
        "the doubt −∞, which no threshold refuses", Assert.Throws<ArgumentException>(
            () => Threshold.ForRisk([float.NegativeInfinity, float.NegativeInfinity, 1], [true, true, false], 0.3)).Message);

    /// <summary>Of 1,000 the 800 least doubtful are right, of the rest every second is wrong.</summary>
    [Fact]
    public void An_error_takes_what_the_tests_can_show()
    {
        float[] doubts = [.. Enumerable.Range(0, 1000).Select(i => (float)i)];
        bool[] isWrong = [.. Enumerable.Range(0, 1000).Select(i => i >= 800 && i % 2 == 1)];
        Threshold threshold = Threshold.ForError(doubts, isWrong, 0.01);
        Assert.Equal(806, threshold.Value); // 3 wrong of 807: P = 0.041, at most 0.9·0.05; 4 of 808: 0.097

        Assert.Equal("Of examples like the 1,000 of the validation set, at most 1 % of the answers to new examples are wrong; "
            + "this holds with confidence 95 %.", threshold.Guarantee.Sentence);
        Assert.Contains(
            "of the 4", Assert.Throws<ArgumentException>(() => Threshold.ForError(doubts, [.. isWrong.Reverse()], 0.01)).Message);
        Assert.Contains(
            "by 1000 validation examples: it takes at least 3115, of which the 3100 least doubtful are answered without a single error",
            Assert.Throws<ArgumentException>(() => Threshold.ForError(doubts, isWrong, 0.001)).Message);
    }

    /// <summary>
    /// 0.99³⁰⁹ ≤ 0.9·0.05 &lt; 0.99³⁰⁸: so many answers show an error of 1 %. That the 309 lie within a share of the examples whose end is
    /// certain takes 14 examples more; both numbers by SciPy's <c>binom</c>.
    /// </summary>
    [Theory]
    [InlineData(300)]
    [InlineData(310)]
    [InlineData(322)]
    public void The_number_of_examples_that_an_error_takes_is_named_and_suffices(int tooFew)
    {
        string message = Assert.Throws<ArgumentException>(() => Threshold.ForError(new float[tooFew], new bool[tooFew], 0.01)).Message;

        Assert.Equal(
            $"An error of 0.01 with confidence 0.95 cannot be shown by {tooFew} validation examples: it takes at least 323, "
            + "of which the 309 least doubtful are answered without a single error; the others make it certain where a share of 0.5 or "
            + "more of them ends. Give more examples, or wish for less.",
            message);
        Assert.Equal(0, Threshold.ForError(new float[323], new bool[323], 0.01).Value);
    }

    [Fact]
    public void Equal_doubts_are_answered_together()
    {
        float[] doubts = [.. Enumerable.Range(0, 1000).Select(i => i < 900 ? 1f : 2f)];
        Assert.Equal(1, Threshold.ForError(doubts, [.. doubts.Select(d => d == 2)], 0.05).Value);
        Assert.Equal(2, Threshold.ForCoverage(doubts, 0.95).Value);
    }

    /// <summary>Of 99 answers those with doubts 50, 60, 70 … are wrong. A risk of 0.03 allows ⌊100·0.03⌋ − 1 = 2 of them.</summary>
    [Fact]
    public void A_risk_ends_before_the_first_error_too_many()
    {
        bool[] isWrong = [.. s_ninetyNine.Select(d => d >= 50 && d % 10 == 0)];
        Assert.Equal(MathF.BitDecrement(70), Threshold.ForRisk(s_ninetyNine, isWrong, 0.03).Value);
        Assert.Equal(float.PositiveInfinity, Threshold.ForRisk(s_ninetyNine, isWrong, 0.06).Value);
        Assert.Contains("at least 999", Assert.Throws<ArgumentException>(() => Threshold.ForRisk(s_ninetyNine, isWrong, 0.001)).Message);
    }

    [Fact]
    public void Risk_control_takes_the_least_careful_setting_that_holds()
    {
        Tensor losses = Tensor.Of([1, 0.5f, 0, 1, 0, 0, 0, 0, 0], [3, 3]); // sums 2, 0.5, 0: bounds 0.75, 0.375, 0.25
        Assert.Equal(1, ConformalRisk.Choose(losses, 0.4));
        Assert.Equal(2, ConformalRisk.Choose(losses, 0.3));
        Assert.Contains("is 0.25, above 0.2", Assert.Throws<ArgumentException>(() => ConformalRisk.Choose(losses, 0.2)).Message);
        Assert.Contains(
            "example 0, setting 1: 1 after 0",
            Assert.Throws<ArgumentException>(() => ConformalRisk.Choose(Tensor.Of([0, 1], [1, 2]), 0.5)).Message);
    }

    [Fact]
    public void Bad_wishes_are_named()
    {
        Assert.Contains("95 % is 0.95", Assert.Throws<ArgumentOutOfRangeException>(() => Threshold.ForCoverage(s_ninetyNine, 95)).Message);
        Assert.Contains("A doubt is NaN", Assert.Throws<ArgumentException>(() => Threshold.ForCoverage([1, float.NaN], 0.5)).Message);
        Assert.Contains("received none", Assert.Throws<ArgumentException>(() => Threshold.ForCoverage([], 0.5)).Message);
        Assert.Contains(
            "There are 1 doubts and 2 answers", Assert.Throws<ArgumentException>(() => Threshold.ForRisk([1], [true, false], 0.5)).Message);
    }
}
