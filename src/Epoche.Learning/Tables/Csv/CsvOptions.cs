namespace Epoche;

/// <summary>How a CSV file is written, where <see cref="Table.Read(string, CsvOptions?)"/> is to know and not to find out.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// What separates cells: one ASCII character. Default null: the one of comma, semicolon, tab and bar that the first line has most often
    /// outside of quotation marks.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// Set to a quotation mark, a blank, the end of a line, a digit, a letter or a character beyond ASCII.
    /// </exception>
    public char? Delimiter
    {
        get;
        init => field = value is null or (> '\0' and < (char)128 and not ('"' or ' ' or '\r' or '\n' or '.' or '-' or '+')
                and not ((>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')))
            ? value
            : throw new ArgumentException(
                $"{nameof(Delimiter)}: expected a comma, a semicolon, a tab or the like, received the character {(int)value}.",
                nameof(Delimiter));
    }

    /// <summary>Whether decimals follow a comma: <c>3,5</c>. Default false: a point.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>
    /// Whether the first line names the columns. Default true; otherwise they are called <c>column_1</c>, <c>column_2</c> …
    /// </summary>
    public bool Header { get; init; } = true;

    /// <summary>
    /// Which cells are missing, beside empty ones: as written, without blanks around them. Default: NA, N/A, NaN, nan, null, NULL, None, ?.
    /// </summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    /// <exception cref="ArgumentException">An element is null.</exception>
    public IReadOnlyList<string> Missing { get; init => field = Elements.Of(value); } =
        ["NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"];

    /// <summary>The columns to read; others are passed over. Default: none named, so all.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    /// <exception cref="ArgumentException">An element is null.</exception>
    public IReadOnlyList<string> Columns { get; init => field = Elements.Of(value); } = [];

    /// <summary>
    /// Columns whose kind is known: <c>Kinds = new() { ["zip"] = ColumnKind.Text }</c> keeps the 0 in front of 01234. The kinds of the
    /// others are found: numbers where every cell that is not missing is one, then dates, otherwise text.
    /// </summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public Dictionary<string, ColumnKind> Kinds { get; init => field = NotNull.Of(value); } = [];

    /// <summary>
    /// How dates are written, as .NET says it: <c>MM/dd/yyyy</c>. Default null: 2024-01-31, 2024/01/31 or 31.01.2024, also with a time
    /// such as 17:30 or 17:30:05.25 behind a blank or a T; an offset such as Z or +01:00 is taken off.
    /// </summary>
    public string? DateFormat { get; init; }

    /// <summary>Whether the file is in Latin-1, as old programs write it. Default false: UTF-8.</summary>
    public bool Latin1 { get; init; }

    /// <summary>
    /// The share of the rows to read, above 0 to 1: each is drawn by itself, by <see cref="Seed"/>, its file and its line, so that the same
    /// rows come from any machine. Default 1: all.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to another number.</exception>
    public double Share
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Share), $"{nameof(Share)}: expected above 0 to 1, received {value}.");
    } = 1;

    /// <summary>Decides which rows <see cref="Share"/> draws; the stream <c>rows</c> of it is used. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Columns that may be missing though they are named.</summary>
    internal IReadOnlyList<string> Optional { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(CsvOptions), PrintMembers);
}
