using System.Globalization;

namespace Epoche.Tables;

/// <summary>The column that is predicted, with what was found of it.</summary>
internal sealed record TableTarget(string Column, ColumnKind Cells)
{
    private const int MostClasses = 10_000;

    public IReadOnlyList<string> Classes { get; init; } = [];

    public double Offset { get; init; }

    public double Divisor { get; init; } = 1;

    public int Window { get; init; } = 1;

    /// <summary>0 where an input is one row.</summary>
    public int Horizon { get; init; }

    /// <exception cref="ArgumentException">There is one class, or far too many.</exception>
    public static TableTarget OfClasses(Table rows, string target)
    {
        TableColumn column = rows[target];
        string[] classes = column.Kind == ColumnKind.Number
            ? [.. Enumerable.Range(0, column.Count).Select(column.Number).Distinct().Order().Select(TableColumn.NumberText)]
            : [.. FeatureFit.Counts(column).Keys.Order(StringComparer.Ordinal)];
        return classes.Length switch
        {
            1 => throw new ArgumentException(
                $"All {rows.Count} rows have the class {Shown.Quote(classes[0])} in '{target}'; "
                + "a classifier needs rows of two classes at least."),
            > MostClasses => throw new ArgumentException(
                $"Column '{target}' holds {classes.Length} different values, and there can be at most {MostClasses} classes; "
                + "is it a number, which a regression predicts?"),
            _ => new(target, column.Kind) { Classes = classes },
        };
    }

    // "353,9" is a number in much of the world.
    private static string DecimalComma(TableColumn column)
    {
        string? cell = Enumerable.Range(0, column.Count).Select(column.Text).FirstOrDefault(text => text?.Contains(',') == true);
        return double.TryParse(cell?.Replace(',', '.'), CultureInfo.InvariantCulture, out _)
            ? $" If {cell} is a number, set {nameof(CsvOptions.DecimalComma)}, or csv.decimal_comma in a recipe."
            : "";
    }

    /// <exception cref="ArgumentException">It is of texts, or one number.</exception>
    public static TableTarget OfNumber(Table rows, string target)
    {
        TableColumn column = rows[target];
        if (column.Kind == ColumnKind.Text)
        {
            throw new ArgumentException(
                $"Column '{target}' holds texts, such as {Shown.Quote(column.Text(0)!)}, and a regression predicts numbers; a classifier "
                + $"predicts texts.{DecimalComma(column)}");
        }

        NumberStatistics found = NumberStatistics.Of(column);
        return found.Deviation > 0
            ? new(target, column.Kind) { Offset = found.Mean, Divisor = found.Deviation }
            : throw new ArgumentException(
                $"All {rows.Count} rows have the number {TableColumn.NumberText(found.Mean)} in '{target}', "
                + "so there is nothing to predict.");
    }

    /// <summary>A number for each row; NaN where the target is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column, or a class that no training row has.</exception>
    public float[] Numbers(Table rows)
    {
        if (!rows.Contains(Column))
        {
            throw new ArgumentException(
                $"The rows have no column '{Column}', which is the target; they have "
                + $"{string.Join(", ", rows.Columns.Select(column => column.Name))}.");
        }

        TableColumn column = rows[Column];
        float[] numbers = new float[rows.Count];
        if (Classes.Count == 0)
        {
            if (column.Kind == ColumnKind.Text)
            {
                throw new ArgumentException(
                    $"Column '{Column}' was of numbers in training; here it is of texts, such as {Shown.Quote(column.Text(0) ?? "")}.");
            }

            for (int row = 0; row < numbers.Length; row++)
            {
                numbers[row] = (float)((column.Number(row) - Offset) / Divisor);
            }

            return numbers;
        }

        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int i = 0; i < Classes.Count; i++)
        {
            places.Add(Classes[i], i);
        }

        for (int row = 0; row < numbers.Length; row++)
        {
            string? text = column.Text(row);
            numbers[row] = text is null ? float.NaN
                : places.TryGetValue(text, out int place) ? place
                : throw new ArgumentException(
                    $"Column '{Column}', row {row}: expected one of the classes of training "
                    + $"({Shown.Cut(string.Join(", ", Classes), 200)}); received {Shown.Quote(text)}. "
                    + $"Split rows by {nameof(Table)}.{nameof(Table.StratifiedSplit)}, so that each class is in training.");
        }

        return numbers;
    }
}
