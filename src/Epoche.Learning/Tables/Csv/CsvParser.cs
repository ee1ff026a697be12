using System.Runtime.CompilerServices;

namespace Epoche.Tables;

/// <summary>Reads the rows of a block, byte by byte.</summary>
internal ref struct CsvParser
{
    private readonly CsvLayout _layout;
    private readonly CsvPart _part;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _length;
    private readonly Rng _draws; // by line; of the file
    private readonly bool _draw;
    private bool _passes; // over the row, of which nothing is kept
    private byte[] _unquoted;
    private int _at;
    private long _line;

    private CsvParser(CsvBlock block, CsvLayout layout)
    {
        _bytes = block.Bytes;
        (_layout, _part, _length) = (layout, new(block, layout), block.Length);
        (_unquoted, _line) = ([], block.Line);
        _draws = Rng.Stream(layout.Options.Seed, "rows", block.FileNumber);
        _draw = layout.Options.Share < 1;
    }

    /// <summary>The rows of a block.</summary>
    /// <exception cref="DataFormatException">A row has another number of cells, or a quotation mark is out of place.</exception>
    public static CsvPart Parse(CsvBlock block, CsvLayout layout)
    {
        CsvParser parser = new(block, layout);
        parser.ParseRows();
        return parser._part;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // else a file is read before its reader is compiled well
    private void ParseRows()
    {
        while (_at < _length)
        {
            long line = _line;
            if (IsBlankRow())
            {
                continue;
            }

            _passes = _draw && !IsDrawn(line);
            if (ParseRow(line) && !_passes)
            {
                _part.Keep();
            }
        }
    }

    // Each line has a draw of its own, so that it does not matter which lines are read before it.
    private readonly bool IsDrawn(long line) =>
        Rng.Restore(_draws.Key, _draws.Position + (2 * (ulong)line)).NextDouble() < _layout.Options.Share;

    /// <summary>Passes over a line with nothing in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsBlankRow()
    {
        int at = _at;
        while (_bytes[at] is (byte)' ' or (byte)'\r')
        {
            at++;
        }

        if (_bytes[at] != '\n')
        {
            return false;
        }

        (_at, _line) = (at + 1, _line + 1);
        return true;
    }

    /// <summary>Reads a row into the part; false where it is nothing but delimiters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ParseRow(long line)
    {
        int columns = _layout.Uses.Length, begin = _at;
        bool ends = false;
        for (int column = 0; column < columns && !ends; column++)
        {
            ends = ParseCell(column, line);
            if (ends && column + 1 < columns)
            {
                return EndEarly(column + 1, line, begin);
            }
        }

        return (ends || RequireEmpty(line, columns)) && (columns == 1 || !IsEmpty(begin));
    }

    private readonly bool EndEarly(int cells, long line, int begin)
    {
        if (IsEmpty(begin))
        {
            return false;
        }

        if (cells < _layout.Named)
        {
            throw _part.OtherCells(line, cells);
        }

        for (int column = cells; column < _layout.Uses.Length; column++)
        {
            if (Use(column) != CsvUse.None)
            {
                _part.Add(column, [], line);
            }
        }

        return true;
    }

    /// <summary>Whether the row from there to here is blanks and delimiters.</summary>
    private readonly bool IsEmpty(int begin)
    {
        for (int i = begin; i < _at; i++)
        {
            byte b = _bytes[i];
            if (b != _layout.Delimiter && b is not ((byte)' ' or (byte)'\r' or (byte)'\n'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Passes over empty cells behind the last column.</summary>
    private bool RequireEmpty(long line, int columns)
    {
        int cells = columns + 1;
        for (bool isEmpty = true; ; _at++)
        {
            byte b = _bytes[_at];
            if (b == '\n')
            {
                (_at, _line) = (_at + 1, _line + 1);
                return isEmpty ? true : throw _part.OtherCells(line, cells);
            }

            cells += b == _layout.Delimiter ? 1 : 0;
            isEmpty &= b == _layout.Delimiter || b is (byte)' ' or (byte)'\r';
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly CsvUse Use(int column) => _passes ? CsvUse.None : _layout.Uses[column];

    /// <summary>Reads a cell and what ends it; true where that is the end of the line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ParseCell(int column, long line)
    {
        CsvUse use = Use(column);
        ReadOnlySpan<byte> bytes = _bytes;
        byte delimiter = _layout.Delimiter;
        if (use is CsvUse.Number or CsvUse.KnownNumber && !_layout.HasMissingNumbers)
        {
            int at = _at;
            if (CsvNumber.TryRead(bytes, ref at, _layout.Point, out double value))
            {
                byte end = bytes[at];
                if (end == '\r' && bytes[at + 1] == '\n')
                {
                    end = bytes[++at];
                }

                if ((end == delimiter || end == '\n') && double.IsFinite(value))
                {
                    _at = at + 1;
                    _part.AddNumber(column, value);
                    return end == '\n' && ++_line > 0;
                }
            }
        }

        while (bytes[_at] == ' ')
        {
            _at++;
        }

        if (bytes[_at] == '"')
        {
            return ParseQuoted(column, line);
        }

        int begin = _at, stop = begin + bytes[begin..].IndexOfAny(delimiter, (byte)'\n', (byte)'"');
        if (bytes[stop] == '"')
        {
            throw _part.StrayQuote(line, column);
        }

        int last = stop;
        while (last > begin && bytes[last - 1] is (byte)' ' or (byte)'\r' or (byte)'\t')
        {
            last--;
        }

        if (use != CsvUse.None)
        {
            _part.Add(column, bytes[begin..last], line);
        }

        _at = stop + 1;
        return bytes[stop] == '\n' && ++_line > 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ParseQuoted(int column, long line)
    {
        ReadOnlySpan<byte> bytes = _bytes[.._length];
        int begin = ++_at, length = 0;
        bool isCopied = false;
        while (true)
        {
            int mark = bytes[_at..].IndexOf((byte)'"');
            if (mark < 0)
            {
                throw _part.StrayQuote(line, column);
            }

            _line += bytes.Slice(_at, mark).Count((byte)'\n');
            int end = _at + mark;
            bool isDoubled = end + 1 < bytes.Length && bytes[end + 1] == '"';
            if (isDoubled || isCopied)
            {
                // What stands before the mark, and one mark of the two.
                int count = mark + (isDoubled ? 1 : 0);
                if (_unquoted.Length < length + count)
                {
                    Array.Resize(ref _unquoted, Math.Max(256, 2 * (length + count)));
                }

                bytes.Slice(_at, count).CopyTo(_unquoted.AsSpan(length));
                (length, isCopied) = (length + count, true);
            }

            _at = end + (isDoubled ? 2 : 1);
            if (!isDoubled)
            {
                ReadOnlySpan<byte> cell = isCopied ? _unquoted.AsSpan(0, length) : bytes[begin..end];
                if (Use(column) != CsvUse.None)
                {
                    _part.Add(column, cell.Trim((byte)' '), line);
                }

                return EndQuoted(column, line);
            }
        }
    }

    private bool EndQuoted(int column, long line)
    {
        while (_bytes[_at] is (byte)' ' or (byte)'\r')
        {
            _at++;
        }

        byte end = _bytes[_at++];
        return end == '\n' ? ++_line > 0
            : end == _layout.Delimiter ? false
            : throw _part.StrayQuote(line, column);
    }
}
