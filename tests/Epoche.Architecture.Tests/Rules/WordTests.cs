using System.Text.RegularExpressions;

namespace Epoche.Architecture.Tests.Rules;

/// <summary>Code, comments, messages and pages use the field's words: those on the left were found here and made readers stop.</summary>
public sealed class WordTests
{
    /// <summary>What is not written, and what is written instead.</summary>
    private static readonly (Regex Turn, string Instead)[] s_turns =
    [
        (Of(@"(?<![a-z])[Jj]udg"), "evaluate, decide, measure"),
        (Of(@"(?<![A-Za-z])[Tt]old(?![a-z])"), "report, receive, state"),
        (Of(@"\b[Aa]new\b"), "again"),
        (Of(@"\b([Aa]n|[Tt]he) own\b"), "a custom …; to write your own, derive from …"),
        (Of(@"\bof one's own\b"), "custom"),
        (Of(@"\b([Ss]teps|[Uu]pdates|[Ee]pisodes|[Ff]rames|[Ii]mages|[Ee]xamples|[Pp]ictures) a second\b"), "per second"),
        (Of(@"\bcannot be had\b"), "is not available"),
        (Of(@"\bno valid\b"), "not valid"),
        (Of(@"(?<![Tt]here )\bis no (number|image|picture|event|recipe|run|file name)\b"), "is not a …"),
        (Of(@"\b(?!1\.)[0-9]+\. of [0-9]"), "the 2nd of 5"),
        (Of(@"\b(Tournament|Contender|Alike|Gathered|Watched|Fitting)\b(?= \w+[ ;,)=]|\()"), "the field's name of the type"),
    ];

    private static readonly string[] s_texts = [".cs", ".md", ".yaml", ".cmd", ""];

    [Fact]
    public void Text_uses_the_words_of_the_field() => Violations.None(
        from path in Repository.Files(".")
        where s_texts.Contains(Path.GetExtension(path)) && !IsExempt(path)
        from line in Repository.Read(path).Split('\n').Index()
        from turn in s_turns
        where turn.Turn.IsMatch(line.Item)
        select $"{path}:{line.Index + 1}: '{turn.Turn.Match(line.Item).Value}'; write: {turn.Instead}");

    /// <summary>The changelog names what was renamed, recorded runs are as they were, and this file is the list.</summary>
    private static bool IsExempt(string path) => path.EndsWith("CHANGELOG.md", StringComparison.Ordinal)
        || path.EndsWith("LICENSE", StringComparison.Ordinal)
        || path.Contains("tests/fixtures/", StringComparison.Ordinal)
        || path.EndsWith($"{nameof(WordTests)}.cs", StringComparison.Ordinal);

    private static Regex Of(string pattern) => new(pattern, RegexOptions.CultureInvariant);
}
