using System.Globalization;

namespace Epoche;

/// <summary>What somebody who sees a file for the first time asks of its columns.</summary>
internal static class TableSummary
{
    private const int LongestName = 60;

    public static string Of(Table table)
    {
        string[][] rows =
        [
            ["column", "kind", "missing", "holds"],
            .. table.Columns.Select(column => (string[])
                [Shown.Cut(column.Name, LongestName), column.Kind.ToString().ToLowerInvariant(), Count(column.Missing), Holds(column)]),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        IEnumerable<string> lines = rows.Select(row =>
            string.Join("  ", row.Select((cell, i) => i == 2 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        return string.Join(Environment.NewLine, [.. lines, $"{Count(table.Count)} rows"]);
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Holds(TableColumn column)
    {
        if (column.Kind == ColumnKind.Text)
        {
            string[] words = [.. Enumerable.Range(0, column.Count).Select(column.Text).OfType<string>().Distinct(StringComparer.Ordinal)];
            const int most = 4;
            string first = string.Join(", ", words.Take(most).Select(Shown.Quote));
            return words.Length <= most ? first : $"{Count(words.Length)} different: {first} …";
        }

        double[] numbers = [.. Enumerable.Range(0, column.Count).Select(column.Number).Where(number => !double.IsNaN(number))];
        return numbers.Length == 0 ? "" : $"{Text(numbers.Min())} to {Text(numbers.Max())}";

        string Text(double number) =>
            column.Kind == ColumnKind.Date ? TableColumn.DateText(number) : TableColumn.NumberText(number);
    }
}
