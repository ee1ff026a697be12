namespace Epoche;

/// <summary>What happens to single pixels, in whole numbers.</summary>
internal static class ImageColours
{
    private const byte White = 255, MediumGrey = 127;

    /// <summary>The picture in grey or in colour; what is transparent is laid over white.</summary>
    internal static PixelImage Convert(PixelImage image, int channels)
    {
        if (image.Channels == channels)
        {
            return image;
        }

        byte[] pixels = new byte[image.Width * image.Height * channels];
        for (int from = 0, to = 0; to < pixels.Length; from += image.Channels, to += channels)
        {
            ReadOnlySpan<byte> pixel = image.Pixels.AsSpan(from, image.Channels);
            int opacity = image.Channels == 4 ? pixel[3] : 255;
            byte red = OverWhite(pixel[0], opacity);
            (byte green, byte blue) = image.Channels == 1 ? (red, red) : (OverWhite(pixel[1], opacity), OverWhite(pixel[2], opacity));
            if (channels == 1)
            {
                pixels[to] = Grey(red, green, blue);
            }
            else
            {
                (pixels[to], pixels[to + 1], pixels[to + 2]) = (red, green, blue);
            }
        }

        return new PixelImage(image.Width, image.Height, channels, pixels);
    }

    /// <summary>Whether it is grey once what is transparent is laid over white.</summary>
    internal static bool IsGrey(PixelImage image)
    {
        bool isGrey = true;
        for (int i = 0; image.Channels > 1 && isGrey && i < image.Pixels.Length; i += image.Channels)
        {
            ReadOnlySpan<byte> pixel = image.Pixels.AsSpan(i, image.Channels);
            isGrey = (pixel[0] == pixel[1] && pixel[1] == pixel[2]) || (image.Channels == 4 && pixel[3] == 0);
        }

        return isGrey;
    }

    internal static PixelImage Invert(PixelImage image)
    {
        byte[] pixels = new byte[image.Pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(255 - image.Pixels[i]);
        }

        return new PixelImage(image.Width, image.Height, image.Channels, pixels);
    }

    /// <summary>Whether the outermost pixels are lighter than medium grey in the mean.</summary>
    internal static bool HasLightBorder(PixelImage image)
    {
        long sum = 0, count = 0;
        for (int y = 0; y < image.Height; y++)
        {
            bool isEdge = y == 0 || y == image.Height - 1;
            for (int x = 0; x < image.Width; x += isEdge ? 1 : Math.Max(1, image.Width - 1))
            {
                ReadOnlySpan<byte> pixel = image.Pixels.AsSpan(((y * image.Width) + x) * image.Channels, image.Channels);
                sum += image.Channels == 1 ? pixel[0] : Grey(pixel[0], pixel[1], pixel[2]);
                count++;
            }
        }

        return sum > count * MediumGrey;
    }

    // ITU-R BT.601, rounded; equal parts give that part.
    private static byte Grey(byte red, byte green, byte blue) => (byte)(((299 * red) + (587 * green) + (114 * blue) + 500) / 1000);

    private static byte OverWhite(byte value, int opacity) => (byte)(((value * opacity) + (White * (255 - opacity)) + 127) / 255);
}
