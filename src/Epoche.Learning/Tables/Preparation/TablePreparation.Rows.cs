using System.Text;
using Epoche.Tables;

namespace Epoche;

public sealed partial class TablePreparation
{
    /// <summary>Reads rows to predict from a file that is written as the one of training was, each column with its kind there.</summary>
    /// <param name="path">The file; the target may be missing, and there may be other columns.</param>
    /// <exception cref="DataFormatException">As of <see cref="Table.Read(string, CsvOptions?)"/>; a column is missing.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public Table Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Dictionary<string, ColumnKind> kinds = Kinds();
        CsvOptions options = Options with { Share = 1, Columns = [.. kinds.Keys], Kinds = kinds, Optional = [Target] };
        return TableReader.Read(TableReader.Source([CsvInput.Of(path)], options));
    }

    /// <summary>Makes rows to predict of texts, such as those of a request: a text for each column, as a file would have it.</summary>
    /// <param name="rows">For each row the columns with their cells; columns that are left out or null are missing.</param>
    /// <exception cref="ArgumentException">
    /// There is no row, a column is none that the model was trained with, or a cell is not what it was in training.
    /// </exception>
    public Table Rows(params IReadOnlyList<IReadOnlyDictionary<string, string?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Elements.RequireNoNull(rows, nameof(rows));
        if (rows.Count == 0)
        {
            throw new ArgumentException("At least one row is predicted; received none.", nameof(rows));
        }

        Dictionary<string, ColumnKind> kinds = Kinds();
        string? unknown = rows.SelectMany(row => row.Keys).FirstOrDefault(key => !kinds.ContainsKey(key));
        if (unknown is not null)
        {
            throw new ArgumentException($"There is no column '{unknown}'; the columns are {string.Join(", ", Columns)}.", nameof(rows));
        }

        CsvLayout layout = new(Options, (byte)',', [.. kinds.Keys], [.. kinds.Values.Select(CsvUses.Known)]);
        return new([.. kinds.Keys.Select((name, i) => ToColumn(layout, i, rows))]);
    }

    // In the order of the columns, the target last.
    private Dictionary<string, ColumnKind> Kinds()
    {
        Dictionary<string, ColumnKind> kinds = new(StringComparer.Ordinal);
        foreach (FittedFeature feature in _features)
        {
            kinds.TryAdd(feature.Column, feature.Settings.Cells);
        }

        kinds.TryAdd(Target, _target.Cells);
        return kinds;
    }

    private static TableColumn ToColumn(CsvLayout layout, int column, IReadOnlyList<IReadOnlyDictionary<string, string?>> rows)
    {
        string name = layout.Names[column];
        CsvUse use = layout.Uses[column];
        string?[] cells =
        [
            .. rows.Select(row => row.TryGetValue(name, out string? cell) && !IsMissing(layout, cell) ? cell!.Trim() : null),
        ];
        if (use == CsvUse.Text)
        {
            return TableColumn.Texts(name, cells);
        }

        double[] numbers = new double[cells.Length];
        for (int row = 0; row < cells.Length; row++)
        {
            numbers[row] = cells[row] is { } cell ? Number(layout, use, cell, name, row) : double.NaN;
        }

        return new(name, use.Kind(), numbers);
    }

    private static bool IsMissing(CsvLayout layout, string? cell) => cell is null || layout.IsMissing(Encoding.UTF8.GetBytes(cell.Trim()));

    private static double Number(CsvLayout layout, CsvUse use, string cell, string column, int row)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(cell), .. new byte[sizeof(ulong)]];
        int at = 0, length = bytes.Length - sizeof(ulong);
        bool fits = use == CsvUse.KnownDate
            ? CsvDate.TryRead(bytes.AsSpan(0, length), layout.Options.DateFormat, out double value)
            : CsvNumber.TryRead(bytes, ref at, layout.Point, out value) && at == length && double.IsFinite(value);
        string expected = use == CsvUse.KnownNumber ? "a number" : layout.Options.DateFormat is { } format ? $"a date written {format}"
            : "a date, such as 2024-01-31";
        return fits
            ? value
            : throw new ArgumentException($"Column '{column}', row {row}: expected {expected}; received {Shown.Quote(cell)}.", "rows");
    }
}
