using System.Buffers.Binary;
using System.IO.Compression;

namespace Epoche.Pictures;

internal static class PngEncoder
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public static byte[] Encode(PixelImage image)
    {
        MemoryStream file = new();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = image.Channels switch { 1 => 0, 3 => 2, _ => 6 };
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Compress(image));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static ReadOnlySpan<byte> Compress(PixelImage image)
    {
        int stride = image.Width * image.Channels;
        byte[] zeros = new byte[stride], candidate = new byte[stride + 1], best = new byte[stride + 1];
        MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int y = 0; y < image.Height; y++)
            {
                ReadOnlySpan<byte> row = image.Pixels.AsSpan(y * stride, stride),
                    above = y == 0 ? zeros : image.Pixels.AsSpan((y - 1) * stride, stride);
                long least = long.MaxValue;
                for (int filter = 0; filter < PngFilter.Count; filter++)
                {
                    candidate[0] = (byte)filter;
                    PngFilter.Apply(filter, row, above, image.Channels, candidate.AsSpan(1));
                    if (Size(candidate.AsSpan(1)) is var size && size < least)
                    {
                        (least, best, candidate) = (size, candidate, best);
                    }
                }

                zlib.Write(best);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    // The specification's rule of thumb: the filter whose differences are smallest compresses best.
    private static long Size(ReadOnlySpan<byte> differences)
    {
        long size = 0;
        foreach (byte difference in differences)
        {
            size += Math.Abs((int)(sbyte)difference);
        }

        return size;
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(type, data));
        file.Write(number);
    }
}
