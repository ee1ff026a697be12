using System.Runtime.InteropServices;

namespace Epoche;

/// <summary>
/// The latest pairs, in a ring; as a log, of which a checkpoint writes what is new. A segment is a header and then row after row,
/// little-endian.
/// </summary>
internal sealed class PairMemory(PairLayout layout, int capacity) : IStateLog
{
    private const int Version = 1;
    private const long MostNumber = 1L << 53;

    private readonly float[] _rows = new float[checked(capacity * layout.Width)];
    private long _written;

    private static ReadOnlySpan<byte> Magic => "epoche pairs\n"u8;

    /// <summary>How many pairs are kept.</summary>
    public int Count => (int)Math.Min(_written, capacity);

    /// <summary>How many there ever were.</summary>
    public long Written => _written;

    long[] IStateLog.End => [_written];

    private long Oldest => Math.Max(0, _written - capacity);

    private int RowBytes => layout.Width * sizeof(float);

    /// <summary>A pair that is kept.</summary>
    /// <param name="place">From 0; the order is none that matters.</param>
    public ReadOnlySpan<float> this[int place] => _rows.AsSpan(place * layout.Width, layout.Width);

    public void Add(ReadOnlySpan<float> row)
    {
        row.CopyTo(Room(_written));
        _written++;
    }

    bool IStateLog.Holds(ReadOnlySpan<long> from) => from.Length == 1 && from[0] >= Oldest && from[0] <= _written;

    bool IStateLog.IsForgotten(ReadOnlySpan<long> end) => end.Length == 1 && end[0] <= Oldest && end[0] < _written;

    long IStateLog.BytesFrom(ReadOnlySpan<long> from) => (_written - (from.IsEmpty ? Oldest : from[0])) * RowBytes;

    long[] IStateLog.Write(Stream to, ReadOnlySpan<long> from, long mostBytes)
    {
        long begin = from.IsEmpty ? Oldest : from[0];
        long end = Math.Min(_written, begin + Math.Max(1, mostBytes / RowBytes));
        to.Write(Magic);
        to.Write(MemoryMarshal.AsBytes((ReadOnlySpan<long>)[Version, layout.Width, begin, end]));
        for (long pair = begin; pair < end; pair++)
        {
            to.Write(MemoryMarshal.AsBytes(Room(pair)));
        }

        return [end];
    }

    void IStateLog.Read(IEnumerable<Stream> segments)
    {
        bool isFirst = true;
        try
        {
            foreach (Stream stream in segments)
            {
                using (stream)
                {
                    Read(stream, stream is FileStream { Name: var name } ? name : "a segment of pairs", isFirst);
                }

                isFirst = false;
            }
        }
        catch
        {
            _written = 0; // half a memory is none
            throw;
        }

        _written = isFirst ? 0 : _written;
    }

    private void Read(Stream from, string file, bool isFirst)
    {
        byte[] magic = new byte[Magic.Length];
        long[] header = new long[4];
        Fill(from, file, magic);
        Fill(from, file, MemoryMarshal.AsBytes(header.AsSpan()));
        long count = header[3] - header[2];
        if (!magic.AsSpan().SequenceEqual(Magic) || header[0] != Version || header[1] != layout.Width
            || header[2] < 0 || header[3] > MostNumber || count < 0 || count > capacity || (!isFirst && header[2] != _written))
        {
            throw new DataFormatException(
                file, "header",
                $"version {Version}, pairs of {layout.Width} numbers, at most {capacity}{(isFirst ? "" : $", from pair {_written}")}",
                $"{string.Join(", ", header)}");
        }

        if (from.Length - from.Position != count * RowBytes)
        {
            throw new DataFormatException(file, $"byte {from.Position}", $"{count} pairs", $"{from.Length - from.Position} bytes");
        }

        for (_written = header[2]; _written < header[3]; _written++)
        {
            Span<float> row = Room(_written);
            Fill(from, file, MemoryMarshal.AsBytes(row));
            if (layout.Problem(row) is { } problem)
            {
                throw new DataFormatException(file, $"pair {_written}", "what was seen and an action", problem);
            }
        }
    }

    private static void Fill(Stream from, string file, Span<byte> bytes)
    {
        int got = from.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length)
        {
            throw new DataFormatException(file, $"byte {from.Position}", $"{bytes.Length - got} more bytes", "the end of the file");
        }
    }

    private Span<float> Room(long pair) => _rows.AsSpan((int)(pair % capacity) * layout.Width, layout.Width);
}
