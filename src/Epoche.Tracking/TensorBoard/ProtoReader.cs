using System.Buffers.Binary;

namespace Epoche.Tracking.TensorBoard;

/// <summary>Walks the fields of one message of Protocol Buffers; every read is checked against the message's end.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;
    private ulong _number;
    private ReadOnlySpan<byte> _bytes;
    private WireType _type;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Reads the next field; false at the end.</summary>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    public bool Next()
    {
        if (_position == _message.Length)
        {
            return false;
        }

        ulong tag = Varint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        _type = (WireType)(tag & 7);
        switch (_type)
        {
            case WireType.Varint:
                _number = Varint();
                break;
            case WireType.Fixed64:
                _number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case WireType.Fixed32:
                _number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                break;
            case WireType.Bytes:
                _bytes = Take(Varint());
                break;
            default:
                throw new FormatException($"field {Field} has the unknown wire type {tag & 7}");
        }

        return Field > 0 ? true : throw new FormatException("a field has the number 0");
    }

    public readonly long Integer() => (long)Expect(WireType.Varint);

    public readonly double Double() => BitConverter.UInt64BitsToDouble(Expect(WireType.Fixed64));

    public readonly float Float() => BitConverter.UInt32BitsToSingle((uint)Expect(WireType.Fixed32));

    public readonly ReadOnlySpan<byte> Bytes()
    {
        Expect(WireType.Bytes);
        return _bytes;
    }

    /// <summary>The doubles of a repeated field, packed or a single one.</summary>
    public readonly void AppendDoubles(List<double> to)
    {
        if (_type == WireType.Fixed64)
        {
            to.Add(Double());
            return;
        }

        for (ReadOnlySpan<byte> packed = Packed(sizeof(double)); packed.Length > 0; packed = packed[sizeof(double)..])
        {
            to.Add(BinaryPrimitives.ReadDoubleLittleEndian(packed));
        }
    }

    /// <summary>The floats of a repeated field, packed or a single one.</summary>
    public readonly void AppendFloats(List<double> to)
    {
        if (_type == WireType.Fixed32)
        {
            to.Add(Float());
            return;
        }

        for (ReadOnlySpan<byte> packed = Packed(sizeof(float)); packed.Length > 0; packed = packed[sizeof(float)..])
        {
            to.Add(BinaryPrimitives.ReadSingleLittleEndian(packed));
        }
    }

    /// <summary>The whole numbers of a repeated field, packed or a single one.</summary>
    public readonly void AppendIntegers(List<double> to)
    {
        if (_type == WireType.Varint)
        {
            to.Add(Integer());
            return;
        }

        for (ProtoReader packed = new(Bytes()); packed._position < packed._message.Length;)
        {
            to.Add((long)packed.Varint());
        }
    }

    private readonly ReadOnlySpan<byte> Packed(int size)
    {
        ReadOnlySpan<byte> packed = Bytes();
        return packed.Length % size == 0
            ? packed
            : throw new FormatException($"field {Field} has {packed.Length} bytes, no multiple of {size}");
    }

    private readonly ulong Expect(WireType type) =>
        _type == type ? _number : throw new FormatException($"field {Field} has the wire type {_type}, expected {type}");

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException($"a number at byte {_position} has more than 64 bits");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_message.Length - _position))
        {
            throw new FormatException($"{count} bytes are announced at byte {_position} of a message of {_message.Length}");
        }

        ReadOnlySpan<byte> taken = _message.Slice(_position, (int)count);
        _position += (int)count;
        return taken;
    }
}
