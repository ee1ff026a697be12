using System.Text;

namespace Epoche.Cli.Tests.Terminals;

public sealed class CharsetTests
{
    private const string Line = "é: 0.5 ± 0.1, ε ≤ 1 → 8×8 − ∞ … ▁█";

    [Theory]
    [InlineData(28591)] // Latin-1, as LANG=en_US.ISO-8859-1 says
    [InlineData(20127)] // ASCII
    [InlineData(850)] // Western Europe, DOS
    [InlineData(932)] // Japan
    [InlineData(1252)] // Western Europe, Windows
    [InlineData(65001)]
    public void Files_and_programs_get_utf8_without_a_mark_whatever_the_code_page_is(int codePage) =>
        Assert.Equal(new UTF8Encoding(false).GetBytes(Line), Written(Line, isRedirected: true, codePage));

    [Fact]
    public void A_console_of_utf8_gets_the_same() =>
        Assert.Equal(new UTF8Encoding(false).GetBytes(Line), Written(Line, isRedirected: false, 65001));

    [Theory]
    [InlineData(20127, "\\u00e9: 0.5 +- 0.1, epsilon <= 1 -> 8x8 - infinity ... .@")]
    [InlineData(28591, "é: 0.5 ± 0.1, epsilon <= 1 -> 8×8 - infinity ... .@")]
    [InlineData(1252, "é: 0.5 ± 0.1, epsilon <= 1 -> 8×8 - infinity … .@")]
    public void A_console_that_cannot_hold_a_character_gets_a_plain_word(int codePage, string shown)
    {
        Encoding reading = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);

        Assert.Equal(shown, reading.GetString(Written(Line, isRedirected: false, codePage)));
    }

    [Fact]
    public void A_character_without_a_word_is_written_by_its_number() =>
        Assert.Equal("\\u65e5 \\ud83c\\udf88", Encoding.ASCII.GetString(Written("日 🎈", isRedirected: false, 20127)));

    [Fact]
    public void Every_character_that_the_program_writes_has_a_word()
    {
        const string Ours = "±≤≥×·−√∞½°‖→←↑↓↦◀–…βδΔεμµπρσΣτφΦ⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿˣᵀ₁₂│━▀▁▂▃▄▅▆▇█";

        Assert.All(Ours, c => Assert.Matches(@"^[ -\[\]-~]+$", PlainWords.Of(c)));
    }

    [Fact]
    public void A_process_writes_utf8_into_a_pipe_in_any_locale()
    {
        using TemporaryDirectory directory = new();
        using ChildProcess list = new(["list", "--runs", directory["é±ε"]], ("LC_ALL", "en_US.ISO-8859-1"));
        CliRun listed = list.Wait();
        using ChildProcess show = new(["show", "é±ε"], ("LC_ALL", "en_US.ISO-8859-1"));
        CliRun shown = show.Wait();

        Assert.Contains($"Runs in {directory["é±ε"]}{Path.DirectorySeparatorChar}  (", listed.Out);
        Assert.DoesNotContain('\ufeff', listed.Out);
        Assert.Contains("There is no run 'é±ε'.", shown.Error);
    }

    private static byte[] Written(string text, bool isRedirected, int codePage)
    {
        using MemoryStream stream = new();
        Encoding console = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        using (GuardedWriter writer = new(stream, Charset.Of(isRedirected, console)))
        {
            writer.Write(text);
        }

        return stream.ToArray();
    }
}
