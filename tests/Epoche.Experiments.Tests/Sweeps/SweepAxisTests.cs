namespace Epoche.Experiments.Tests.Sweeps;

/// <summary><c>--set KEY=A,B,C</c>.</summary>
public sealed class SweepAxisTests
{
    [Theory]
    [InlineData("discount=0.9", "0.9")]
    [InlineData("discount=.90, 9.9e-1,1_000", "0.9|0.99|1000")]
    [InlineData("double=true,false", "true|false")]
    [InlineData("network.hidden=[64, 64]", "[64, 64]")]
    [InlineData("network.hidden=[64, 64],[128]", "[64, 64]|[128]")]
    [InlineData("optimizer={kind: adam, learning_rate: 1e-3},{kind: sgd}", "{kind: adam, learning_rate: 1e-3}|{kind: sgd}")]
    [InlineData("name='a,b',\"c,[d\"", "'a,b'|\"c,[d\"")]
    [InlineData("a=[[1,2],[3]],4", "[[1,2],[3]]|4")]
    [InlineData("environment=", "")]
    public void Commas_separate_values_but_for_those_within_brackets_or_quotes(string text, string values)
    {
        SweepAxis axis = SweepAxis.Parse(text);

        Assert.Equal(text[..text.IndexOf('=', StringComparison.Ordinal)], axis.Key);
        Assert.Equal(values.Split('|'), axis.Values);
    }

    [Theory]
    [InlineData("discount", "--set expects KEY=VALUE, or KEY=A,B,C for several values, such as double=true,false; received 'discount'.")]
    [InlineData("=1", "--set expects KEY=VALUE, or KEY=A,B,C for several values, such as double=true,false; received '=1'.")]
    [InlineData(
        "discount=0.9,,1",
        "--set discount=0.9,,1: a value is missing beside a comma. Write discount=A,B; quotes or brackets keep a comma within a value.")]
    [InlineData("discount=0.9,.9", "--set discount=0.9,.9: the value 0.9 comes twice.")]
    public void What_gives_no_values_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ExperimentException>(() => SweepAxis.Parse(text)).Message);
}
