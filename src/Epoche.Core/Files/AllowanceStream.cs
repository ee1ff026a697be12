namespace Epoche;

/// <summary>
/// A stream of which a reader that trusts what it reads gets no more than it is allowed: a line without end, or a table of contents with
/// millions of entries, ends in an error before it fills the memory.
/// </summary>
/// <param name="inner">What is read; it is left open.</param>
internal sealed class AllowanceStream(Stream inner) : Stream
{
    private long _left = long.MaxValue;
    private Func<Exception>? _exceeded;

    public override bool CanRead => true;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position { get => inner.Position; set => inner.Position = value; }

    /// <summary>From now on only so many bytes may be read.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="exceeded">The error of a reader that wants more.</param>
    public void Allow(long bytes, Func<Exception> exceeded) => (_left, _exceeded) = (bytes, exceeded);

    /// <summary>From now on as many as there are.</summary>
    public void AllowAll() => (_left, _exceeded) = (long.MaxValue, null);

    public override int Read(Span<byte> buffer)
    {
        int got = inner.Read(buffer[..(int)Math.Min(buffer.Length, Math.Max(1, _left))]);
        _left -= got;
        return _left >= 0 || _exceeded is null ? got : throw _exceeded();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
