using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Epoche.Images.Tests;

/// <summary>PNG files chunk by chunk, for those that no encoder writes.</summary>
internal static class PngParts
{
    private const int SignatureBytes = 8, Frame = 12;

    /// <summary>A file with rows that begin with their filter.</summary>
    public static byte[] File(
        int width, int height, byte type, byte[] rows, byte depth = 8, byte interlace = 0, params (string Type, byte[] Data)[] between) =>
        Stored(width, height, type, Zlib(rows), depth, interlace, between);

    /// <summary>A file with compressed data.</summary>
    public static byte[] Stored(
        int width, int height, byte type, byte[] data, byte depth = 8, byte interlace = 0, params (string Type, byte[] Data)[] between)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, type, interlace);
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", header), .. between.SelectMany(chunk => Chunk(chunk.Type, chunk.Data)),
            .. Chunk("IDAT", data), .. Chunk("IEND", []),
        ];
    }

    public static byte[] Zlib(ReadOnlySpan<byte> data)
    {
        MemoryStream stored = new();
        using (ZLibStream zlib = new(stored, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(data);
        }

        return stored.ToArray();
    }

    /// <summary>Zeros without end, nearly.</summary>
    public static byte[] ZlibOfZeros(long count)
    {
        MemoryStream stored = new();
        using (ZLibStream zlib = new(stored, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (long left = count; left > 0; left -= zeros.Length)
            {
                zlib.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
            }
        }

        return stored.ToArray();
    }

    /// <summary>The file with right checksums.</summary>
    public static byte[] Mend(byte[] file)
    {
        byte[] mended = [.. file];
        for (int at = SignatureBytes; mended.Length - at >= Frame;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(mended.AsSpan(at));
            if (length > mended.Length - at - Frame)
            {
                break;
            }

            int end = at + 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(mended.AsSpan(end), Checksum(mended.AsSpan(at + 4, 4 + (int)length)));
            at = end + 4;
        }

        return mended;
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] chunk = [0, 0, 0, 0, .. typed, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Checksum(typed));
        return chunk;
    }

    // Bit by bit, so that it is not the encoder's own.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
