using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Epoche.Data;

/// <summary>A CSV file, line by line: its names, then its cells.</summary>
internal sealed class CsvLines : IDisposable
{
    private const int LongestCell = 1 << 16, ShownCharacters = 60;
    private const char NoText = '\uFFFF', Shown = '\uFFFD'; // what bytes that are not UTF-8 become, and how an error shows them; the first is in no text

    private readonly string _name;
    private readonly CsvParser _parser;
    private readonly string[] _columns;
    private string[] _cells = [];
    private int _line; // where the current record begins, from 1

    /// <summary>Reads the line of names.</summary>
    /// <exception cref="DataFormatException">There is none, or a name comes twice.</exception>
    public CsvLines(Stream stream, string name, char delimiter)
    {
        _name = name;
        CsvConfiguration settings = new(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            IgnoreBlankLines = false, // they count as lines
            MaxFieldSize = LongestCell,
        };
        _parser = new CsvParser(new StreamReader(stream, Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(NoText.ToString())), detectEncodingFromByteOrderMarks: true, leaveOpen: true), settings);
        _columns = Next() ? [.. _cells.Select(column => column.Trim())] : throw new DataFormatException(name, "line 1", "the names of the columns", "an empty file");
        if (Array.TrueForAll(_columns, string.IsNullOrEmpty))
        {
            throw new DataFormatException(name, "line 1", "the names of the columns", "an empty line");
        }

        if (_columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DataFormatException(name, "line 1", "a name of its own for each column", $"'{twice.Key}' {twice.Count()} times");
        }
    }

    public void Dispose() => _parser.Dispose();

    /// <summary>Where a column is.</summary>
    /// <exception cref="DataFormatException">There is no such column.</exception>
    public int Place(string column) => Array.IndexOf(_columns, column) is >= 0 and int place
        ? place
        : throw new DataFormatException(_name, "line 1", $"a column '{column}'", _columns is [var only] && only.FirstOrDefault(c => c is ';' or '\t' or '|' or ',') is not '\0' and char other
            ? $"one column '{Cut(only)}'; if cells are separated by '{(other == '\t' ? "\\t" : other)}', say so: delimiter: '{(other == '\t' ? "\\t" : other)}'"
            : $"the columns {Cut(string.Join(", ", _columns))}");

    /// <summary>Goes to the next line that is not empty; false at the end.</summary>
    /// <exception cref="DataFormatException">It has more or fewer cells than there are names, or is no CSV.</exception>
    public bool Read()
    {
        while (Next())
        {
            if (_cells.Length == 1 && _columns.Length > 1 && string.IsNullOrWhiteSpace(_cells[0]))
            {
                continue;
            }

            return _cells.Length == _columns.Length
                ? true
                : throw new DataFormatException(_name, $"line {_line}", $"{_columns.Length} cells, as many as line 1 has names", $"{_cells.Length}");
        }

        return false;
    }

    public string Cell(int place) => _cells[place];

    /// <summary>The error of a cell of the current line.</summary>
    public DataFormatException Error(int place, string expected) =>
        new(_name, $"line {_line}, column '{_columns[place]}' (the {place + 1}. of {_columns.Length})", expected, Cell(place).Length == 0 ? "nothing" : $"'{Cut(Cell(place))}'{(Cell(place).Contains(NoText) ? ", bytes that are not UTF-8" : "")}");

    private static string Cut(string text) => (text.Length <= ShownCharacters ? text : $"{text[..ShownCharacters]}…").Replace(NoText, Shown);

    private bool Next()
    {
        _line = _parser.RawRow + 1;
        try
        {
            bool hasRead = _parser.Read();
            _cells = hasRead ? _parser.Record! : []; // here, for cells are unquoted when they are asked for
            return hasRead;
        }
        catch (CsvHelperException exception)
        {
            throw new DataFormatException(
                _name, $"line {_line}", $"cells that are in quotation marks or have none, at most {LongestCell} characters long", "a quotation mark out of place, or a cell that is too long", exception);
        }
    }
}
