namespace Epoche;

/// <summary>
/// Rows as they come, from a CSV file or a program: columns of numbers, texts and dates, with cells that may be missing. It is what a
/// <see cref="TablePreparation"/> turns into the inputs and targets of a model. Tables with other rows share the cells.
/// </summary>
/// <example>
/// <code>
/// Table customers = Table.Read("customers.csv");
/// Console.WriteLine(customers.Summary());
/// </code>
/// </example>
public sealed partial class Table
{
    private readonly TableColumn[] _columns;
    private readonly Dictionary<string, TableColumn> _byName;

    /// <summary>Makes a table of columns.</summary>
    /// <param name="columns">At least one; all have as many rows, and each a name of its own.</param>
    /// <exception cref="ArgumentException">There is none, one has other rows, or two have one name.</exception>
    public Table(params IReadOnlyList<TableColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Elements.RequireNoNull(columns, nameof(columns));
        if (columns.Count == 0)
        {
            throw new ArgumentException("A table has at least one column; received none.", nameof(columns));
        }

        _columns = [.. columns];
        _byName = new(StringComparer.Ordinal);
        Count = _columns[0].Count;
        foreach (TableColumn column in _columns)
        {
            if (column.Count != Count)
            {
                throw new ArgumentException(
                    $"All columns have as many rows; column '{_columns[0].Name}' has {Count}, column '{column.Name}' {column.Count}.",
                    nameof(columns));
            }

            if (!_byName.TryAdd(column.Name, column))
            {
                throw new ArgumentException($"Each column has a name of its own; two are called '{column.Name}'.", nameof(columns));
            }
        }
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>How the file was written; null where there was none.</summary>
    internal CsvOptions? Options { get; init; }

    /// <summary>The columns, in the order of the file.</summary>
    public IReadOnlyList<TableColumn> Columns => _columns;

    /// <summary>The column of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public TableColumn this[string name] => Find(name) ?? throw new ArgumentException(
        $"There is no column '{name}'; the columns are {string.Join(", ", _columns.Select(column => column.Name))}.", nameof(name));

    /// <summary>Whether there is a column of a name.</summary>
    public bool Contains(string name) => Find(name) is not null;

    /// <summary>The table of these rows, in this order; a row may come more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Table Select(ReadOnlySpan<int> rows)
    {
        // Columns of one file have the same rows, and share the list of those that are left.
        int[]? shared = null, from = null;
        TableColumn[] columns = new TableColumn[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            if (shared is null || _columns[i].Rows != from)
            {
                from = _columns[i].Rows;
                shared = new int[rows.Length];
                for (int row = 0; row < rows.Length; row++)
                {
                    shared[row] = _columns[i].Row(rows[row]);
                }
            }

            columns[i] = _columns[i].Select(shared);
        }

        return new Table(columns) { Options = Options };
    }

    /// <summary>The first rows, or all if there are fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Table Take(int count)
    {
        CountChecks.AtLeast(0, count);
        return Select([.. Enumerable.Range(0, Math.Min(count, Count))]);
    }

    /// <summary>So many different rows, drawn by chance, in their old order; all if there are fewer.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Decides which; the stream <c>sample</c> of it is used.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Table Sample(int count, ulong seed)
    {
        CountChecks.AtLeast(0, count);
        int[] rows = new int[Math.Min(count, Count)];
        Rng random = Rng.Stream(seed, "sample");
        random.Choice(rows, Count);
        Array.Sort(rows);
        return Select(rows);
    }

    /// <summary>The rows in the order of a column, smallest first; those with equal cells stay in their old order.</summary>
    /// <param name="column">The column of dates or numbers.</param>
    /// <exception cref="ArgumentException">There is no such column, it is of texts, or a cell is missing.</exception>
    public Table OrderBy(string column)
    {
        double[] times = Times(column);
        return Select([.. Enumerable.Range(0, Count).OrderBy(row => times[row])]);
    }

    /// <summary>A table of the columns: kind, missing cells, and the range or the number of different texts.</summary>
    public string Summary() => TableSummary.Of(this);

    /// <inheritdoc/>
    public override string ToString() => $"{Count} rows of {string.Join(", ", _columns.Select(column => column.Name))}";

    private TableColumn? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.GetValueOrDefault(name);
    }
}
