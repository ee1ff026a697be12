using System.Buffers.Binary;

namespace Epoche.Images.Tests;

/// <summary>A picture of few colours as BMP files, from below or from above.</summary>
internal static class BmpKinds
{
    private const int FileHeader = 14, InfoHeader = 40, CoreHeader = 12, AlphaHeader = 108, Masked = 3;

    /// <summary>All kinds that keep every pixel.</summary>
    public static IEnumerable<(string Kind, byte[] File)> Of(Indexed image)
    {
        foreach (bool isFromAbove in (bool[])[false, true])
        {
            string how = isFromAbove ? ", top-down" : "";
            if (!image.IsOpaque)
            {
                yield return ($"bmp 32 with opacity{how}", Write(image, 32, AlphaHeader, isFromAbove));
                continue;
            }

            foreach (int bits in ((int[])[1, 4, 8]).Where(bits => bits >= image.Bits))
            {
                yield return ($"bmp {bits}{how}", Write(image, bits, InfoHeader, isFromAbove));
            }

            if (image.IsGrey && image.Bits == 1) // five bits hold black and white
            {
                yield return ($"bmp 16{how}", Write(image, 16, InfoHeader, isFromAbove));
            }

            yield return ($"bmp 24{how}", Write(image, 24, InfoHeader, isFromAbove));
            yield return ($"bmp 32{how}", Write(image, 32, InfoHeader, isFromAbove));
        }

        if (image.IsOpaque)
        {
            yield return ("bmp 24, first version", Write(image, 24, CoreHeader, isFromAbove: false));
        }
    }

    private static byte[] Write(Indexed image, int bits, int header, bool isFromAbove)
    {
        int colours = bits <= 8 ? image.Palette.Length : 0, row = ((image.Width * bits) + 31) / 32 * 4;
        int data = FileHeader + header + (4 * colours);
        byte[] file = new byte[data + (row * image.Height)];
        "BM"u8.CopyTo(file);
        Word(2, file.Length);
        Word(10, data);
        Word(14, header);
        if (header == CoreHeader)
        {
            (file[18], file[19], file[22]) = ((byte)image.Width, (byte)(image.Width >> 8), 1);
            (file[20], file[21], file[24]) = ((byte)image.Height, (byte)(image.Height >> 8), (byte)bits);
        }
        else
        {
            Word(18, image.Width);
            Word(22, isFromAbove ? -image.Height : image.Height);
            (file[26], file[28]) = (1, (byte)bits);
            Word(46, colours);
        }

        if (header == AlphaHeader)
        {
            Word(30, Masked);
            Word(54, 0xFF0000);
            Word(58, 0xFF00);
            Word(62, 0xFF);
            Word(66, unchecked((int)0xFF000000));
        }

        for (int i = 0; i < colours; i++)
        {
            Rgba colour = image.Palette[i];
            (file[FileHeader + header + (4 * i)], file[FileHeader + header + (4 * i) + 1], file[FileHeader + header + (4 * i) + 2]) =
                (colour.B, colour.G, colour.R);
        }

        for (int y = 0; y < image.Height; y++)
        {
            Span<byte> to = file.AsSpan(data + (row * (isFromAbove ? y : image.Height - 1 - y)), row);
            for (int x = 0; x < image.Width; x++)
            {
                Pixel(image, x, y, bits, header == AlphaHeader, to);
            }
        }

        return file;

        void Word(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
    }

    private static void Pixel(Indexed image, int x, int y, int bits, bool hasOpacity, Span<byte> row)
    {
        Rgba colour = image[x, y];
        if (bits <= 8)
        {
            row[x * bits / 8] |= (byte)(image.Numbers[(y * image.Width) + x] << (8 - bits - (x * bits % 8)));
        }
        else if (bits == 16)
        {
            int value = (colour.R >> 3 << 10) | (colour.G >> 3 << 5) | (colour.B >> 3);
            (row[2 * x], row[(2 * x) + 1]) = ((byte)value, (byte)(value >> 8));
        }
        else
        {
            int at = x * bits / 8;
            (row[at], row[at + 1], row[at + 2]) = (colour.B, colour.G, colour.R);
            if (hasOpacity)
            {
                row[at + 3] = colour.A;
            }
        }
    }
}
