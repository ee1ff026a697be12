namespace Epoche.Learning.Tests.Configuration;

/// <summary>One reading of numbers, for files and arguments.</summary>
public sealed class ConfigNumberTests
{
    [Theory]
    [InlineData("20000", 20_000)]
    [InlineData("20_000", 20_000)]
    [InlineData("2e4", 20_000)]
    [InlineData("2.5e3", 2_500)]
    [InlineData("64.0", 64)]
    [InlineData("-3", -3)]
    [InlineData("+3", 3)]
    [InlineData("18446744073709551615", 18446744073709551615)]
    public void A_whole_number_may_be_written_in_several_ways(string text, decimal expected)
    {
        Assert.True(ConfigNumber.TryWhole(text, out Int128 value));
        Assert.Equal((Int128)expected, value);
        Assert.True(ConfigNumber.TryReal(text, out double real));
        Assert.Equal((double)expected, real);
    }

    [Theory]
    [InlineData("")]
    [InlineData("few")]
    [InlineData("1.5")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1__0")]
    [InlineData("1,000")]
    [InlineData(" 1")]
    [InlineData("0x10")]
    [InlineData("1e99")]
    public void What_is_not_a_whole_number_is_refused(string text) => Assert.False(ConfigNumber.TryWhole(text, out _));

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("FALSE", false)]
    public void Switches_are_spelled_as_YAML_spells_them(string text, bool expected) =>
        Assert.Equal(expected, ConfigMap.Parse($"key: {text}", "a.yaml").RequiredBool("key"));

    [Fact]
    public void A_key_that_was_set_is_distinguished_from_one_in_the_file_and_can_be_taken_out()
    {
        ConfigMap map = ConfigMap.Parse("a: 1\nb: {c: 2}\nd: {e: 3}\n", "a.yaml");
        map.Set("a=5");
        map.Set("b.f=6");

        Assert.True(map.IsSet("a"));
        Assert.True(map.IsSet("b"));
        Assert.False(map.IsSet("d"));
        Assert.False(map.IsSet("missing"));
        Assert.True(map.Remove("d"));
        Assert.False(map.Remove("d"));
        Assert.Equal(["a", "b"], map.Keys);
    }
}
