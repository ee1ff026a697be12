namespace Epoche.Samples.Tests;

/// <summary>Snippets of the pages are excerpts of samples, so they compile and do what the page says.</summary>
public sealed class SnippetTests
{
    private const string Fence = "```";

    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(Path.Combine(Sample.Root, "docs"), "*.md").Append(Path.Combine(Sample.Root, "README.md")).Select(path => Path.GetRelativePath(Sample.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_snippet_is_an_excerpt_of_a_sample(string page)
    {
        string[] samples = [.. Sample.Files.Select(path => Normalize(File.ReadLines(path)))];

        foreach (string snippet in Snippets(File.ReadAllLines(Path.Combine(Sample.Root, page))))
        {
            Assert.True(samples.Any(sample => sample.Contains(snippet, StringComparison.Ordinal)), $"No sample contains this snippet of {page}:\n{snippet}");
        }
    }

    private static IEnumerable<string> Snippets(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(Fence + "csharp", StringComparison.Ordinal))
            {
                int end = Array.FindIndex(lines, i + 1, line => line.StartsWith(Fence, StringComparison.Ordinal));
                yield return Normalize(lines[(i + 1)..end]);
                i = end;
            }
        }
    }

    private static string Normalize(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim()));
}
