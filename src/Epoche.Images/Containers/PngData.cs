using System.Buffers.Binary;
using System.IO.Compression;

namespace Epoche.Images.Containers;

/// <summary>
/// Whether the compressed data of a PNG file are as many as its header says, and undamaged. The decoder does not look: it leaves rows
/// empty, passes over wrong checksums, and of an interlaced picture with too little data it never comes back.
/// </summary>
internal static class PngData
{
    private const int Chunk = 1 << 14;

    // Adam7 (specification, section 8): seven pictures of some of the pixels, by the first column and row and the steps to the next ones.
    private static readonly (int X, int Y, int Right, int Down)[] s_passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Unpacks the data once, keeping nothing.</summary>
    /// <param name="file">A file whose chunks are whole, and whose size is within the limits.</param>
    /// <param name="name">What an error calls it.</param>
    /// <exception cref="DataFormatException">There are more or fewer, or they are damaged.</exception>
    public static void Require(byte[] file, string name)
    {
        long expected = Expected(file.AsSpan(PngContainer.HeaderAt));
        using ZLibStream zlib = new(Compressed(file), CompressionMode.Decompress);
        byte[] chunk = new byte[Chunk];
        long found = 0;
        try
        {
            for (int count; found <= expected && (count = zlib.Read(chunk)) > 0; found += count)
            {
            }
        }
        catch (InvalidDataException exception)
        {
            throw new DataFormatException(name, "IDAT", "zlib data with the checksum that follows them", "damaged data", exception);
        }

        if (found != expected)
        {
            throw new DataFormatException(name, "IDAT", $"{expected} bytes of pixels", found < expected ? $"{found}" : "more");
        }
    }

    /// <summary>How many bytes the rows have, each with the byte for its filter.</summary>
    private static long Expected(ReadOnlySpan<byte> header)
    {
        (int width, int height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        long bits = PngContainer.ChannelsOf(header[9]) * header[8];
        bool isInterlaced = header[12] != 0;
        return (isInterlaced ? s_passes : [(0, 0, 1, 1)]).Sum(pass =>
        {
            long columns = (width - pass.X + pass.Right - 1) / pass.Right, rows = (height - pass.Y + pass.Down - 1) / pass.Down;
            return columns > 0 && rows > 0 ? rows * (1 + (((columns * bits) + 7) / 8)) : 0;
        });
    }

    /// <summary>The data of all IDAT chunks, as one; most files have one, which is not copied.</summary>
    private static MemoryStream Compressed(byte[] file)
    {
        List<(int At, int Length)> chunks = [];
        int total = 0;
        for (int at = PngContainer.Signature.Length; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            ReadOnlySpan<byte> type = file.AsSpan(at + 4, 4);
            if (type.SequenceEqual("IEND"u8))
            {
                break;
            }

            if (type.SequenceEqual("IDAT"u8) && length > 0)
            {
                chunks.Add((at + 8, length));
                total += length;
            }

            at += PngContainer.Frame + length;
        }

        if (chunks is [var only])
        {
            return new MemoryStream(file, only.At, only.Length, writable: false);
        }

        MemoryStream data = new(total);
        chunks.ForEach(chunk => data.Write(file, chunk.At, chunk.Length));
        data.Position = 0;
        return data;
    }
}
