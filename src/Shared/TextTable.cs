namespace Epoche;

/// <summary>Tables in Markdown, which are readable as they stand.</summary>
internal static class TextTable
{
    /// <summary>The lines of a table.</summary>
    /// <param name="rows">The heading and the rows, each with as many cells.</param>
    /// <param name="textColumns">How many columns, from the left, are aligned to the left; the others to the right.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<IReadOnlyList<string>> rows, int textColumns = 1)
    {
        rows = [.. rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Shown.Text)])];
        int[] widths = [.. Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length))];
        for (int i = 0; i < rows.Count; i++)
        {
            yield return Line(
                rows[i].Select((cell, column) => column < textColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
            if (i == 0)
            {
                yield return Line(
                    widths.Select((width, column) => column < textColumns ? new string('-', width) : new string('-', width - 1) + ":"));
            }
        }
    }

    /// <summary>Takes the table that <see cref="Lines"/> wrote out of a text.</summary>
    /// <param name="text">The text, with one table.</param>
    /// <returns>The words around the table, and the cells of its heading and its rows; none where there is no table.</returns>
    public static (string Words, IReadOnlyList<IReadOnlyList<string>> Rows) Parse(string text)
    {
        ILookup<bool, string> lines = text.Split('\n').ToLookup(line => line.StartsWith('|'));
        string[][] rows = [.. lines[true].Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];
        return (string.Join('\n', lines[false]).Replace("\n\n\n", "\n\n", StringComparison.Ordinal)
            .Trim('\n'), [.. rows.Where((_, i) => i != 1)]); // the second is the rule below the heading
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
