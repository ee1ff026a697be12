using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace Epoche.Images.Tests;

/// <summary>Pictures as files of every kind, written by the library that reads them, or by hand in <see cref="PngParts"/>.</summary>
internal static class Written
{
    /// <summary>The kinds that keep each colour of few, and opacity where there is some.</summary>
    public static IReadOnlyDictionary<string, IImageEncoder> Exact { get; } = new Dictionary<string, IImageEncoder>
    {
        ["png rgb 8"] = Png(PngColorType.Rgb, PngBitDepth.Bit8),
        ["png rgb 16"] = Png(PngColorType.Rgb, PngBitDepth.Bit16),
        ["png rgba 8"] = Png(PngColorType.RgbWithAlpha, PngBitDepth.Bit8),
        ["png rgba 16"] = Png(PngColorType.RgbWithAlpha, PngBitDepth.Bit16),
        ["png rgb 8, interlaced"] = Png(PngColorType.Rgb, PngBitDepth.Bit8, PngInterlaceMode.Adam7),
        ["png palette 8"] = Png(PngColorType.Palette, PngBitDepth.Bit8),
        ["png palette 4"] = Png(PngColorType.Palette, PngBitDepth.Bit4),
        ["png palette 4, interlaced"] = Png(PngColorType.Palette, PngBitDepth.Bit4, PngInterlaceMode.Adam7),
        ["gif"] = new GifEncoder(),
        ["bmp 24"] = new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel24 },
        ["bmp 32"] = new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel32, SupportTransparency = true },
        ["bmp 8"] = new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel8 },
    };

    /// <summary>The kinds that keep grey.</summary>
    public static IReadOnlyDictionary<string, IImageEncoder> Grey { get; } = new Dictionary<string, IImageEncoder>
    {
        ["png grey 8"] = Png(PngColorType.Grayscale, PngBitDepth.Bit8),
        ["png grey 16"] = Png(PngColorType.Grayscale, PngBitDepth.Bit16),
        ["png grey 8, interlaced"] = Png(PngColorType.Grayscale, PngBitDepth.Bit8, PngInterlaceMode.Adam7),
        ["png grey with opacity 8"] = Png(PngColorType.GrayscaleWithAlpha, PngBitDepth.Bit8),
        ["png grey with opacity 16"] = Png(PngColorType.GrayscaleWithAlpha, PngBitDepth.Bit16),
    };

    /// <summary>The kinds that keep black and white.</summary>
    public static IReadOnlyDictionary<string, IImageEncoder> BlackAndWhite { get; } = new Dictionary<string, IImageEncoder>
    {
        ["png grey 1"] = Png(PngColorType.Grayscale, PngBitDepth.Bit1),
        ["png grey 2"] = Png(PngColorType.Grayscale, PngBitDepth.Bit2),
        ["png grey 4"] = Png(PngColorType.Grayscale, PngBitDepth.Bit4),
        ["png palette 1"] = Png(PngColorType.Palette, PngBitDepth.Bit1),
        ["png palette 2"] = Png(PngColorType.Palette, PngBitDepth.Bit2),
    };

    public static byte[] Save(Image image, IImageEncoder encoder)
    {
        using MemoryStream stream = new();
        image.Save(stream, encoder);
        return stream.ToArray();
    }

    public static byte[] Jpeg(PixelImage image, int quality = 95) => Save(image, new JpegEncoder { Quality = quality });

    public static byte[] Save(PixelImage image, IImageEncoder encoder)
    {
        using Image<Rgba32> copy = Copy(image);
        return Save(copy, encoder);
    }

    public static Image<Rgba32> Copy(PixelImage image)
    {
        Image<Rgba32> copy = new(image.Width, image.Height);
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            ReadOnlySpan<byte> pixel = image.Pixels.AsSpan(i * image.Channels, image.Channels);
            copy[i % image.Width, i / image.Width] = image.Channels == 1
                ? new Rgba32(pixel[0], pixel[0], pixel[0])
                : new Rgba32(pixel[0], pixel[1], pixel[2], image.Channels == 4 ? pixel[3] : (byte)255);
        }

        return copy;
    }

    private static PngEncoder Png(PngColorType type, PngBitDepth depth, PngInterlaceMode interlace = PngInterlaceMode.None) =>
        new() { ColorType = type, BitDepth = depth, InterlaceMethod = interlace };
}
