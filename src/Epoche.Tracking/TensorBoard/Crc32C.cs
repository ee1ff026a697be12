using System.Buffers.Binary;
using System.Numerics;

namespace Epoche.Tracking.TensorBoard;

/// <summary>
/// The checksum of event files: CRC-32C (Castagnoli), masked so that the checksum of data that holds checksums stays a good one.
/// </summary>
internal static class Crc32C
{
    private const uint MaskDelta = 0xA282EAD8;

    public static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Compute(data);
        return BitOperations.RotateRight(crc, 15) + MaskDelta;
    }

    /// <summary>The checksum without the mask: of the nine digits 123456789 it is E3069283 (RFC 3720, appendix B.4).</summary>
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        }

        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
