using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Epoche.Tracking.Tests.Pictures;

public sealed class PngTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(28, 28, 1)]
    [InlineData(17, 9, 3)]
    [InlineData(33, 40, 4)]
    public void What_is_written_is_read(int width, int height, int channels)
    {
        Rng rng = Rng.Stream(1, "png", channels);
        byte[] pixels = new byte[width * height * channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(i % 2 == 0 ? i : rng.NextInt(256));
        }

        byte[] file = Png.Encode(new PngImage(width, height, channels, pixels));
        PngImage read = Png.Decode(file);

        Assert.Equal((width, height, channels), (read.Width, read.Height, read.Channels));
        Assert.Equal(pixels, read.Pixels);
        Assert.Equal(file, Png.Encode(read));
        Assert.Equal(channels switch { 1 => 0, 3 => 2, _ => 6 }, file[25]);
        Assert.Equal(read.Pixels, PngImage.Of(read.ToCanvas()).Pixels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_filter_is_understood(int filter)
    {
        // Differences as the specification defines them, written by hand for 2 rows of 3 RGB pixels.
        Rng rng = Rng.Stream(2, "filter", filter);
        int[,] rows = new int[2, 9];
        MemoryStream stored = new();
        for (int y = 0; y < 2; y++)
        {
            stored.WriteByte((byte)filter);
            for (int i = 0; i < 9; i++)
            {
                rows[y, i] = rng.NextInt(256);
                int a = i < 3 ? 0 : rows[y, i - 3], b = y == 0 ? 0 : rows[0, i], c = i < 3 || y == 0 ? 0 : rows[0, i - 3];
                int p = a + b - c;
                (int, int, int)[] byDistance = [(Math.Abs(p - a), 0, a), (Math.Abs(p - b), 1, b), (Math.Abs(p - c), 2, c)];
                int prediction = ((int[])[0, a, b, (a + b) / 2, byDistance.Min().Item3])[filter];
                stored.WriteByte((byte)(rows[y, i] - prediction));
            }
        }

        PngImage image = Png.Decode(Build(3, 2, 2, stored.ToArray()));

        Assert.Equal(rows.Cast<int>(), image.Pixels.Select(b => (int)b));
    }

    [Fact]
    public void Palettes_and_grey_with_opacity_are_understood()
    {
        PngImage rgb = Png.Decode(Build(2, 1, 3, [0, 1, 0], ("PLTE", [1, 2, 3, 4, 5, 6])));
        PngImage rgba = Png.Decode(Build(2, 1, 3, [0, 1, 0], ("PLTE", [1, 2, 3, 4, 5, 6]), ("tRNS", [9])));
        PngImage grey = Png.Decode(Build(1, 1, 4, [0, 7, 8]));

        Assert.Equal([4, 5, 6, 1, 2, 3], rgb.Pixels);
        Assert.Equal([4, 5, 6, 255, 1, 2, 3, 9], rgba.Pixels);
        Assert.Equal([7, 7, 7, 8], grey.Pixels);
    }

    [Fact]
    public void Damage_is_refused_wherever_it_is()
    {
        byte[] file = Png.Encode(new PngImage(5, 4, 3, new byte[60]));
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<DataFormatException>(() => Png.Decode(file.AsSpan(0, length)));
        }

        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            byte[] changed = [.. file];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<DataFormatException>(() => Png.Decode(changed));
        }
    }

    [Fact]
    public void What_is_not_understood_is_said()
    {
        byte[] row = [0, 1];
        Refused("8 bits", Build(1, 1, 0, row, depth: 16));
        Refused("8 bits", Build(1, 1, 5, row));
        Refused("interlacing", Build(1, 1, 0, row, interlace: 1));
        Refused("sizes", Build(1 << 20, 1 << 20, 0, row));
        Refused("which is what", Build(8000, 8000, 0, row));
        Refused("sizes", Build(0, 1, 0, row));
        Refused("row 0", Build(1, 1, 0, [5, 1]));
        Refused("row 0", Build(2, 1, 0, row));
        Refused("more", Build(1, 1, 0, [0, 1, 2]));
        Refused("a palette", Build(1, 1, 3, row));
        Refused("colour 1", Build(1, 1, 3, row, ("PLTE", [1, 2, 3])));
        Refused("must not be skipped", Build(1, 1, 0, row, ("QQQQ", [])));
        Assert.Equal(1, Png.Decode(Build(1, 1, 0, row, ("qqQq", [1, 2]))).Pixels[0]);
    }

    [Fact]
    public void Noise_is_refused_and_never_anything_else()
    {
        byte[] file = Build(4, 4, 2, new byte[52]);
        Rng rng = Rng.Stream(6, "noise");
        for (int i = 0; i < 2000; i++)
        {
            // Noise in the compressed data under a right checksum.
            byte[] noise = new byte[rng.NextInt(40)];
            foreach (ref byte b in noise.AsSpan())
            {
                b = (byte)rng.NextInt(256);
            }

            if (noise.Length > 2)
            {
                (noise[0], noise[1]) = (0x78, 0x9C);
            }

            byte[] changed = [.. file.AsSpan(0, 33), .. Chunk("IDAT", noise), .. Chunk("IEND", [])];
            Assert.Throws<DataFormatException>(() => Png.Decode(changed));
        }
    }

    private static void Refused(string reason, byte[] file) =>
        Assert.Contains(reason, Assert.Throws<DataFormatException>(() => Png.Decode(file)).Message, StringComparison.Ordinal);

    private static byte[] Build(int width, int height, byte type, byte[] rows, params (string Type, byte[] Data)[] between) =>
        Build(width, height, type, rows, depth: 8, interlace: 0, between);

    private static byte[] Build(int width, int height, byte type, byte[] rows, byte depth = 8, byte interlace = 0, (string Type, byte[] Data)[]? between = null)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, type, interlace);
        MemoryStream data = new();
        using (ZLibStream zlib = new(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", header), .. (between ?? []).SelectMany(chunk => Chunk(chunk.Type, chunk.Data)),
            .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        uint crc = uint.MaxValue;
        foreach (byte b in typed)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        byte[] chunk = [0, 0, 0, 0, .. typed, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), ~crc);
        return chunk;
    }
}
