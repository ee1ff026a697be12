using Microsoft.Win32.SafeHandles;

namespace Epoche;

/// <summary>Where saved values come from, from the first byte to the last: memory, or a file that is read where a value lies.</summary>
internal abstract class StateInput
{
    /// <summary>How many bytes there are.</summary>
    public abstract long Bytes { get; }

    /// <summary>Copies bytes from some place on; there are as many.</summary>
    /// <exception cref="IOException">The file cannot be read, or was cut short meanwhile.</exception>
    public abstract void Read(long at, Span<byte> bytes);
}

/// <summary>Values in one piece of memory.</summary>
internal sealed class MemoryInput(ReadOnlyMemory<byte> memory) : StateInput
{
    public override long Bytes => memory.Length;

    public override void Read(long at, Span<byte> bytes) => memory.Span.Slice((int)at, bytes.Length).CopyTo(bytes);
}

/// <summary>Values that were just saved.</summary>
internal sealed class BufferInput(StateBuffer buffer) : StateInput
{
    public override long Bytes => buffer.Bytes;

    public override void Read(long at, Span<byte> bytes) => buffer.Read(at, bytes);
}

/// <summary>Values in a file. Small ones come out of a block, for their names and numbers lie close to each other.</summary>
internal sealed class FileInput(SafeFileHandle file, string path) : StateInput
{
    private const int BlockBytes = 1 << 16, LargestRead = 1 << 30;

    private readonly byte[] _block = new byte[BlockBytes];
    private long _begin;
    private int _length;

    public override long Bytes { get; } = RandomAccess.GetLength(file);

    public override void Read(long at, Span<byte> bytes)
    {
        if (bytes.Length > BlockBytes)
        {
            Fill(at, bytes);
            return;
        }

        if (at < _begin || at + bytes.Length > _begin + _length)
        {
            (_begin, _length) = (at, (int)Math.Min(BlockBytes, Bytes - at));
            Fill(at, _block.AsSpan(0, _length));
        }

        _block.AsSpan((int)(at - _begin), bytes.Length).CopyTo(bytes);
    }

    private void Fill(long at, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int got = RandomAccess.Read(file, bytes[..Math.Min(bytes.Length, LargestRead)], at);
            if (got == 0)
            {
                throw new EndOfStreamException($"'{path}' was cut short while it was read.");
            }

            bytes = bytes[got..];
            at += got;
        }
    }
}
