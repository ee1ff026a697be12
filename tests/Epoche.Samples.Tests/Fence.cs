namespace Epoche.Samples.Tests;

/// <summary>A block between two lines of <c>```</c> on a page.</summary>
/// <param name="Page">The page, from the root of the clone.</param>
/// <param name="Line">The number of its first line.</param>
/// <param name="Language">What stands behind the opening fence; empty for shell commands and for what programs print.</param>
/// <param name="Lines">What it holds.</param>
/// <param name="Note">What an HTML comment in the line before says to the tests, unseen by readers; empty without one.</param>
internal sealed record Fence(string Page, int Line, string Language, IReadOnlyList<string> Lines, string Note)
{
    private const string Mark = "```";

    public string Text => string.Join('\n', Lines);

    /// <summary>README, CONTRIBUTING and everything in docs, from the root of the clone.</summary>
    public static IReadOnlyList<string> Pages(string root) =>
    [
        "README.md", "CONTRIBUTING.md",
        .. Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md")
            .Select(path => $"docs/{Path.GetFileName(path)}").Order(StringComparer.Ordinal),
    ];

    /// <summary>All blocks of a page.</summary>
    public static IEnumerable<Fence> On(string root, string page)
    {
        string[] lines = File.ReadAllLines(Path.Combine(root, page));
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Mark, StringComparison.Ordinal))
            {
                continue;
            }

            int end = Array.FindIndex(lines, i + 1, line => line.StartsWith(Mark, StringComparison.Ordinal));
            yield return new(page, i + 2, lines[i][Mark.Length..].Trim(), lines[(i + 1)..end], i > 0 ? NoteIn(lines[i - 1]) : "");
            i = end;
        }
    }

    /// <summary>What a line such as <c>&lt;!-- from samples/Engine.cs --&gt;</c> says; empty for any other line.</summary>
    public static string NoteIn(string line) =>
        line.StartsWith("<!--", StringComparison.Ordinal) && line.EndsWith("-->", StringComparison.Ordinal) ? line[4..^3].Trim() : "";

    public override string ToString() => $"{Page}:{Line}";
}
