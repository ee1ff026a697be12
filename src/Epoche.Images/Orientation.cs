namespace Epoche.Images;

/// <summary>How a camera was held (EXIF 2.32, tag 0x0112): 1 upright, 2 to 4 flipped or upside down, 5 to 8 lying on a side.</summary>
internal static class Orientation
{
    private const int FirstLying = 5, Last = 8;

    /// <summary>The picture as it was meant to be looked at. What is no orientation is upright.</summary>
    internal static PixelImage Upright(PixelImage image, int orientation)
    {
        if (orientation is <= 1 or > Last)
        {
            return image;
        }

        (int right, int bottom, int channels) = (image.Width - 1, image.Height - 1, image.Channels);
        (int width, int height) = orientation >= FirstLying ? (image.Height, image.Width) : (image.Width, image.Height);
        byte[] pixels = new byte[image.Pixels.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int column, int row) = orientation switch
                {
                    2 => (right - x, y),
                    3 => (right - x, bottom - y),
                    4 => (x, bottom - y),
                    5 => (y, x),
                    6 => (y, bottom - x),
                    7 => (right - y, bottom - x),
                    _ => (right - y, x),
                };
                int from = ((row * image.Width) + column) * channels, to = ((y * width) + x) * channels;
                image.Pixels.AsSpan(from, channels).CopyTo(pixels.AsSpan(to));
            }
        }

        return new PixelImage(width, height, channels, pixels);
    }
}
