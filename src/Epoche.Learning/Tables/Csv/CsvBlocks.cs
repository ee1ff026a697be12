namespace Epoche.Tables;

/// <summary>
/// Cuts files into blocks of whole lines. A block ends behind the last end of a line that is not within quotation marks, so where it ends
/// depends on the file alone, and blocks can be read side by side.
/// </summary>
internal sealed class CsvBlocks(int blockBytes = CsvBlocks.BlockBytes)
{
    /// <summary>The length of a block.</summary>
    public const int BlockBytes = 1 << 22;

    /// <summary>The longest line.</summary>
    public const int LongestLine = 1 << 21;

    // Whoever reads a number or a cell may look this far behind the last line.
    private const int Room = 64;

    private readonly Stack<byte[]> _free = [];

    /// <summary>Takes a block back, to be filled again.</summary>
    public void Return(byte[] bytes)
    {
        lock (_free)
        {
            _free.Push(bytes);
        }
    }

    /// <summary>The blocks of one file behind another, from where each is read next.</summary>
    /// <exception cref="DataFormatException">A line is too long.</exception>
    public IEnumerable<CsvBlock> Read(Stream stream, string file, int fileNumber, byte[] begun, long line)
    {
        byte[] bytes = Rent(begun.Length);
        begun.CopyTo(bytes, 0);
        int have = begun.Length;
        while (true)
        {
            int read = stream.ReadAtLeast(bytes.AsSpan(have, Math.Max(0, bytes.Length - Room - have)), blockBytes - have, false);
            have += read;
            bool isLast = have < blockBytes;
            if (isLast && have == 0)
            {
                Return(bytes);
                yield break;
            }

            if (isLast && bytes[have - 1] != '\n')
            {
                bytes[have++] = (byte)'\n';
            }

            int length = isLast ? have : EndOfLines(bytes.AsSpan(0, have));
            if (length == 0 || have - length > LongestLine)
            {
                long where = line + bytes.AsSpan(0, length).Count((byte)'\n');
                throw new DataFormatException(
                    file, $"line {where}", "cells with at most 2 MiB in all",
                    "more: a quotation mark that is never closed, or no ends of lines");
            }

            byte[] next = isLast ? [] : Rent(have - length);
            bytes.AsSpan(length, have - length).CopyTo(next);
            CsvBlock block = new(file, fileNumber, line, bytes, length);
            line += bytes.AsSpan(0, length).Count((byte)'\n');
            have -= length;
            bytes = next;
            yield return block;
            if (isLast)
            {
                yield break;
            }
        }
    }

    /// <summary>Behind the last end of a line outside of quotation marks; 0 where there is none.</summary>
    internal static int EndOfLines(ReadOnlySpan<byte> bytes)
    {
        bool isOpen = (bytes.Count((byte)'"') & 1) == 1;
        int end = bytes.Length;
        while (true)
        {
            int line = bytes[..end].LastIndexOf((byte)'\n');
            if (line < 0)
            {
                return 0;
            }

            isOpen ^= (bytes[line..end].Count((byte)'"') & 1) == 1;
            if (!isOpen)
            {
                return line + 1;
            }

            end = line;
        }
    }

    private byte[] Rent(int least)
    {
        int length = Math.Max(blockBytes, least) + Room;
        lock (_free)
        {
            return _free.TryPop(out byte[]? bytes) && bytes.Length >= length ? bytes : new byte[length];
        }
    }
}
