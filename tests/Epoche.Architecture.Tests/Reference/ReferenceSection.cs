using System.Text;

namespace Epoche.Architecture.Tests.Reference;

/// <summary>A heading and a table of the reference.</summary>
/// <param name="Title">The heading.</param>
/// <param name="About">What stands between the heading and the table, in Markdown.</param>
/// <param name="Heads">The heads of the columns.</param>
/// <param name="Rows">What the columns hold, in Markdown.</param>
internal sealed record ReferenceSection(string Title, string About, IReadOnlyList<string> Heads, IEnumerable<string[]> Rows)
{
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append($"\n## {Title}\n\n{About}\n\n");
        text.Append($"| {string.Join(" | ", Heads)} |\n|{string.Concat(Heads.Select(_ => "---|"))}\n");
        foreach (string[] row in Rows)
        {
            text.Append($"| {string.Join(" | ", row)} |\n");
        }

        return text.ToString();
    }
}
