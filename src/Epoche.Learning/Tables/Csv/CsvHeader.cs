using System.Text;

namespace Epoche.Tables;

/// <summary>The first line of a file.</summary>
/// <param name="Names">The names of the columns, an empty one where there is none.</param>
/// <param name="Delimiter">What separates cells.</param>
/// <param name="Lines">How many lines the names take.</param>
/// <param name="Behind">The bytes behind them that were read.</param>
internal sealed record CsvHeader(string[] Names, byte Delimiter, long Lines, byte[] Behind)
{
    /// <exception cref="DataFormatException">There are none.</exception>
    public static CsvHeader Read(Stream stream, string file, CsvOptions options, int firstBytes)
    {
        byte[] bytes = new byte[firstBytes];
        int have = 0, end;
        while (true)
        {
            int read = stream.ReadAtLeast(bytes.AsSpan(have), bytes.Length - have, throwOnEndOfStream: false);
            have += read;
            end = FirstLine(bytes.AsSpan(0, have));
            if (end > 0 || have < bytes.Length)
            {
                break;
            }

            if (bytes.Length > CsvBlocks.LongestLine)
            {
                throw new DataFormatException(
                    file, "line 1", "names of columns with at most 2 MiB in all",
                    "more: a quotation mark that is never closed, or no ends of lines");
            }

            Array.Resize(ref bytes, 2 * bytes.Length);
        }

        end = end > 0 ? end : have;
        if (bytes.AsSpan(0, have) is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new DataFormatException(file, "byte 0", "UTF-8", "UTF-16; save the file as 'CSV UTF-8'");
        }

        int begin = bytes.AsSpan(0, have).StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        string line = (options.Latin1 ? Encoding.Latin1 : Encoding.UTF8).GetString(bytes.AsSpan(begin..end)).TrimEnd('\r', '\n');
        if (line.Trim().Length == 0)
        {
            throw new DataFormatException(file, "line 1", "the names of the columns", have == 0 ? "an empty file" : "an empty line");
        }

        byte delimiter = (byte)(options.Delimiter ?? Guess(line, options.DecimalComma));
        string[] cells = Split(line, (char)delimiter);
        return options.Header
            ? new(cells, delimiter, line.Count(c => c == '\n') + 1, bytes[end..have])
            : new([.. cells.Select((_, i) => $"column_{i + 1}")], delimiter, 0, bytes[begin..have]);
    }

    // Behind the first end of a line outside of quotation marks; 0 where there is none.
    private static int FirstLine(ReadOnlySpan<byte> bytes)
    {
        bool isOpen = false;
        for (int i = 0; i < bytes.Length; i++)
        {
            isOpen ^= bytes[i] == '"';
            if (bytes[i] == '\n' && !isOpen)
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static char Guess(string line, bool hasDecimalComma)
    {
        char[] candidates = hasDecimalComma ? [';', '\t', '|'] : [',', ';', '\t', '|'];
        return candidates.MaxBy(candidate => Split(line, candidate).Length);
    }

    private static string[] Split(string line, char delimiter)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool isOpen = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"')
            {
                if (isOpen && i + 1 < line.Length && line[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    isOpen = !isOpen;
                }
            }
            else if (c == delimiter && !isOpen)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString().Trim());
        return [.. cells];
    }
}
