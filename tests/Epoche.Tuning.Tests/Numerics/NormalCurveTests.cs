namespace Epoche.Tuning.Tests.Numerics;

public sealed class NormalCurveTests
{
    // Python: math.erfc(x).
    [Theory]
    [InlineData(-3, 1.9999779095030015)]
    [InlineData(0.2, 0.7772974107895215)]
    [InlineData(1, 0.15729920705028513)]
    [InlineData(3, 2.2090496998585438e-05)]
    [InlineData(6, 2.1519736712498913e-17)]
    [InlineData(20, 5.395865611607901e-176)]
    public void Erfc_agrees_with_the_C_library(double x, double expected) =>
        Assert.Equal(1, NormalCurve.Erfc(x) / expected, 4e-15);

    // Python: statistics.NormalDist().inv_cdf(p).
    [Theory]
    [InlineData(1e-300, -37.0471)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.3, -0.5244005127080409)]
    [InlineData(0.975, 1.9599639845400536)]
    public void Quantiles_agree_with_Python(double probability, double expected) =>
        Assert.Equal(expected, NormalCurve.Quantile(probability), Math.Abs(expected) < 10 ? 1e-14 : 1e-4);

    // Python: math.log(math.erfc(-z / math.sqrt(2)) / 2).
    [Theory]
    [InlineData(-40, -804.6084420137538)] // by the asymptotic series
    [InlineData(-5, -15.064998393988725)]
    [InlineData(0, -0.6931471805599453)]
    public void The_logarithm_of_the_tail_agrees_with_Python(double z, double expected) =>
        Assert.Equal(expected, NormalCurve.LogLower(z), 1e-12 * Math.Abs(expected));

    [Fact]
    public void A_hypervolume_of_two_and_three_objectives_is_that_of_its_boxes()
    {
        // (4−1)(4−3) + (4−2)(3−2) + (4−3)(2−1), reference (4, 4).
        Assert.Equal(6, Hypervolume.Of([[1, 3], [2, 2], [3, 1]], [4, 4]));
        // Two boxes 2×2×1 and 1×1×2 from the corner (2, 2, 2), sharing 1×1×1.
        Assert.Equal(5, Hypervolume.Of([[0, 0, 1], [1, 1, 0]], [2, 2, 2]));
    }
}
