namespace Epoche.Core.Tests.Text;

public sealed class ShownTests
{
    [Theory]
    [InlineData("seven", "seven")]
    [InlineData("größer ∞ 数字 😀", "größer ∞ 数字 😀")]
    [InlineData("\e]0;title\a", "\\u001b]0;title\\u0007")]
    [InlineData("a\u009b31mb\u007f", "a\\u009b31mb\\u007f")]
    [InlineData("gpj\u202e.exe\u2066\u200f\u061c", "gpj\\u202e.exe\\u2066\\u200f\\u061c")]
    [InlineData("one\nNext:\ttwo\r\0", "one\\u000aNext:\\u0009two\\u000d\\u0000")]
    [InlineData("a\u2028b\u2029c\u0085\ufeff", "a\\u2028b\\u2029c\\u0085\\ufeff")]
    public void A_name_is_one_line_that_a_terminal_only_shows(string text, string shown)
    {
        Assert.Equal(shown, Shown.Text(text));
        Assert.Equal(shown, Shown.Text(Shown.Text(text)));
    }

    [Fact]
    public void A_text_keeps_its_lines_and_no_other_control_character() =>
        Assert.Equal("a: 1\nb: \\u001b[2J\n\\u000dc", Shown.Lines("a: 1\r\nb: \e[2J\n\rc"));

    [Theory]
    [InlineData("a\n'b", "There is no run 'a\\u000a'b' in the run's folder: x\ny.")]
    [InlineData("a", "There is no run 'a' in the run's folder: x\ny.")]
    public void What_a_message_quotes_is_one_line(string name, string message) =>
        Assert.Equal(message, Shown.Message($"There is no run '{name}' in the run's folder: {"x\ny"}."));

    [Fact]
    public void A_message_keeps_its_beginning_and_its_end_and_never_half_a_character()
    {
        string emoji = string.Concat(Enumerable.Repeat("😀", 5_000));
        string message = Shown.Message($"The file '{emoji}' is {emoji}. Remove it.");

        Assert.Equal(Shown.LongestMessage, message.Length, tolerance: 2.0);
        Assert.StartsWith("The file '😀", message, StringComparison.Ordinal);
        Assert.EndsWith("😀. Remove it.", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\ufffd', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(message)));
        Assert.Equal(Shown.LongestQuote, Shown.Quote(new string('x', 10_000)).Length);
        Assert.Equal("abc", Shown.Cut("abc", 3));
    }

    [Fact]
    public void Numbers_of_a_message_are_those_of_no_culture()
    {
        Assert.Equal("0.5 of 1,000", Shown.Message($"{0.5} of {1000:N0}"));
        Assert.Equal("   1.5|x  |y\\u000a", Line($"{1.5,6}|{"x",-3}|{"y\n"}"));
        Assert.Equal("a\n\\u001b", Line($"{"a\n\e":lines}"));
    }

    [Fact]
    public void An_error_of_a_file_is_one_line_for_a_program_too() => Assert.Equal(
        "a\\u000a.png: chunk '\\u001b[2J': expected text; found b\\u202e",
        new DataFormatException("a\n.png", "chunk '\e[2J'", "text", "b\u202e").Message);

    private static string Line(ShownText line) => line.ToString();
}
