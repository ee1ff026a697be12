using System.Runtime.CompilerServices;
using System.Text;

namespace Epoche.Tables;

/// <summary>The rows of a block.</summary>
/// <param name="block">The block.</param>
/// <param name="layout">What its columns become.</param>
internal sealed class CsvPart(CsvBlock block, CsvLayout layout)
{
    private const int LongestNumber = 120;

    private readonly CsvCells?[] _columns = [.. layout.Uses.Select(use => use == CsvUse.None ? null : new CsvCells(use))];

    /// <summary>How many rows there are.</summary>
    public int Rows { get; private set; }

    /// <summary>Gives the cells of a column away.</summary>
    public CsvCells Take(int column)
    {
        CsvCells cells = _columns[column]!;
        _columns[column] = null;
        return cells;
    }

    /// <summary>What each column must become for its cells to be read, where that is something else than it was to be.</summary>
    public CsvUse[] Uses { get; } = [.. layout.Uses];

    /// <summary>The first cell of each column that is not of its kind.</summary>
    public DataFormatException?[] Others { get; } = new DataFormatException?[layout.Uses.Length];

    /// <summary>Keeps the row that was read.</summary>
    public void Keep() => Rows++;

    /// <summary>Reads a cell, without blanks around it, into the row that comes next.</summary>
    public void Add(int column, ReadOnlySpan<byte> cell, long line)
    {
        CsvCells cells = _columns[column]!;
        CsvUse use = layout.Uses[column];
        if (layout.IsMissing(cell))
        {
            cells.SetMissing(Rows);
        }
        else if (use == CsvUse.Text)
        {
            int word = cells.Words!.Add(cell, layout.Encoding);
            cells.SetWord(Rows, word >= 0 ? word : throw NoText(column, cell, line));
        }
        else
        {
            CsvUse found = KindOf(cell, out double value);
            bool fits = found == use || (found == CsvUse.Number && use == CsvUse.KnownNumber)
                || (use == CsvUse.KnownDate && IsDate(cell, out value));
            if (fits)
            {
                cells.SetNumber(Rows, value);
            }
            else
            {
                Refuse(column, cell, line, found);
            }
        }
    }

    /// <summary>Reads a number that was read already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddNumber(int column, double value) => _columns[column]!.SetNumber(Rows, value);

    /// <summary>The error of a row with another number of cells.</summary>
    public DataFormatException OtherCells(long line, int found) => new(
        block.File, $"line {line}", $"{layout.Named} cells, as many as there are columns", $"{found}");

    /// <summary>The error of a quotation mark where none belongs.</summary>
    public DataFormatException StrayQuote(long line, int column) => new(
        block.File, Where(line, column), "a cell in quotation marks, or one without any ('\"' within it is written '\"\"')",
        "a quotation mark out of place");

    // What a cell is by itself.
    private CsvUse KindOf(ReadOnlySpan<byte> cell, out double value)
    {
        Span<byte> copy = stackalloc byte[LongestNumber + sizeof(ulong)];
        if (cell.Length <= LongestNumber)
        {
            copy.Clear();
            cell.CopyTo(copy);
            int at = 0;
            if (CsvNumber.TryRead(copy, ref at, layout.Point, out value) && at == cell.Length && double.IsFinite(value))
            {
                return CsvUse.Number;
            }
        }

        return IsDate(cell, out value) ? CsvUse.Date : CsvUse.Text;
    }

    private bool IsDate(ReadOnlySpan<byte> cell, out double value) => CsvDate.TryRead(cell, layout.Options.DateFormat, out value);

    private void Refuse(int column, ReadOnlySpan<byte> cell, long line, CsvUse found)
    {
        CsvUse use = layout.Uses[column];
        Uses[column] = CsvUses.Join(Uses[column], found);
        if (Others[column] is null)
        {
            string expected = use is CsvUse.Number or CsvUse.KnownNumber ? "a number, such as -12.5 or 3e-4"
                : layout.Options.DateFormat is { } format ? $"a date written {format}" : "a date, such as 2024-01-31";
            Others[column] = new(block.File, Where(line, column), expected, $"'{Show(cell)}'");
        }

        _columns[column]!.SetMissing(Rows);
    }

    private DataFormatException NoText(int column, ReadOnlySpan<byte> cell, long line) => new(
        block.File, Where(line, column), "UTF-8; files of old programs are often Latin-1, which the option Latin1 reads",
        $"'{Show(cell)}', bytes that are not UTF-8");

    private static string Show(ReadOnlySpan<byte> cell)
    {
        const int most = 60;
        return cell.Length <= most ? Encoding.UTF8.GetString(cell) : $"{Encoding.UTF8.GetString(cell[..most])}…";
    }

    private string Where(long line, int column) =>
        $"line {line}, column '{layout.Names[column]}' (number {column + 1} of {layout.Named})";
}
