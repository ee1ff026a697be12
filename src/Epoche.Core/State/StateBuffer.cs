namespace Epoche;

/// <summary>
/// Saved values in memory, in chunks, so that no array is large. The chunks are kept for the next state: fresh pages take longer to get
/// than to fill. A state that passes a limit is not held, only counted.
/// </summary>
internal sealed class StateBuffer(long mostBytes = int.MaxValue) : StateOutput
{
    private const int FirstChunk = 1 << 16, LargestChunk = 64 << 20, Page = 4096;

    private readonly List<byte[]> _chunks = [];
    private int _chunk, _filled; // where the next byte goes

    /// <summary>Whether all that was written is held.</summary>
    public bool IsWhole => Bytes <= mostBytes;

    /// <summary>Forgets what was written, and keeps the memory.</summary>
    public void Clear() => (Bytes, _chunk, _filled) = (0, 0, 0);

    /// <summary>Forgets what was written, and lets go of the memory.</summary>
    public void Release()
    {
        Clear();
        _chunks.Clear();
    }

    /// <summary>
    /// Gets memory for so many bytes in all and touches each of its pages, so that what is written later finds them there. Between two
    /// states; what is held is forgotten.
    /// </summary>
    public void Reserve(long bytes)
    {
        Clear();
        long held = _chunks.Sum(chunk => (long)chunk.Length);
        while (held < bytes)
        {
            byte[] chunk = NewChunk(bytes - held);
            for (int i = 0; i < chunk.Length; i += Page)
            {
                chunk[i] = 0;
            }

            _chunks.Add(chunk);
            held += chunk.Length;
        }
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        if (!IsWhole)
        {
            _chunks.Clear();
            return;
        }

        while (!bytes.IsEmpty)
        {
            if (_chunk == _chunks.Count)
            {
                _chunks.Add(NewChunk(Bytes - bytes.Length)); // as much as is held: they double
            }

            byte[] chunk = _chunks[_chunk];
            int count = Math.Min(bytes.Length, chunk.Length - _filled);
            bytes[..count].CopyTo(chunk.AsSpan(_filled));
            bytes = bytes[count..];
            _filled += count;
            if (_filled == chunk.Length)
            {
                (_chunk, _filled) = (_chunk + 1, 0);
            }
        }
    }

    private static byte[] NewChunk(long wanted) =>
        GC.AllocateUninitializedArray<byte>((int)Math.Clamp(wanted, FirstChunk, LargestChunk));

    /// <summary>Writes all to a stream.</summary>
    public void CopyTo(Stream to)
    {
        for (int i = 0; i < _chunk; i++)
        {
            to.Write(_chunks[i]);
        }

        if (_filled > 0)
        {
            to.Write(_chunks[_chunk].AsSpan(0, _filled));
        }
    }

    /// <summary>All of it, for what is known to be small.</summary>
    public byte[] ToArray()
    {
        MemoryStream copy = new(checked((int)Bytes));
        CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Copies bytes from some place on.</summary>
    public void Read(long at, Span<byte> bytes)
    {
        foreach (byte[] chunk in _chunks)
        {
            if (at < chunk.Length)
            {
                int count = Math.Min(bytes.Length, chunk.Length - (int)at);
                chunk.AsSpan((int)at, count).CopyTo(bytes);
                bytes = bytes[count..];
                at = chunk.Length;
                if (bytes.IsEmpty)
                {
                    return;
                }
            }

            at -= chunk.Length;
        }
    }
}
