using System.Text.RegularExpressions;

namespace Epoche.Samples.Tests;

/// <summary>The links of the pages to each other, to headings, to sources and to pictures.</summary>
public sealed partial class PageLinkTests
{
    public static TheoryData<string> Pages => [.. Fence.Pages(Sample.Root), "CHANGELOG.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        string text = File.ReadAllText(Path.Combine(Sample.Root, page));
        string folder = Path.GetDirectoryName(Path.Combine(Sample.Root, page))!;
        string[] missing =
        [
            .. from match in Link().Matches(text)
               let target = match.Groups[1].Value
               where !target.Contains("://", StringComparison.Ordinal) && !IsThere(folder, target, text)
               select target,
        ];

        Assert.True(missing.Length == 0, $"{page} links to what is not there: {string.Join(", ", missing)}");
    }

    [Theory]
    [InlineData("## Frozen, paused, evaluated", "frozen-paused-evaluated")]
    [InlineData("## How good is a doubt?", "how-good-is-a-doubt")]
    [InlineData("## `kind: dqn`", "kind-dqn")]
    public void Headings_are_named_as_GitHub_names_them(string heading, string anchor) => Assert.Equal([anchor], Anchors(heading));

    private static bool IsThere(string folder, string target, string page)
    {
        string[] parts = target.Split('#');
        string path = Path.Combine(folder, parts[0]);
        return parts[0].Length == 0
            ? Anchors(page).Contains(parts[1])
            : Path.Exists(path) && (parts.Length == 1 || Anchors(File.ReadAllText(path)).Contains(parts[1]));
    }

    private static IEnumerable<string> Anchors(string page) => Heading().Matches(page)
        .Select(match => NotInAnchors().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
