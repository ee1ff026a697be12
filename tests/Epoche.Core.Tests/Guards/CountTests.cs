using System.Globalization;

namespace Epoche.Core.Tests.Guards;

/// <summary>A count that is too small or too large is refused by name, with the range.</summary>
public sealed class CountTests
{
    [Fact]
    public void The_message_has_the_argument_its_value_and_the_range()
    {
        Rng random = new(1);
        Canvas canvas = new(3, 2);
        (string Message, Action Give)[] cases =
        [
            ("width is 0; expected at least 1. (Parameter 'width')", () => new Canvas(0, 1)),
            ("height is 100000; expected at most 32768. (Parameter 'height')", () => new Canvas(1, 100_000)),
            ("x is 3; expected 0 to 2. (Parameter 'x')", () => _ = canvas[3, 0]),
            ("y is -1; expected 0 to 1. (Parameter 'y')", () => canvas[0, -1] = default),
            ("count is 0; expected at least 1. (Parameter 'count')", () => random.NextInt(0)),
            ("classes is 0; expected at least 1. (Parameter 'classes')", () => Tensor.Of(0f).OneHot(0)),
            ("buckets is 0; expected at least 1. (Parameter 'buckets')", () => RunHistogram.Of([1, 2], 0)),
            ("probability is 1.5; expected 0 to 1. (Parameter 'probability')", () => random.NextBoolean(1.5)),
        ];
        foreach ((string message, Action give) in cases)
        {
            Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(give).Message);
        }
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(0, float.NaN)]
    [InlineData(float.PositiveInfinity, 1)]
    public void Normal_numbers_need_a_finite_mean_and_deviation(float mean, float deviation)
    {
        Rng random = new(1);
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"Normal numbers have a finite mean, and a finite deviation of 0 or more; received {mean} and {deviation}. "
            + $"(Parameter 'deviation')");

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => random.NextNormal(mean, deviation)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => random.FillNormal(new float[3], mean, deviation)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Tensor.Normal([2], ref random, mean, deviation)).Message);
    }
}
