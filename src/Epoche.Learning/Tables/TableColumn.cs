using System.Globalization;
using Epoche.Tables;

namespace Epoche;

/// <summary>
/// A column of a <see cref="Table"/>: a name, a kind, and a cell for each row, which may be missing. It is not changed once it is there;
/// tables with other rows share its cells.
/// </summary>
public sealed class TableColumn
{
    private readonly double[] _numbers = []; // NaN: missing; of dates the days since 1970-01-01
    private readonly int[] _codes = []; // −1: missing
    private readonly string[] _words = [];
    private readonly int[]? _rows; // of a subset; null for all
    private int _missing = -1; // not counted yet

    internal TableColumn(string name, ColumnKind kind, double[] numbers) =>
        (Name, Kind, _numbers, Count) = (name, kind, numbers, numbers.Length);

    internal TableColumn(string name, int[] codes, string[] words) =>
        (Name, Kind, _codes, _words, Count) = (name, ColumnKind.Text, codes, words, codes.Length);

    private TableColumn(TableColumn whole, int[] rows)
    {
        (Name, Kind, _numbers, _codes, _words) = (whole.Name, whole.Kind, whole._numbers, whole._codes, whole._words);
        (_rows, Count) = (rows, rows.Length);
    }

    /// <summary>What the first line of the file calls it.</summary>
    public string Name { get; }

    /// <summary>What its cells hold.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>How many cells are missing.</summary>
    public int Missing => _missing >= 0 ? _missing : _missing = CountMissing();

    internal ReadOnlySpan<double> AllNumbers => _numbers;

    internal ReadOnlySpan<int> AllCodes => _codes;

    internal IReadOnlyList<string> Words => _words;

    internal int[]? Rows => _rows;

    /// <summary>A column of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="numbers">A number for each row; NaN where it is missing.</param>
    public static TableColumn Numbers(string name, params IReadOnlyList<double> numbers)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(numbers);
        return new(name, ColumnKind.Number, [.. numbers]);
    }

    /// <summary>A column of texts.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="texts">A text for each row; null where it is missing.</param>
    public static TableColumn Texts(string name, params IReadOnlyList<string?> texts)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(texts);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<string> words = [];
        int[] codes = new int[texts.Count];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = -1;
            if (texts[i] is { } text && !places.TryGetValue(text, out codes[i]))
            {
                codes[i] = words.Count;
                places.Add(text, words.Count);
                words.Add(text);
            }
        }

        return new(name, codes, [.. words]);
    }

    /// <summary>A column of dates.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dates">A date for each row; null where it is missing.</param>
    public static TableColumn Dates(string name, params IReadOnlyList<DateTime?> dates)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(dates);
        return new(name, ColumnKind.Date, [.. dates.Select(date => date is { } time ? CsvDate.ToDays(time) : double.NaN)]);
    }

    /// <summary>Whether nothing is known of a cell.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public bool IsMissing(int row) => Kind == ColumnKind.Text ? _codes[Row(row)] < 0 : double.IsNaN(_numbers[Row(row)]);

    /// <summary>A number, of a date the days since 1970-01-01; NaN where it is missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The column is of texts.</exception>
    public double Number(int row) => Kind != ColumnKind.Text
        ? _numbers[Row(row)]
        : throw new InvalidOperationException($"Column '{Name}' holds texts, not numbers; ask for {nameof(Text)}.");

    /// <summary>A date; null where it is missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The column is not of dates.</exception>
    public DateTime? Date(int row) => Kind != ColumnKind.Date
        ? throw new InvalidOperationException($"Column '{Name}' holds {Kind.ToString().ToLowerInvariant()}s, not dates.")
        : IsMissing(row) ? null : CsvDate.ToTime(_numbers[Row(row)]);

    /// <summary>A cell as text, whatever the column holds; null where it is missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public string? Text(int row) => IsMissing(row) ? null : Kind switch
    {
        ColumnKind.Text => _words[_codes[Row(row)]],
        ColumnKind.Number => NumberText(_numbers[Row(row)]),
        _ => DateText(_numbers[Row(row)]),
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Kind.ToString().ToLowerInvariant()}, {Count} rows)";

    internal static string NumberText(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    internal static string DateText(double days)
    {
        DateTime time = CsvDate.ToTime(days);
        return time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
    }

    internal TableColumn Select(int[] rows) => new(this, rows);

    private int CountMissing()
    {
        int missing = 0;
        for (int row = 0; row < Count; row++)
        {
            missing += IsMissing(row) ? 1 : 0;
        }

        return missing;
    }

    internal int Row(int row) => (uint)row < (uint)Count
        ? _rows?[row] ?? row
        : throw new ArgumentOutOfRangeException(nameof(row), $"The table has {Count} rows; there is no row {row}.");
}
