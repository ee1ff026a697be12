using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Epoche.Data;

/// <summary>A CSV file, line by line: its names, then its cells.</summary>
internal sealed class CsvLines : IDisposable
{
    private const int LongestCell = 1 << 16, LongestLine = 1 << 21, ShownCharacters = 60;
    // What bytes that are not UTF-8 become, and how an error shows them; the first is in no text.
    private const char NoText = '\uFFFF', Shown = '\uFFFD';

    private readonly string _name;
    private readonly AllowanceStream _stream;
    private readonly CsvParser _parser;
    private readonly string[] _columns;
    private readonly int _named; // how many columns there are up to the last with a name: Excel ends its lines with commas
    private string[] _cells = [];
    private int _line; // where the current record begins, from 1

    /// <summary>Reads the line of names.</summary>
    /// <exception cref="DataFormatException">There is none.</exception>
    public CsvLines(Stream stream, string name, char delimiter)
    {
        _name = name;
        _stream = new(stream);
        CsvConfiguration settings = new(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            IgnoreBlankLines = false, // they count as lines
            MaxFieldSize = LongestCell,
        };
        _parser = new CsvParser(new StreamReader(
            _stream, Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(NoText.ToString())),
            detectEncodingFromByteOrderMarks: true, leaveOpen: true), settings);
        _columns = Next()
            ? [.. _cells.Select(column => column.Trim())]
            : throw new DataFormatException(name, "line 1", "the names of the columns", "an empty file");
        if (Array.TrueForAll(_columns, string.IsNullOrEmpty))
        {
            throw new DataFormatException(name, "line 1", "the names of the columns", "an empty line");
        }

        _named = Array.FindLastIndex(_columns, column => column.Length > 0) + 1;
    }

    public void Dispose() => _parser.Dispose();

    /// <summary>Where a column is.</summary>
    /// <exception cref="DataFormatException">There is no such column, or more than one.</exception>
    public int Place(string column)
    {
        int[] places = [.. Enumerable.Range(0, _columns.Length).Where(i => _columns[i] == column)];
        return places switch
        {
            [int place] => place,
            [] => throw new DataFormatException(_name, "line 1", $"a column '{column}'", Found()),
            _ => throw new DataFormatException(
                _name,
                "line 1",
                "a name of its own for each column that is read",
                $"'{column}' {places.Length} times, in the columns {string.Join(", ", places.Select(i => i + 1))}"),
        };
    }

    private string Found()
    {
        char other = _columns is [var only] ? only.FirstOrDefault(c => c is ';' or '\t' or '|' or ',') : '\0';
        string delimiter = other == '\t' ? "\\t" : other.ToString();
        return other == '\0'
            ? $"the columns {Cut(string.Join(", ", _columns.Take(_named)))}"
            : $"one column '{Cut(_columns[0])}'; if cells are separated by '{delimiter}', say so: delimiter: '{delimiter}'";
    }

    /// <summary>Goes to the next line that is not empty; false at the end.</summary>
    /// <exception cref="DataFormatException">
    /// It has fewer cells than there are names, or more that are not empty; or it is no CSV.
    /// </exception>
    public bool Read()
    {
        while (Next())
        {
            // Empty, or only delimiters, as Excel writes rows that were cleared. Of a single column such a line is an empty cell.
            if (_columns.Length > 1 && Array.TrueForAll(_cells, string.IsNullOrWhiteSpace))
            {
                continue;
            }

            // Cells without a name may be missing, and empty ones may follow: Excel pads some lines and not others.
            bool fits = _cells.Length >= _named
                && Array.TrueForAll(_cells[Math.Min(_cells.Length, _columns.Length)..], string.IsNullOrWhiteSpace);
            return fits
                ? true
                : throw new DataFormatException(_name, $"line {_line}", $"{_named} cells, as many as line 1 has names", $"{_cells.Length}");
        }

        return false;
    }

    public string Cell(int place) => _cells[place];

    /// <summary>The error of a cell of the current line.</summary>
    public DataFormatException Error(int place, string expected) =>
        new(
            _name, $"line {_line}, column '{_columns[place]}' (number {place + 1} of {_named})", expected, Cell(place).Length == 0
                ? "nothing"
                : $"'{Cut(Cell(place))}'{(Cell(place).Contains(NoText) ? ", bytes that are not UTF-8" : "")}");

    private static string Cut(string text) =>
        (text.Length <= ShownCharacters ? text : $"{text[..ShownCharacters]}…").Replace(NoText, Shown);

    private bool Next()
    {
        _line = _parser.RawRow + 1;
        _stream.Allow(LongestLine, () => new DataFormatException(
            _name, $"line {_line}", "cells with at most 2 MiB in all", "more: a quotation mark that is never closed, or no ends of lines"));
        try
        {
            bool hasRead = _parser.Read();
            _cells = hasRead ? _parser.Record! : []; // here, for cells are unquoted when they are asked for
            return hasRead;
        }
        catch (CsvHelperException exception)
        {
            throw new DataFormatException(
                _name, $"line {_line}", $"cells that are in quotation marks or have none, at most {LongestCell} characters long",
                "a quotation mark out of place, or a cell that is too long", exception);
        }
    }
}
