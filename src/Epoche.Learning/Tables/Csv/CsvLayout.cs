using System.Text;

namespace Epoche.Tables;

/// <summary>What is known of a file before its rows are read: how it is written, its columns and what each becomes.</summary>
internal sealed class CsvLayout
{
    private readonly byte[][] _missing;

    public CsvLayout(CsvOptions options, byte delimiter, string[] names, CsvUse[] uses)
    {
        (Options, Delimiter, Names, Uses) = (options, delimiter, names, uses);
        Encoding = options.Latin1 ? Encoding.Latin1 : new UTF8Encoding(false, throwOnInvalidBytes: true);
        _missing = [.. options.Missing.Select(Encoding.GetBytes)];
        LongestMissing = _missing.Length == 0 ? 0 : _missing.Max(word => word.Length);
        HasMissingNumbers = Array.Exists(
            _missing, word => word is [>= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'+' or (byte)'.', ..]);
        Named = Array.FindLastIndex(names, name => name.Length > 0) + 1;
    }

    public CsvOptions Options { get; }

    public byte Delimiter { get; }

    public byte Point => (byte)(Options.DecimalComma ? ',' : '.');

    public Encoding Encoding { get; }

    /// <summary>The columns of the file, without a name where a line has more delimiters than names.</summary>
    public string[] Names { get; }

    /// <summary>How many columns there are up to the last with a name.</summary>
    public int Named { get; }

    /// <summary>What each column becomes.</summary>
    public CsvUse[] Uses { get; }

    /// <summary>The length of the longest word for a missing cell.</summary>
    public int LongestMissing { get; }

    /// <summary>Whether a number, such as -999, says that a cell is missing.</summary>
    public bool HasMissingNumbers { get; }

    /// <summary>Whether a cell says that nothing is known; an empty one does.</summary>
    public bool IsMissing(ReadOnlySpan<byte> cell)
    {
        if (cell.Length == 0)
        {
            return true;
        }

        if (cell.Length <= LongestMissing)
        {
            foreach (byte[] word in _missing)
            {
                if (cell.SequenceEqual(word))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The same with other kinds.</summary>
    public CsvLayout With(CsvUse[] uses) => new(Options, Delimiter, Names, uses);
}
