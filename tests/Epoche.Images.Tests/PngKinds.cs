using System.Buffers.Binary;

namespace Epoche.Images.Tests;

/// <summary>
/// A picture of few colours as PNG files of all colour types and depths, interlaced or not (specification, sections 8 and 11).
/// </summary>
internal static class PngKinds
{
    private const byte Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, RgbAlpha = 6;

    private static readonly (int X, int Y, int Right, int Down)[] s_whole = [(0, 0, 1, 1)], s_passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>All kinds that keep every pixel.</summary>
    public static IEnumerable<(string Kind, byte[] File)> Of(Indexed image)
    {
        foreach (byte interlace in (byte[])[0, 1])
        {
            string how = interlace == 1 ? ", interlaced" : "";
            foreach (byte depth in ((byte[])[1, 2, 4, 8]).Where(depth => depth >= image.Bits))
            {
                yield return ($"png palette {depth}{how}", Write(image, Palette, depth, interlace));
            }

            foreach (byte depth in ((byte[])[1, 2, 4, 8, 16]).Where(depth => image.IsGrey && image.IsOpaque && depth >= image.Bits))
            {
                yield return ($"png grey {depth}{how}", Write(image, Grey, depth, interlace));
                yield return ($"png grey {depth}, transparent white{how}", Write(image, Grey, depth, interlace, isWhiteClear: true));
            }

            foreach (byte depth in (byte[])[8, 16])
            {
                yield return ($"png rgba {depth}{how}", Write(image, RgbAlpha, depth, interlace));
                if (image.IsGrey)
                {
                    yield return ($"png grey with opacity {depth}{how}", Write(image, GreyAlpha, depth, interlace));
                }

                if (image.IsOpaque)
                {
                    yield return ($"png rgb {depth}{how}", Write(image, Rgb, depth, interlace));
                    yield return ($"png rgb {depth}, transparent white{how}", Write(image, Rgb, depth, interlace, isWhiteClear: true));
                }
            }
        }
    }

    private static byte[] Write(Indexed image, byte type, byte depth, byte interlace, bool isWhiteClear = false)
    {
        List<byte> rows = [];
        foreach ((int left, int top, int right, int down) in interlace == 1 ? s_passes : s_whole)
        {
            for (int y = top; y < image.Height && left < image.Width; y += down)
            {
                rows.Add(0); // no filter
                int bits = 0, count = 0;
                for (int x = left; x < image.Width; x += right)
                {
                    foreach (int sample in Samples(image, x, y, type, depth))
                    {
                        bits = (bits << depth) | sample;
                        for (count += depth; count >= 8; count -= 8)
                        {
                            rows.Add((byte)(bits >> (count - 8)));
                        }
                    }
                }

                if (count > 0)
                {
                    rows.Add((byte)(bits << (8 - count)));
                }
            }
        }

        List<(string, byte[])> between = [];
        if (type == Palette)
        {
            between.Add(("PLTE", [.. image.Palette.SelectMany(colour => (byte[])[colour.R, colour.G, colour.B])]));
            if (!image.IsOpaque)
            {
                between.Add(("tRNS", [.. image.Palette.Select(colour => colour.A)]));
            }
        }
        else if (isWhiteClear)
        {
            byte[] white = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(white, (ushort)((1 << depth) - 1));
            between.Add(("tRNS", type == Grey ? white : [.. white, .. white, .. white]));
        }

        return PngParts.File(image.Width, image.Height, type, [.. rows], depth, interlace, [.. between]);
    }

    private static int[] Samples(Indexed image, int x, int y, byte type, byte depth)
    {
        Rgba colour = image[x, y];
        byte[] levels = type switch
        {
            Grey => [colour.R],
            Rgb => [colour.R, colour.G, colour.B],
            GreyAlpha => [colour.R, colour.A],
            RgbAlpha => [colour.R, colour.G, colour.B, colour.A],
            _ => [],
        };
        return type == Palette
            ? [image.Numbers[(y * image.Width) + x]]
            : [.. levels.Select(level => level * ((1 << depth) - 1) / 255)];
    }
}
