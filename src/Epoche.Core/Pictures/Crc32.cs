namespace Epoche.Pictures;

/// <summary>The checksum of PNG's chunks (PNG specification, annex D): of the nine digits 123456789 it is CBF43926.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320; // read from its lowest bit
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(i => Entry((uint)i))];

    public static uint Compute(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => ~Update(Update(uint.MaxValue, type), data);

    private static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
        {
            crc = s_table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint Entry(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
        }

        return value;
    }
}
