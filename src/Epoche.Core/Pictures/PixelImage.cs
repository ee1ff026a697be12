namespace Epoche;

/// <summary>A picture as pixels of 8 bits per channel: what image files are read into and written from.</summary>
public sealed class PixelImage
{
    /// <summary>Takes pixels.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">Bytes of a pixel: 1 for grey, 3 for red, green and blue, 4 with opacity.</param>
    /// <param name="pixels">The pixels, <c>[height, width, channels]</c>; not copied.</param>
    /// <exception cref="ArgumentException">The array has another length than the sizes say, or a size is not allowed.</exception>
    public PixelImage(int width, int height, int channels, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (width < 1 || height < 1 || channels is not (1 or 3 or 4) || (long)width * height * channels != pixels.Length)
        {
            throw new ArgumentException(
                $"A picture has width × height × channels bytes, with 1, 3 or 4 channels; received {width} × {height} × {channels} and "
                + $"{pixels.Length} bytes.", nameof(pixels));
        }

        (Width, Height, Channels, Pixels) = (width, height, channels, pixels);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes of a pixel: 1 for grey, 3 for red, green and blue, 4 with opacity (not premultiplied).</summary>
    public int Channels { get; }

    /// <summary>The pixels, <c>[height, width, channels]</c>.</summary>
    public byte[] Pixels { get; }

    /// <summary>The picture to draw on.</summary>
    public Canvas ToCanvas()
    {
        Canvas canvas = new(Width, Height);
        Span<Rgba> to = canvas.Pixels;
        for (int i = 0; i < to.Length; i++)
        {
            ReadOnlySpan<byte> pixel = Pixels.AsSpan(i * Channels, Channels);
            to[i] = Channels == 1 ? Rgba.Grey(pixel[0]) : new Rgba(pixel[0], pixel[1], pixel[2], Channels == 4 ? pixel[3] : (byte)255);
        }

        return canvas;
    }

    /// <summary>The pixels of a drawing, with as few channels as hold them.</summary>
    /// <param name="canvas">The drawing.</param>
    public static PixelImage Of(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        bool isOpaque = true, isGrey = true;
        foreach (Rgba pixel in canvas.Pixels)
        {
            isOpaque &= pixel.A == 255;
            isGrey &= pixel.R == pixel.G && pixel.G == pixel.B;
        }

        int channels = !isOpaque ? 4 : isGrey ? 1 : 3, pixels = canvas.Pixels.Length;
        byte[] bytes = new byte[pixels * channels];
        for (int i = 0; i < pixels; i++)
        {
            canvas.Bytes.Slice(4 * i, channels).CopyTo(bytes.AsSpan(i * channels));
        }

        return new PixelImage(canvas.Width, canvas.Height, channels, bytes);
    }
}
