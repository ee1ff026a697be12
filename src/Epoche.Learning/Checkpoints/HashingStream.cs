namespace Epoche;

/// <summary>
/// Gathers what is written into large blocks, hashes each and passes it on. Unlike a stream's own buffer it never writes when it is
/// disposed: after a failure nothing may be written.
/// </summary>
internal sealed class HashingStream(Stream inner) : Stream
{
    private const int BlockBytes = 1 << 18;

    private readonly Sha256 _hash = new();
    private readonly byte[] _block = new byte[BlockBytes];
    private int _filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Of everything flushed, as hexadecimal digits.</summary>
    public string Hash() => _hash.Digits();

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BlockBytes - _filled)
        {
            Flush();
        }

        if (bytes.Length >= BlockBytes)
        {
            Pass(bytes);
            return;
        }

        bytes.CopyTo(_block.AsSpan(_filled));
        _filled += bytes.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        Pass(_block.AsSpan(0, _filled));
        _filled = 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        _hash.Append(bytes);
        try
        {
            inner.Write(bytes);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // What .NET makes of EFBIG.
            throw new IOException("A file of this size is more than the file system, or a limit of the user's, allows.", exception);
        }
    }
}
