namespace Epoche.Experiments.Tests.Finance;

public sealed class WealthMeasuresTests
{
    /// <summary>Of 1 and 4: the mean 2.5, for γ = 1 the geometric mean 2, for γ = 2 the harmonic one 1.6.</summary>
    [Theory]
    [InlineData(0, 2.5)]
    [InlineData(1, 2)]
    [InlineData(2, 1.6)]
    public void A_certainty_equivalent_is_the_mean_of_the_kind_that_aversion_asks_for(double aversion, double expected) =>
        Assert.Equal(expected, WealthMeasures.CertaintyEquivalent([1, 4], aversion), 1e-9);

    [Fact]
    public void Certainty_equivalents_scale_with_the_amounts_and_fall_with_aversion()
    {
        double[] amounts = [0.001, 3, 5, 8, 30], larger = [.. amounts.Select(amount => 1e6 * amount)];
        double[] fall = [.. ((double[])[0, 1, 2, 5, 20]).Select(aversion => WealthMeasures.CertaintyEquivalent(amounts, aversion))];
        Assert.Equal(fall.OrderDescending(), fall);
        Assert.Equal(1e6 * fall[3], WealthMeasures.CertaintyEquivalent(larger, 5), 1e-3);
        Assert.Equal(7, WealthMeasures.CertaintyEquivalent([7, 7, 7], 5), 1e-9);
    }

    [Fact]
    public void The_shortfall_is_the_mean_of_the_lowest()
    {
        double[] amounts = [.. Enumerable.Range(1, 100).Reverse().Select(i => (double)i)];
        Assert.Equal(3, WealthMeasures.ConditionalValueAtRisk(amounts)); // of 1 to 5
        Assert.Equal(1, WealthMeasures.ConditionalValueAtRisk(amounts, 0.001));
        Assert.Equal(50.5, WealthMeasures.ConditionalValueAtRisk(amounts, 1));
    }

    [Fact]
    public void What_has_no_measure_is_refused()
    {
        Assert.Throws<ArgumentException>(() => WealthMeasures.CertaintyEquivalent([], 1));
        Assert.Throws<ArgumentException>(() => WealthMeasures.CertaintyEquivalent([1, 0], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => WealthMeasures.CertaintyEquivalent([1], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WealthMeasures.ConditionalValueAtRisk([1], 0));
    }
}
