namespace Epoche;

/// <summary>A stream that is written into memory of saved values.</summary>
internal sealed class OutputStream(StateOutput output) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => output.Bytes;

    public override long Position
    {
        get => output.Bytes;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
