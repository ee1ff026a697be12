namespace Epoche.Tracking.Tests.Support;

/// <summary>Reads animated GIF files by the specification alone (GIF89a) and composes their frames as a viewer does.</summary>
internal sealed class GifDecoder
{
    public int Width { get; private init; }

    public int Height { get; private init; }

    public bool Loops { get; private set; }

    /// <summary>Per frame: the composed picture (0xRRGGBB), its hundredths of a second, and whether it had a table of its own.</summary>
    public List<(int[] Pixels, int Delay, bool OwnTable)> Frames { get; } = [];

    public static GifDecoder Decode(byte[] file)
    {
        Assert.Equal("GIF89a"u8.ToArray(), file[..6]);
        GifDecoder gif = new() { Width = Word(file, 6), Height = Word(file, 8) };
        Assert.Equal(0x80, file[10] & 0x80);
        int at = 13;
        int[] globalTable = Table(file, ref at, 2 << (file[10] & 7));
        int[] screen = new int[gif.Width * gif.Height];
        Array.Fill(screen, -1);
        int delay = 0, transparent = -1;
        while (file[at] != 0x3B)
        {
            if (file[at] == 0x21)
            {
                if (file[at + 1] == 0xF9)
                {
                    Assert.Equal(1, (file[at + 3] >> 2) & 7); // stays as it is
                    delay = Word(file, at + 4);
                    transparent = (file[at + 3] & 1) != 0 ? file[at + 6] : -1;
                }

                gif.Loops |= file[at + 1] == 0xFF;
                at += 2;
                while (file[at] != 0)
                {
                    at += file[at] + 1;
                }

                at++;
                continue;
            }

            Assert.Equal(0x2C, file[at]);
            (int left, int top, int width, int height, int flags) =
                (Word(file, at + 1), Word(file, at + 3), Word(file, at + 5), Word(file, at + 7), file[at + 9]);
            at += 10;
            int[] table = (flags & 0x80) != 0 ? Table(file, ref at, 2 << (flags & 7)) : globalTable;
            byte[] indices = Unpack(file, ref at, width * height);
            for (int i = 0; i < indices.Length; i++)
            {
                if (indices[i] != transparent)
                {
                    screen[((top + (i / width)) * gif.Width) + left + (i % width)] = table[indices[i]];
                }
            }

            gif.Frames.Add(([.. screen], delay, (flags & 0x80) != 0));
        }

        Assert.Equal(file.Length - 1, at);
        return gif;
    }

    private static int Word(byte[] file, int at) => file[at] | (file[at + 1] << 8);

    private static int[] Table(byte[] file, ref int at, int count)
    {
        int[] table = new int[count];
        for (int i = 0; i < count; i++, at += 3)
        {
            table[i] = (file[at] << 16) | (file[at + 1] << 8) | file[at + 2];
        }

        return table;
    }

    private static byte[] Unpack(byte[] file, ref int at, int count)
    {
        int size = file[at++], clear = 1 << size, end = clear + 1;
        List<byte> data = [];
        for (; file[at] != 0; at += file[at] + 1)
        {
            data.AddRange(file.AsSpan(at + 1, file[at]));
        }

        at++;
        List<byte> pixels = [];
        List<byte[]> codes = [];
        int width = size + 1, bit = 0;
        byte[]? previous = null;
        while (true)
        {
            int code = 0;
            for (int i = 0; i < width; i++, bit++)
            {
                code |= ((data[bit / 8] >> (bit % 8)) & 1) << i;
            }

            if (code == clear)
            {
                codes = [.. Enumerable.Range(0, clear + 2).Select(i => (byte[])[(byte)i])];
                (width, previous) = (size + 1, null);
                continue;
            }

            if (code == end)
            {
                break;
            }

            byte[] sequence = code < codes.Count ? codes[code] : [.. previous!, previous![0]];
            Assert.InRange(code, 0, codes.Count);
            pixels.AddRange(sequence);
            if (previous is not null && codes.Count < 4096)
            {
                codes.Add([.. previous, sequence[0]]);
            }

            if (codes.Count == 1 << width && width < 12)
            {
                width++;
            }

            previous = sequence;
        }

        Assert.Equal(data.Count, (bit + 7) / 8);
        Assert.Equal(count, pixels.Count);
        return [.. pixels];
    }
}
