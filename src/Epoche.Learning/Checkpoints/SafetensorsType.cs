using System.Buffers.Binary;

namespace Epoche;

/// <summary>The element types of safetensors files: their sizes, and how those that float32 can hold are read.</summary>
internal static class SafetensorsType
{
    internal const string Single = "F32";

    /// <summary>The size of an element in bits, 0 for an unknown type.</summary>
    internal static int Bits(string type) => type switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "U16" or "I16" or "F16" or "BF16" => 16,
        "U32" or "I32" or Single => 32,
        "U64" or "I64" or "F64" or "C64" => 64,
        _ => 0,
    };

    /// <summary>Whether <see cref="TryConvert"/> reads the type.</summary>
    internal static bool IsReal(string type) =>
        type is "BOOL" or "U8" or "I8" or "U16" or "I16" or "F16" or "BF16" or "U32" or "I32" or Single or "U64" or "I64" or "F64";

    /// <summary>
    /// Converts little-endian elements to float32. F64 rounds to nearest; integers and switches must be exact. Gives the index of the first
    /// element that is not, or −1.
    /// </summary>
    internal static int TryConvert(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case Single:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
                }

                return -1;
            case "F16":
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
                }

                return -1;
            case "BF16": // the upper half of a float32
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                }

                return -1;
            case "F64":
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                }

                return -1;
            default:
                return TryConvertWhole(type, bytes, values);
        }
    }

    private static int TryConvertWhole(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        int size = Bits(type) / 8;
        for (int i = 0; i < values.Length; i++)
        {
            Int128 whole = Whole(type, bytes.Slice(i * size, size));
            values[i] = (float)whole;
            if ((Int128)values[i] != whole || (type == "BOOL" && whole > 1))
            {
                return i;
            }
        }

        return -1;
    }

    private static Int128 Whole(string type, ReadOnlySpan<byte> b) => type switch
    {
        "BOOL" or "U8" => b[0],
        "I8" => (sbyte)b[0],
        "U16" => BinaryPrimitives.ReadUInt16LittleEndian(b),
        "I16" => BinaryPrimitives.ReadInt16LittleEndian(b),
        "U32" => BinaryPrimitives.ReadUInt32LittleEndian(b),
        "I32" => BinaryPrimitives.ReadInt32LittleEndian(b),
        "U64" => BinaryPrimitives.ReadUInt64LittleEndian(b),
        "I64" => BinaryPrimitives.ReadInt64LittleEndian(b),
        _ => throw new NotSupportedException($"The type {type} is not read as float32."),
    };
}
