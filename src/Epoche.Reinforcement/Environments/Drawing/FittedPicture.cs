using Epoche.Simulation;

namespace Epoche;

/// <summary>Pictures of any size on a canvas.</summary>
internal static class FittedPicture
{
    /// <summary>Draws a picture as large as it fits, in the middle: of each point the nearest pixel.</summary>
    public static void Fit(this Canvas canvas, PixelImage image)
    {
        canvas.Clear(Palette.Night);
        double scale = Math.Min((double)canvas.Width / image.Width, (double)canvas.Height / image.Height);
        int width = Math.Clamp((int)(image.Width * scale), 1, canvas.Width);
        int height = Math.Clamp((int)(image.Height * scale), 1, canvas.Height);
        int left = (canvas.Width - width) / 2, top = (canvas.Height - height) / 2;
        byte[] pixels = image.Pixels;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int from = ((y * image.Height / height * image.Width) + (x * image.Width / width)) * image.Channels;
                canvas[left + x, top + y] = image.Channels == 1
                    ? Rgba.Grey(pixels[from])
                    : new(pixels[from], pixels[from + 1], pixels[from + 2]);
            }
        }
    }

    /// <summary>The same picture with fewer pixels: each is the mean of a square of those that were there.</summary>
    /// <param name="image">With three channels.</param>
    /// <param name="mostRows">How many rows it may have.</param>
    public static PixelImage Reduced(this PixelImage image, int mostRows)
    {
        int by = (image.Height + mostRows - 1) / mostRows;
        if (by <= 1 || image.Width < by)
        {
            return image;
        }

        int width = image.Width / by, height = image.Height / by, channels = image.Channels;
        byte[] pixels = new byte[width * height * channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int pixel, int channel) = Math.DivRem(i, channels);
            (int y, int x) = Math.DivRem(pixel, width);
            int sum = 0;
            for (int k = 0; k < by * by; k++)
            {
                int row = (y * by) + (k / by), column = (x * by) + (k % by);
                sum += image.Pixels[(((row * image.Width) + column) * channels) + channel];
            }

            pixels[i] = (byte)((sum + (by * by / 2)) / (by * by));
        }

        return new(width, height, channels, pixels);
    }
}
