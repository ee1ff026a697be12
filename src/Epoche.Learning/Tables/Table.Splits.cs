namespace Epoche;

public sealed partial class Table
{
    /// <summary>Folds by chance; see <see cref="Splits.Folds"/>.</summary>
    /// <param name="folds">How many folds.</param>
    /// <param name="seed">Decides who is where.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows than folds, or fewer folds than 2.</exception>
    public IEnumerable<(Table Training, Table Held)> Folds(int folds, ulong seed) => Splits.Folds(Count, folds, seed).Select(Apply);

    /// <summary>Folds with the shares of the texts or numbers of a column kept; see <see cref="Splits.Stratified"/>.</summary>
    /// <param name="column">The column of the classes; missing cells are a class.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="seed">Decides who is where.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows than folds, or fewer folds than 2.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public IEnumerable<(Table Training, Table Held)> StratifiedFolds(string column, int folds, ulong seed) =>
        Splits.Stratified(Groups(column), folds, seed).Select(Apply);

    /// <summary>Folds in which rows with one text or number in a column are together; see <see cref="Splits.Grouped"/>.</summary>
    /// <param name="column">The column of the groups; missing cells are a group.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="seed">Decides who is where.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer groups than folds, or fewer folds than 2.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public IEnumerable<(Table Training, Table Held)> GroupedFolds(string column, int folds, ulong seed) =>
        Splits.Grouped(Groups(column), folds, seed).Select(Apply);

    /// <summary>Folds in the order of a column, the later held out; see <see cref="Splits.Ordered"/>.</summary>
    /// <param name="column">The column of dates or numbers.</param>
    /// <param name="folds">How many folds.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer times than parts, or no fold.</exception>
    /// <exception cref="ArgumentException">There is no such column, it is of texts, or a cell is missing.</exception>
    public IEnumerable<(Table Training, Table Held)> OrderedFolds(string column, int folds) =>
        Splits.Ordered(Times(column), folds).Select(Apply);

    /// <summary>One split by chance; see <see cref="Splits.Hold"/>.</summary>
    /// <param name="share">The share to hold out, between 0 and 1.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1, or one side would be empty.</exception>
    public (Table Training, Table Held) Split(double share, ulong seed) => Apply(Splits.Hold(Count, share, seed));

    /// <summary>One split with the shares of a column kept; see <see cref="Splits.HoldStratified"/>.</summary>
    /// <param name="column">The column of the classes; missing cells are a class.</param>
    /// <param name="share">The share to hold out, between 0 and 1.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1, or one side would be empty.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public (Table Training, Table Held) StratifiedSplit(string column, double share, ulong seed) =>
        Apply(Splits.HoldStratified(Groups(column), share, seed));

    /// <summary>One split with the groups of a column kept together; see <see cref="Splits.HoldGrouped"/>.</summary>
    /// <param name="column">The column of the groups; missing cells are a group.</param>
    /// <param name="share">The share to hold out, between 0 and 1.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1, or one side would be empty.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public (Table Training, Table Held) GroupedSplit(string column, double share, ulong seed) =>
        Apply(Splits.HoldGrouped(Groups(column), share, seed));

    /// <summary>One split by time, the last rows held out; see <see cref="Splits.HoldLast"/>.</summary>
    /// <param name="column">The column of dates or numbers.</param>
    /// <param name="share">The share to hold out, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1, or one side would be empty.</exception>
    /// <exception cref="ArgumentException">There is no such column, it is of texts, or a cell is missing.</exception>
    public (Table Training, Table Held) OrderedSplit(string column, double share) => Apply(Splits.HoldLast(Times(column), share));

    /// <summary>The two sides of a split.</summary>
    /// <param name="split">Which rows go where.</param>
    /// <exception cref="ArgumentOutOfRangeException">The split is that of a larger table.</exception>
    public (Table Training, Table Held) Apply(Split split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return (Select([.. split.Training]), Select([.. split.Held]));
    }

    // The different cells of a column in the order in which they come; -1 for missing ones.
    private int[] Groups(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        TableColumn cells = this[column];
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        int[] groups = new int[Count];
        for (int row = 0; row < groups.Length; row++)
        {
            groups[row] = -1;
            if (cells.Text(row) is { } text && !numbers.TryGetValue(text, out groups[row]))
            {
                groups[row] = numbers.Count;
                numbers.Add(text, numbers.Count);
            }
        }

        return groups;
    }

    private double[] Times(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        TableColumn cells = this[column];
        if (cells.Kind == ColumnKind.Text)
        {
            throw new ArgumentException(
                $"Rows are ordered by a column of dates or numbers; '{column}' holds texts. Set {nameof(CsvOptions.DateFormat)} where its "
                + "dates are written in another way.", nameof(column));
        }

        double[] times = [.. Enumerable.Range(0, Count).Select(cells.Number)];
        int missing = Array.FindIndex(times, double.IsNaN);
        return missing < 0
            ? times
            : throw new ArgumentException($"Each row needs a time; '{column}' is missing in row {missing} of the table.", nameof(column));
    }
}
