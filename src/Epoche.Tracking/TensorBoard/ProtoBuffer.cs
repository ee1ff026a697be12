using System.Buffers.Binary;
using System.Text;

namespace Epoche.Tracking.TensorBoard;

/// <summary>
/// A growing array of bytes that messages of Protocol Buffers and records of event files are appended to. Once it has grown to what
/// a run needs it allocates nothing.
/// </summary>
internal sealed class ProtoBuffer
{
    private const int LengthBytes = sizeof(ulong), ChecksumBytes = sizeof(uint), HeaderBytes = LengthBytes + ChecksumBytes;

    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets everything; what a single huge picture took is given back.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > 1 << 20)
        {
            _bytes = new byte[4096];
        }
    }

    /// <summary>Opens a record: its header is written when it is ended.</summary>
    public int BeginRecord()
    {
        int start = Length;
        Take(HeaderBytes);
        return start;
    }

    public void EndRecord(int start)
    {
        Span<byte> header = _bytes.AsSpan(start, HeaderBytes);
        int length = Length - start - HeaderBytes;
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LengthBytes..], Crc32C.Masked(header[..LengthBytes]));
        uint checksum = Crc32C.Masked(_bytes.AsSpan(start + HeaderBytes, length));
        BinaryPrimitives.WriteUInt32LittleEndian(Take(ChecksumBytes), checksum);
    }

    /// <summary>Opens a message inside a message.</summary>
    public int Begin(int field)
    {
        Tag(field, WireType.Bytes);
        Take(1);
        return Length;
    }

    /// <summary>Closes it. Its length stands before it; where that takes more than one byte the message moves along.</summary>
    public void End(int start)
    {
        int length = Length - start, more = 0;
        for (int rest = length >> 7; rest > 0; rest >>= 7)
        {
            more++;
        }

        if (more > 0)
        {
            Take(more);
            _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(start + more));
        }

        PutVarint(_bytes.AsSpan(start - 1), (ulong)length);
    }

    public void Integer(int field, long value)
    {
        Tag(field, WireType.Varint);
        Varint((ulong)value);
    }

    public void Double(int field, double value)
    {
        Tag(field, WireType.Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);
    }

    public void Float(int field, float value)
    {
        Tag(field, WireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(Take(sizeof(float)), value);
    }

    public void Doubles(int field, IReadOnlyList<double> values)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)values.Count * sizeof(double));
        Span<byte> bytes = Take(values.Count * sizeof(double));
        for (int i = 0; i < values.Count; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes[(i * sizeof(double))..], values[i]);
        }
    }

    public void Text(int field, string value)
    {
        Tag(field, WireType.Bytes);
        int length = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)value.Length);
        value.CopyTo(Take(value.Length));
    }

    private void Tag(int field, WireType type) => Varint(((ulong)field << 3) | (uint)type);

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        int length = PutVarint(bytes, value);
        bytes[..length].CopyTo(Take(length));
    }

    private static int PutVarint(Span<byte> bytes, ulong value)
    {
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[length++] = (byte)(value | 0x80);
        }

        bytes[length++] = (byte)value;
        return length;
    }

    private Span<byte> Take(int count)
    {
        int needed = checked(Length + count);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)needed, 2L * _bytes.Length)));
        }

        Span<byte> taken = _bytes.AsSpan(Length, count);
        Length = needed;
        return taken;
    }
}
