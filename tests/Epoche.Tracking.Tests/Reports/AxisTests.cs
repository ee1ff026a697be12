using Epoche.Tracking.Reports;

namespace Epoche.Tracking.Tests.Reports;

public sealed class AxisTests
{
    [Theory]
    [InlineData(0, 500, 5, "0 100 200 300 400 500")]
    [InlineData(23, 499, 5, "0 100 200 300 400 500")]
    [InlineData(0.02, 1, 3, "0 0.5 1.0")]
    [InlineData(1000, 28000, 4, "0 10k 20k 30k")]
    [InlineData(-3, 7, 4, "−5 0 5 10")]
    [InlineData(480, 500, 4, "480 485 490 495 500")]
    [InlineData(0, 2.5e6, 4, "0 1M 2M 3M")]
    [InlineData(0.0000021, 0.000007, 3, "0 5e-6 1e-5")]
    public void Ticks_are_round_numbers_around_the_values(double min, double max, int ticks, string expected)
    {
        Axis axis = Axis.Round(min, max, ticks);

        Assert.Equal(expected.Replace("e-", "e−", StringComparison.Ordinal), string.Join(' ', axis.Ticks.Select(axis.Label)));
        Assert.True(axis.Min <= min && max <= axis.Max);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    [InlineData(-1e-300, 1e-300)]
    [InlineData(double.MinValue, double.MaxValue)]
    [InlineData(1, 1 + 1e-15)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(double.Epsilon, double.Epsilon)]
    [InlineData(1e15, 1e15 + 1)]
    public void Every_range_has_a_few_ticks(double min, double max)
    {
        foreach (Axis axis in (Axis[])[Axis.Tight(min, max, 5), Axis.Round(min, max, 5)])
        {
            Assert.InRange(axis.Ticks.Take(100).Count(), 1, 14);
            Assert.True(double.IsFinite(axis.At(axis.Min)) && double.IsFinite(axis.At(axis.Max)));
        }
    }

    [Theory]
    [InlineData(50000, "50,000")]
    [InlineData(499.25, "499.25")]
    [InlineData(-0.001234567, "−0.0012346")]
    [InlineData(123456.789, "123,457")]
    [InlineData(1e-7, "1e−7")]
    [InlineData(double.NaN, "–")]
    [InlineData(0, "0")]
    public void Numbers_are_written_for_readers(double value, string expected) => Assert.Equal(expected, Axis.Number(value));
}
