namespace Epoche.Tuning.Tests.Values;

public sealed class StudyValueTests
{
    // What Python's json.dumps(..., separators=(",", ":")) prints for these values.
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-12")]
    [InlineData("0.1")]
    [InlineData("1.0")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("\"caf\\u00e9 \\ud83d\\ude00 \\\"quoted\\\" \\n\"")]
    [InlineData("{\"a\":[1,2.5,{\"b\":null}],\"c\":{}}")]
    public void What_Python_writes_is_written_the_same_again(string text) => Assert.Equal(text, StudyValue.Parse(text).ToString());

    [Theory]
    [InlineData("1e-05", 1e-5)]
    [InlineData("-1.7976931348623157e+308", double.MinValue)]
    [InlineData("123456789012345678901234567890", 123456789012345678901234567890.0)]
    public void Numbers_of_Python_are_read(string text, double value) => Assert.Equal(value, StudyValue.Parse(text).AsNumber);

    [Theory]
    [InlineData("", "Byte 0 of '': expected a value.")]
    [InlineData("{\"a\" 1}", "Byte 5 of '{\"a\" 1}': expected ':'.")]
    [InlineData("[1 2]", "Byte 3 of '[1 2]': expected ',' or ']'.")]
    [InlineData("nul", "Byte 0 of 'nul': expected null.")]
    [InlineData("1 2", "Byte 2 of '1 2': expected nothing more.")]
    [InlineData("\"a", "Byte 2 of '\"a': expected the end of a text.")]
    [InlineData("-Inf", "Byte 0 of '-Inf': expected -Infinity.")]
    [InlineData("__import__('os')", "Byte 0 of '__import__('os')': expected a value.")]
    public void What_is_not_JSON_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => StudyValue.Parse(text)).Message);

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_end_the_process() =>
        Assert.Contains("at most 64 levels", Assert.Throws<FormatException>(() => StudyValue.Parse(new string('[', 100_000))).Message);

    [Fact]
    public void Whole_numbers_and_others_are_different_values() => Assert.NotEqual<StudyValue>(1, 1.0);

    [Fact]
    public void The_wrong_kind_is_reported_with_the_value() => Assert.Equal(
        "The value '\"relu\"' is not a number.", Assert.Throws<InvalidOperationException>(() => ((StudyValue)"relu").AsNumber).Message);
}
