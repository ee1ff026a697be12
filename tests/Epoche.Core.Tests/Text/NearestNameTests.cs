namespace Epoche.Core.Tests.Text;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["discount", "learning_rate", "batch", "steps", "seed"];

    [Theory]
    [InlineData("discont", "discount")]
    [InlineData("disocunt", "discount")]
    [InlineData("learningRate", "learning_rate")]
    [InlineData("lerning-rate", "learning_rate")]
    [InlineData("batsch", "batch")]
    [InlineData("step", "steps")]
    [InlineData("sede", "seed")]
    [InlineData("gamma", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void The_name_that_was_probably_meant_is_found(string received, string? expected) =>
        Assert.Equal(expected, NearestName.Find(received, Known));

    [Fact]
    public void Long_names_cost_no_time() => Assert.Null(NearestName.Find(new string('a', 1_000_000), [new string('b', 1_000_000)]));
}
