using System.Text.RegularExpressions;

namespace Epoche.Architecture.Tests.Reference;

/// <summary>
/// The right columns of the cheat sheet name what there is: types, members and parameters of the public API, keys of recipes.
/// </summary>
public sealed partial class CheatSheetTests
{
    private const string Page = "docs/cheatsheet.md";

    // C# itself, and what a reader would write.
    private static readonly string[] s_readers =
    [
        "new", "true", "Sequential", "net", "x", "y", "z", "w", "a", "n", "m", "p", "layer", "svi", "trainer", "objective", "batch", "loss",
        "options", "environment", "agent", "data", "Lander", "Spec",
    ];

    [Fact]
    public void Every_name_of_the_right_columns_exists()
    {
        HashSet<string> known =
        [
            .. s_readers,
            .. Repository.Files("tests/Epoche.Architecture.Tests/Api", "*.txt").SelectMany(path => Words(Repository.Read(path))),
        ];
        string recipes = Repository.Read("docs/recipes.md");
        IEnumerable<string> cells = Repository.Read(Page).Split('\n')
            .Where(line => line.StartsWith('|')).Select(line => line.Split(" | ")[^1]);
        string[] missing =
        [
            .. cells.SelectMany(cell => Code().Matches(cell).Select(match => match.Groups[1].Value))
                .Where(code => !Command().IsMatch(code) && !recipes.Contains($"`{code}`", StringComparison.Ordinal))
                .SelectMany(code => Words(Quoted().Replace(code, ""))
                    .Where(word => !known.Contains(word)).Select(word => $"{word} in {code}")),
        ];

        Assert.Empty(missing);
    }

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(match => match.Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^(epoche |--)")]
    private static partial Regex Command();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b[A-Za-z_]\w*")]
    private static partial Regex Word();
}
