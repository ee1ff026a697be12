namespace Epoche.Experiments.Tests.Doubt;

/// <summary>The tables of a trial.</summary>
public sealed class DoubtColumnsTests
{
    [Theory]
    [InlineData(0, "0.0000")]
    [InlineData(0.0003, "0.0003")]
    [InlineData(0.00003, "<0.0001")]
    [InlineData(0.32571, "0.3257")]
    [InlineData(1, "1.0000")]
    [InlineData(double.NaN, "–")]
    public void Numbers_of_a_table_have_equally_many_decimals(double value, string text) => Assert.Equal(text, DoubtColumns.Number(value));
}
