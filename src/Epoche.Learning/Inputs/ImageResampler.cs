namespace Epoche;

/// <summary>
/// Pictures in other sizes, one axis after the other. Weights are made by the four operations of IEEE doubles and added up in the order
/// of the pixels, on one thread and without vectors, so that the result is the same everywhere.
/// </summary>
internal static class ImageResampler
{
    /// <summary>The picture in another size.</summary>
    internal static PixelImage Fit(PixelImage image, int width, int height, ImageFit fit, ImageResampling resampling)
    {
        if ((image.Width, image.Height) == (width, height))
        {
            return image;
        }

        // Which of the two axes has pixels to spare, compared without rounding.
        long across = (long)image.Width * height, down = (long)image.Height * width;
        Interval columns = new(0, image.Width), rows = new(0, image.Height);
        return fit switch
        {
            ImageFit.Crop when across > down =>
                Resize(image, Middle(image.Width, (double)down / height), rows, width, height, resampling),
            ImageFit.Crop => Resize(image, columns, Middle(image.Height, (double)across / width), width, height, resampling),
            ImageFit.Pad => Pad(image, width, height, Rounded(across, down, width), Rounded(down, across, height), resampling),
            _ => Resize(image, columns, rows, width, height, resampling),
        };
    }

    private static Interval Middle(int size, double length) => new((size - length) / 2, length);

    /// <summary>How much of an axis of the input the picture fills: all, or the part that keeps its proportions.</summary>
    private static int Rounded(long own, long other, int size) =>
        own >= other ? size : (int)Math.Max(1, ((2 * own * size) + other) / (2 * other));

    private static PixelImage Pad(PixelImage image, int width, int height, int inWidth, int inHeight, ImageResampling resampling)
    {
        PixelImage inner = Resize(image, new(0, image.Width), new(0, image.Height), inWidth, inHeight, resampling);
        byte[] pixels = new byte[width * height * image.Channels];
        int left = (width - inWidth) / 2, top = (height - inHeight) / 2, row = inWidth * image.Channels;
        for (int y = 0; y < inHeight; y++)
        {
            inner.Pixels.AsSpan(y * row, row).CopyTo(pixels.AsSpan((((y + top) * width) + left) * image.Channels));
        }

        return new PixelImage(width, height, image.Channels, pixels);
    }

    private static PixelImage Resize(PixelImage image, Interval across, Interval down, int width, int height, ImageResampling resampling)
    {
        int channels = image.Channels;
        Window[] columns = Windows(image.Width, across, width, resampling), rows = Windows(image.Height, down, height, resampling);
        int first = rows.Min(row => row.First), last = rows.Max(row => row.First + row.Weights.Length);
        float[] narrow = new float[(last - first) * width * channels];
        for (int y = first; y < last; y++)
        {
            ReadOnlySpan<byte> from = image.Pixels.AsSpan(y * image.Width * channels, image.Width * channels);
            Span<float> to = narrow.AsSpan((y - first) * width * channels, width * channels);
            for (int i = 0; i < to.Length; i++)
            {
                Window window = columns[i / channels];
                double sum = 0;
                for (int k = 0, at = (window.First * channels) + (i % channels); k < window.Weights.Length; k++, at += channels)
                {
                    sum += window.Weights[k] * from[at];
                }

                to[i] = (float)sum;
            }
        }

        byte[] pixels = new byte[width * height * channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = int.DivRem(i, width * channels);
            Window window = rows[y];
            double sum = 0;
            for (int k = 0; k < window.Weights.Length; k++)
            {
                sum += window.Weights[k] * narrow[((window.First - first + k) * width * channels) + x];
            }

            pixels[i] = (byte)Math.Floor(Math.Clamp(sum + 0.5, 0, 255));
        }

        return new PixelImage(width, height, channels, pixels);
    }

    /// <summary>Which pixels of an axis each new pixel is made of.</summary>
    /// <param name="size">How many pixels the axis has.</param>
    /// <param name="part">The part of it that is wanted.</param>
    /// <param name="count">How many new pixels it becomes.</param>
    /// <param name="resampling">How.</param>
    private static Window[] Windows(int size, Interval part, int count, ImageResampling resampling)
    {
        double step = part.Length / count, scale = Math.Max(step, 1);
        Window[] windows = new Window[count];
        for (int i = 0; i < count; i++)
        {
            double start = part.Start + (i * part.Length / count), end = part.Start + ((i + 1) * part.Length / count);
            double middle = (start + end) / 2;
            (double from, double to) = resampling switch
            {
                ImageResampling.Area => (start, end),
                ImageResampling.Bilinear => (middle - scale, middle + scale),
                _ => (middle - (2 * scale), middle + (2 * scale)),
            };
            int first = Math.Clamp((int)Math.Floor(from), 0, size - 1), last = Math.Clamp((int)Math.Ceiling(to), first + 1, size);
            double[] weights = new double[last - first];
            double sum = 0;
            for (int k = 0; k < weights.Length; k++)
            {
                int pixel = first + k;
                weights[k] = resampling switch
                {
                    ImageResampling.Area => Math.Max(0, Math.Min(end, pixel + 1) - Math.Max(start, pixel)),
                    ImageResampling.Bilinear => Math.Max(0, 1 - Math.Abs((pixel + 0.5 - middle) / scale)),
                    _ => Cubic(Math.Abs((pixel + 0.5 - middle) / scale)),
                };
                sum += weights[k];
            }

            for (int k = 0; k < weights.Length; k++)
            {
                weights[k] /= sum;
            }

            windows[i] = new(first, weights);
        }

        return windows;
    }

    /// <summary>Keys (1981), "Cubic convolution interpolation for digital image processing", equation 4 with a = −½.</summary>
    private static double Cubic(double x) =>
        x < 1 ? (((1.5 * x) - 2.5) * x * x) + 1
        : x < 2 ? (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2
        : 0;

    /// <summary>A part of an axis, in pixels.</summary>
    private readonly record struct Interval(double Start, double Length);

    /// <summary>Pixels of an axis that follow each other, and what each counts; the sum is 1.</summary>
    private readonly record struct Window(int First, double[] Weights);
}
