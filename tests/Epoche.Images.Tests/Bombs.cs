using System.Buffers.Binary;
using System.Text;

namespace Epoche.Images.Tests;

/// <summary>Small files that speak of giants.</summary>
internal static class Bombs
{
    private const long Giant = 2_000_000_000;

    private static readonly byte[] s_rows = PngParts.Zlib(new byte[28 * 29]);

    /// <summary>How each is made, and what must be said of it: its size, where only what nobody needs is giant.</summary>
    public static IReadOnlyDictionary<string, (Func<byte[]> Make, string Outcome)> Files { get; } =
        new Dictionary<string, (Func<byte[]> Make, string Outcome)>
        {
            ["png of 60000 × 60000 zeros"] =
                (() => PngParts.Stored(60_000, 60_000, 0, PngParts.ZlibOfZeros(60_000L * 60_001)), "found 60000 × 60000"),
            ["png of 2³¹ − 1 rows"] = (() => PngParts.Stored(1, int.MaxValue, 0, s_rows), $"found 1 × {int.MaxValue}"),
            ["png with too little data"] = (() => PngParts.Stored(5_792, 5_792, 6, s_rows), "bytes can hold"),
            ["png with too much data"] = (() => PngParts.Stored(28, 28, 0, PngParts.ZlibOfZeros(Giant)), "found more"),
            ["png, interlaced, with too little data"] =
                (() => PngParts.Stored(28, 28, 0, PngParts.Zlib(new byte[28]), interlace: 1), "found 28"),
            ["png, interlaced, of one pixel"] =
                (() => PngParts.Stored(1, 1, 0, PngParts.Zlib([0, 7]), interlace: 1), "at least 5 pixels wide"),
            ["png with 2 GB of zTXt"] = (() => Ancillary("zTXt", "Comment\0\0"), "28 × 28"),
            ["png with 2 GB of iTXt"] = (() => Ancillary("iTXt", "Comment\0\u0001\0\0\0"), "28 × 28"),
            ["png with 2 GB of iCCP"] = (() => Ancillary("iCCP", "icc\0\0"), "28 × 28"),
            ["png with a chunk longer than the file"] = (LongChunk, "cut short"),
            ["png in a million chunks"] = (ManyChunks, "28 × 28"),
            ["gif with a screen of 65535 × 65535"] = (() => Gif(ushort.MaxValue, ushort.MaxValue), "found 65535 × 65535"),
            ["gif with a screen of 5792 × 5792"] = (() => Gif(5_792, 5_792), "bytes can hold"),
            ["gif with a frame of 65535 × 65535 on a small screen"] = (() => Gif(28, 28, ushort.MaxValue), "28 × 28"),
            ["gif with a frame of 16000 × 16000 on a small screen"] = (() => Gif(28, 28, 16_000), "28 × 28"),
            ["gif of a million frames"] = (() => ManyFrames(1_000_000), "3 × 2"),
            ["bmp of 2³¹ × 2³¹"] = (() => Bmp(int.MinValue, int.MinValue, 0), "found -2147483648 × -2147483648"),
            ["bmp of 2³¹ − 1 × 2³¹ − 1"] = (() => Bmp(int.MaxValue, int.MaxValue, 0), "cut short"),
            ["bmp of 5792 × 5792 in runs"] = (() => Bmp(5_792, 5_792, 1), "bytes can hold"),
            ["jpeg of 65535 × 65535"] = (() => Jpeg(ushort.MaxValue, scans: 1), "found 65535 × 65535"),
            ["jpeg of 5792 × 5792 in 200 bytes"] = (() => Jpeg(5_792, scans: 1), "bytes can hold"),
            ["jpeg of 10000 scans"] = (() => Jpeg(64, scans: 10_000), "at most 100 scans"),
        };

    private static byte[] Ancillary(string type, string before) =>
        PngParts.Stored(28, 28, 0, s_rows, between: (type, [.. Encoding.Latin1.GetBytes(before), .. PngParts.ZlibOfZeros(Giant)]));

    private static byte[] LongChunk()
    {
        byte[] file = PngParts.Stored(28, 28, 0, s_rows, between: ("zTXt", new byte[100]));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(33), int.MaxValue - 20);
        return file;
    }

    private static byte[] ManyChunks()
    {
        byte[] file = PngParts.Stored(28, 28, 0, s_rows), empty = PngParts.Chunk("IDAT", []);
        int end = file.Length - 12; // IEND
        return [.. file.AsSpan(0, end), .. Enumerable.Repeat(empty, 1_000_000).SelectMany(chunk => chunk), .. file.AsSpan(end)];
    }

    /// <summary>One pixel in a frame, which is of 1 × 1 or larger, on a screen.</summary>
    private static byte[] Gif(ushort width, ushort height, ushort frame = 1) =>
    [
        .. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0x80, 0, 0, 10, 20, 30, 200, 100, 50,
        0x2C, 0, 0, 0, 0, (byte)frame, (byte)(frame >> 8), (byte)frame, (byte)(frame >> 8), 0, 2, 2, 0x4C, 0x01, 0, 0x3B,
    ];

    private static byte[] ManyFrames(int count)
    {
        byte[] one = Gif(3, 2);
        MemoryStream film = new();
        film.Write(one.AsSpan(0, 19));
        for (int i = 0; i < count; i++)
        {
            film.Write(one.AsSpan(19, one.Length - 20));
        }

        film.WriteByte(0x3B);
        return film.ToArray();
    }

    private static byte[] Bmp(int width, int height, int compression)
    {
        byte[] file = new byte[64];
        "BM"u8.CopyTo(file);
        (file[10], file[14], file[26], file[28]) = (54, 40, 1, (byte)(compression == 0 ? 24 : 8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(30), compression);
        return file;
    }

    /// <summary>A progressive picture in grey, all of whose blocks are empty, scan after scan.</summary>
    private static byte[] Jpeg(ushort side, int scans)
    {
        const int Run = 32_767; // blocks that one code may skip
        int blocks = (side + 7) / 8 * ((side + 7) / 8);
        string bits = string.Concat(Enumerable.Repeat("0" + new string('1', 14), (blocks + Run - 1) / Run));
        IEnumerable<byte> packed = bits.Chunk(8).Select(chunk => Convert.ToByte(new string(chunk).PadRight(8, '1'), 2));
        byte[] data = [.. packed.SelectMany(b => b == 0xFF ? (byte[])[b, 0] : [b])];
        (byte high, byte low) = ((byte)(side >> 8), (byte)side);
        byte[] none = new byte[15];
        return
        [
            0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64), 0xFF, 0xC2, 0, 11, 8, high, low, high, low, 1, 1, 0x11, 0,
            0xFF, 0xC4, 0, 20, 0x00, 1, .. none, 0, 0xFF, 0xC4, 0, 20, 0x10, 1, .. none, 0xE0,
            .. Enumerable.Repeat((byte[])[0xFF, 0xDA, 0, 8, 1, 1, 0x00, 1, 63, 0, .. data], scans).SelectMany(scan => scan), 0xFF, 0xD9,
        ];
    }
}
