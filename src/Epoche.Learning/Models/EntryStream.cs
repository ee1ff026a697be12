using System.IO.Compression;

namespace Epoche;

/// <summary>
/// An entry of a zip file as a stream that can seek, as a reader of weights needs. Ahead it skips; back it opens the entry again, which
/// nobody does who reads the tensors in the order in which they lie.
/// </summary>
internal sealed class EntryStream(ZipArchiveEntry entry) : Stream
{
    private readonly byte[] _skipped = new byte[1 << 16];
    private Stream _inner = entry.Open();
    private long _at; // of the inner stream

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => entry.Length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (Position < _at)
        {
            _inner.Dispose();
            (_inner, _at) = (entry.Open(), 0);
        }

        while (_at < Position)
        {
            int skipped = _inner.Read(_skipped.AsSpan(0, (int)Math.Min(_skipped.Length, Position - _at)));
            if (skipped == 0)
            {
                return 0;
            }

            _at += skipped;
        }

        int got = _inner.Read(buffer);
        _at += got;
        Position = _at;
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
