namespace Epoche.Tuning;

/// <summary>
/// Where the lines of a file begin, as far as they are known: what was read once is not read again. Only whole lines count: behind the last
/// line break somebody may be writing.
/// </summary>
internal sealed class JournalLines(string path)
{
    private const int BlockBytes = 1 << 20, LongestLine = 1 << 28, MostBlocks = 16;

    private (long Count, long Offset) _read, _counted;

    /// <summary>Lines from a number on, some megabytes of them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Read(long from)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        if (from < _read.Count)
        {
            _read = default;
        }

        List<ReadOnlyMemory<byte>> lines = [];
        using FileStream file = Open();
        RequireNotShorter(file, _read.Offset);
        file.Position = _read.Offset;
        byte[] block = new byte[Math.Clamp(file.Length - file.Position, 0, BlockBytes)];
        int kept = 0;
        for (int blocks = 0; (blocks < MostBlocks || lines.Count == 0) && block.Length > 0; blocks++)
        {
            int got = file.Read(block, kept, block.Length - kept);
            if (got == 0)
            {
                break;
            }

            int all = kept + got, start = 0;
            for (int length; (length = block.AsSpan(start, all - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
            {
                if (_read.Count++ >= from)
                {
                    lines.Add(block.AsMemory(start, length));
                }
            }

            _read.Offset += start;
            kept = all - start;
            if (kept == block.Length && kept >= LongestLine)
            {
                throw new DataFormatException(path, $"line {_read.Count + 1}", $"at most {LongestLine} bytes", "more");
            }

            byte[] next = new byte[Math.Max(kept * 2, (int)Math.Clamp(file.Length - file.Position + kept, 1, BlockBytes))];
            block.AsSpan(start, kept).CopyTo(next);
            block = next; // the lines keep the old one
        }

        return lines;
    }

    /// <summary>How many lines there are.</summary>
    /// <param name="end">Where the last whole line ends.</param>
    /// <param name="length">How long the file is: longer where a part of a line follows.</param>
    public long CountAll(out long end, out long length)
    {
        length = end = 0;
        if (!File.Exists(path))
        {
            return 0;
        }

        if (_counted.Count < _read.Count)
        {
            _counted = _read;
        }

        using FileStream file = Open();
        RequireNotShorter(file, _counted.Offset);
        file.Position = _counted.Offset;
        byte[] block = new byte[Math.Clamp(file.Length - file.Position, 1, BlockBytes)];
        long position = _counted.Offset;
        for (int got; (got = file.Read(block)) > 0; position += got)
        {
            int start = 0;
            for (int next; (next = block.AsSpan(start, got - start).IndexOf((byte)'\n')) >= 0; start += next + 1)
            {
                _counted = (_counted.Count + 1, position + start + next + 1);
            }
        }

        end = _counted.Offset;
        length = position;
        return _counted.Count;
    }

    private FileStream Open() => ReadableFile.Open(path, share: FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private void RequireNotShorter(FileStream file, long known)
    {
        if (file.Length < known)
        {
            throw new DataFormatException(
                path, "end of the file", $"at least the {known} bytes that were read before",
                    $"{file.Length}: another file took its place");
        }
    }
}
