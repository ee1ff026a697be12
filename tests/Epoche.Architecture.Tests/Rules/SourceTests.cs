using System.Text.RegularExpressions;

namespace Epoche.Architecture.Tests.Rules;

public sealed partial class SourceTests
{
    private const int LongestFile = 400, LongestLine = 140;

    private static readonly string[] TextFiles =
    [
        ".cs", ".csproj", ".props", ".targets", ".slnx", ".md", ".yaml", ".yml", ".json", ".txt", ".cmd", ".sh", ".py", ".editorconfig", "",
    ];

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold() => Violations.None(
        from file in SourceFile.Under(".")
        where file.LineCount > LongestFile
        select $"{file.Path}: {file.LineCount} lines; its folder is probably missing a name");

    [Fact]
    public void No_line_is_longer_than_140_columns() => Violations.None(
        from file in SourceFile.Under(".")
        from line in file.Text.Split('\n').Index()
        where line.Item.Length > LongestLine
        select $"{file.Path}:{line.Index + 1}: {line.Item.Length} columns; at most {LongestLine} can be read without scrolling");

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on() => Violations.None(
        from path in Repository.Files(".")
        where TextFiles.Contains(Path.GetExtension(path)) && !path.EndsWith("/LICENSE", StringComparison.Ordinal)
        from line in Repository.Read(path).Split('\n')
        where MachinePath().IsMatch(line)
        select $"{path}: {line.Trim()}");

    [Fact]
    public void No_exception_is_swallowed() => Violations.None(
        from file in SourceFile.Under("src")
        from Match match in CatchAll().Matches(file.Code)
        let block = Block(file.Code, match.Index + match.Length - 1)
        where !block.Contains("throw", StringComparison.Ordinal) && !Mentions(block, match.Groups["name"].Value)
        select $"{file.Path}:{file.LineOf(match.Index)} catches everything and neither throws nor passes it on: "
            + "catch what can be handled here");

    [Fact]
    public void Code_is_finished() => Violations.None(
        from file in SourceFile.Under(".")
        where !file.Path.Contains("Epoche.Architecture.Tests", StringComparison.Ordinal)
        from Match match in Unfinished().Matches(file.Text)
        select $"{file.Path}: {match.Value}");

    [Fact]
    public void Every_file_ends_with_one_newline_and_has_no_trailing_blanks() => Violations.None(
        from file in SourceFile.Under(".")
        where !file.Text.EndsWith('\n') || file.Text.EndsWith("\n\n", StringComparison.Ordinal) || TrailingBlank().IsMatch(file.Text)
        select file.Path);

    private static bool Mentions(string block, string name) => name.Length > 0 && Regex.IsMatch(block, $@"\b{name}\b");

    private static string Block(string code, int open)
    {
        int depth = 0;
        for (int i = open; i < code.Length; i++)
        {
            depth += code[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return code[open..i];
            }
        }

        return code[open..];
    }

    [GeneratedRegex(@"(?<![\w.])/(work|home|root|Users|mnt)/\w|[A-Z]:\\(Users|work|src)\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"catch\s*(\(\s*(System\.)?Exception(\s+(?<name>\w+))?\s*\)\s*)?\{")]
    private static partial Regex CatchAll();

    // The words that the rule on unfinished work looks for; nothing is left open here.
    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"[ \t]+\n")]
    private static partial Regex TrailingBlank();
}
