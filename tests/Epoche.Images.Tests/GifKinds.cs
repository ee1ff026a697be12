namespace Epoche.Images.Tests;

/// <summary>An opaque picture of few colours as GIF files (GIF89a).</summary>
internal static class GifKinds
{
    private const byte HasColours = 0x80, IsInterlaced = 0x40, End = 0x3B;

    private static readonly (int First, int Step)[] s_passes = [(0, 8), (4, 8), (2, 4), (1, 2)];

    /// <summary>Plain, interlaced, with transparent white, with colours of its own, with a second frame that is another picture.</summary>
    public static IEnumerable<(string Kind, byte[] File)> Of(Indexed image)
    {
        int white = Array.FindIndex(image.Palette, colour => colour is { R: 255, G: 255, B: 255 });
        byte[] head = Head(image), colours = Colours(image), plain = Frame(image, 0, []);
        byte[] negative = Frame(image with { Numbers = [.. image.Numbers.Select(number => (byte)~number)] }, 0, []);
        yield return ("gif", [.. head, .. colours, .. plain, End]);
        yield return ("gif, interlaced", [.. head, .. colours, .. Frame(image, IsInterlaced, []), End]);
        yield return ("gif, colours of the frame", [.. head[..10], 0x70, .. head[11..], .. Frame(image, HasColours, colours), End]);
        yield return ("gif of two frames", [.. head, .. colours, .. plain, .. negative, End]);
        if (white >= 0)
        {
            yield return (
                "gif, transparent white, interlaced",
                [.. head, .. colours, 0x21, 0xF9, 4, 1, 0, 0, (byte)white, 0, .. Frame(image, IsInterlaced, []), End]);
        }
    }

    private static byte[] Head(Indexed image) =>
        [.. "GIF89a"u8, .. Words(image.Width, image.Height), (byte)(HasColours | 0x70 | (image.Bits - 1)), 0, 0];

    private static byte[] Colours(Indexed image) => [.. image.Palette.SelectMany(colour => (byte[])[colour.R, colour.G, colour.B])];

    private static byte[] Words(params int[] values) => [.. values.SelectMany(value => (byte[])[(byte)value, (byte)(value >> 8)])];

    private static byte[] Frame(Indexed image, byte flags, byte[] colours)
    {
        byte depth = (byte)Math.Max(2, image.Bits);
        IEnumerable<int> all = Enumerable.Range(0, image.Height);
        IEnumerable<int> rows = flags == IsInterlaced ? s_passes.SelectMany(pass => all.Where(y => y % pass.Step == pass.First)) : all;
        byte[] numbers = [.. rows.SelectMany(y => image.Numbers[(y * image.Width)..((y + 1) * image.Width)])];
        byte own = flags == HasColours ? (byte)(flags | (image.Bits - 1)) : flags;
        return
        [
            0x2C, 0, 0, 0, 0, .. Words(image.Width, image.Height), own, .. colours, depth,
            .. Codes(numbers, depth, (1 << image.Bits) - 1).Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block]), 0,
        ];
    }

    /// <summary>Codes of one length: the table is cleared before it would need longer ones.</summary>
    private static List<byte> Codes(byte[] numbers, int depth, int mask)
    {
        int clear = 1 << depth, end = clear + 1, bits = 0, count = 0;
        List<byte> bytes = [];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (i % (clear - 2) == 0)
            {
                Add(clear);
            }

            Add(numbers[i] & mask);
        }

        Add(end);
        bytes.Add((byte)bits);
        return bytes;

        void Add(int code)
        {
            bits |= code << count;
            for (count += depth + 1; count >= 8; count -= 8, bits >>= 8)
            {
                bytes.Add((byte)bits);
            }
        }
    }
}
