
namespace Epoche.Cli.Tests;

public sealed class FormatTests
{
    [Theory]
    [InlineData(0.0123, "0.0123")]
    [InlineData(0, "0")]
    [InlineData(1.234, "1.23")]
    [InlineData(12.34, "12.3")]
    [InlineData(12345.6, "12,346")]
    [InlineData(0.00001234, "1.2e-5")]
    public void Small_numbers_keep_about_three_digits(double value, string text) => Assert.Equal(text, Format.Small(value));

    [Theory]
    [InlineData(197.42, "197.4", "197.4")]
    [InlineData(500, "500.0", "500")]
    [InlineData(0.031, "0.031", "0.031")]
    [InlineData(-0.75, "-0.75", "-0.75")]
    [InlineData(0, "0.0", "0")]
    [InlineData(17_000_000, "17,000,000.0", "17,000,000")]
    public void Returns_have_the_digits_that_their_size_asks_for(double value, string mean, string single) =>
        Assert.Equal((mean, single), (Format.Score(value), Format.Return(value)));

    [Theory]
    [InlineData(9.1, 0.8888, "9.1 ± 0.9")]
    [InlineData(500, 0, "500.0 ± 0.0")]
    [InlineData(0.28, 12.5, "0.3 ± 12.5")]
    [InlineData(0.75, 0.031, "0.75 ± 0.031")]
    [InlineData(100, 0.01, "100.0 ± 0.01")]
    [InlineData(100, 1e-14, "100.0 ± 0.0")]
    [InlineData(-1234.5, 20, "-1,234.5 ± 20.0")]
    public void A_mean_and_its_deviation_have_the_same_digits(double mean, double deviation, string text) =>
        Assert.Equal(text, Format.Spread(mean, deviation));

    [Theory]
    [InlineData(1, "100%")]
    [InlineData(0.9999, "99.9%")]
    [InlineData(0.5, "50%")]
    [InlineData(0, "0%")]
    public void All_is_said_of_all_only(double share, string text) => Assert.Equal(text, Format.Share(share));

    [Theory]
    [InlineData(2.34, "2.3 s")]
    [InlineData(48.2, "48 s")]
    [InlineData(65, "1:05")]
    [InlineData(7384, "2:03:04")]
    public void Durations_read_like_clocks(double seconds, string text) => Assert.Equal(text, Format.Duration(seconds));

    [Fact]
    public void A_sparkline_has_the_shape_of_its_curve()
    {
        Assert.Equal("▁▂▃▄▅▆▇█", Format.Sparkline([.. Enumerable.Range(0, 800).Select(i => (double)i)], 8));
        Assert.Equal("▁█▁", Format.Sparkline([0, 1, 0], 40));
        Assert.Equal("▅▅", Format.Sparkline([7, 7], 40));
        Assert.Equal("", Format.Sparkline([], 40));
    }

    [Fact]
    public void A_line_of_progress_has_all_that_is_known()
    {
        using StringWriter output = new();
        using LineView view = new(new ShownWriter(output));

        view.Show(new ProgressSnapshot
        {
            Share = 0.625,
            Position = "31,250 of 50,000 steps",
            SecondsLeft = 1.2,
            Headline = new("return", "487.3"),
            Figures = [new("ε", "0.04")],
        });

        Assert.Equal(" 62%  31,250 of 50,000 steps  return 487.3  ε 0.04  1.2 s left", output.ToString().TrimEnd());
        Assert.False(view.IsDue); // not at once again
    }
}
