using Epoche.Pictures;

namespace Epoche.Cli.Doubt;

/// <summary>Reads the PNG files that are to be classified.</summary>
/// <param name="image">What the model takes: [height, width, 1].</param>
/// <param name="invert">Whether ink is dark on light paper.</param>
/// <param name="resize">Whether pictures of other sizes are scaled.</param>
internal sealed class PictureReader(Shape image, bool invert, bool resize)
{
    private const int DepthAt = 24;

    /// <summary>Reads several: each is an image or a reason.</summary>
    /// <exception cref="CliException">None can be read; the message is that of the first.</exception>
    public (List<(string Path, float[] Pixels)> Read, List<UnreadPicture> Unread) ReadAll(string[] paths)
    {
        List<(string, float[])> pictures = [];
        List<UnreadPicture> unread = [];
        foreach (string path in paths)
        {
            try
            {
                pictures.Add((path, Read(path)));
            }
            catch (Exception exception) when (exception is CliException or DataFormatException or IOException or UnauthorizedAccessException)
            {
                unread.Add(new(path, exception.Message));
            }
        }

        return pictures.Count > 0 ? (pictures, unread) : throw new CliException(string.Join("\n  ", unread.Select(picture => picture.Problem)), ExitCode.Failure);
    }

    /// <summary>The pixels, 0 to 1, row by row: grey as the eye weighs red, green and blue (Rec. 601), what is transparent as paper.</summary>
    /// <exception cref="CliException">There is no such file, or its size is wrong.</exception>
    /// <exception cref="DataFormatException">It is no PNG, or of another depth than 8 bits.</exception>
    public float[] Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliException($"There is no image '{path}'.", ExitCode.Failure);
        }

        byte[] file = File.ReadAllBytes(path);
        if (DepthOf(file) is { } depth and (1 or 2 or 4 or 16))
        {
            throw new CliException($"'{path}' has {depth} bits a channel; the model takes 8 bits a channel, of grey, RGB or a palette. Convert it first.", ExitCode.Failure);
        }

        PngImage png = Png.Decode(file, path);
        (int height, int width) = (image[0], image[1]);
        if ((png.Height, png.Width) != (height, width) && !resize)
        {
            throw new CliException(
                $"'{path}' is {png.Width} × {png.Height} pixels; the model takes {width} × {height}. Scale it, or let --resize do it.", ExitCode.Failure);
        }

        float[] grey = Grey(png);
        return (png.Height, png.Width) == (height, width) ? grey : Scale(grey, png.Width, png.Height, width, height);
    }

    /// <summary>The bits a channel that the header tells; null where there is no header. What is wrong with a file beyond that, the decoder says.</summary>
    private static byte? DepthOf(byte[] file) => file.Length > DepthAt && file.AsSpan(1, 3).SequenceEqual("PNG"u8) ? file[DepthAt] : null;

    private float[] Grey(PngImage png)
    {
        float[] grey = new float[png.Width * png.Height];
        float paper = invert ? 255 : 0;
        for (int i = 0; i < grey.Length; i++)
        {
            ReadOnlySpan<byte> pixel = png.Pixels.AsSpan(i * png.Channels, png.Channels);
            float level = png.Channels == 1 ? pixel[0] : (0.299f * pixel[0]) + (0.587f * pixel[1]) + (0.114f * pixel[2]);
            level = png.Channels == 4 ? paper + ((level - paper) * (pixel[3] / 255f)) : level;
            grey[i] = Math.Clamp((invert ? 255 - level : level) / 255f, 0, 1);
        }

        return grey;
    }

    /// <summary>Each pixel of the small picture is the mean of the area that it covers in the large one.</summary>
    private static float[] Scale(float[] from, int fromWidth, int fromHeight, int width, int height)
    {
        float[] rows = new float[fromHeight * width], to = new float[height * width];
        for (int y = 0; y < fromHeight; y++)
        {
            for (int x = 0; x < width; x++)
            {
                rows[(y * width) + x] = Mean(from.AsSpan(y * fromWidth, fromWidth), 1, fromWidth, x, width);
            }
        }

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                to[(y * width) + x] = Mean(rows.AsSpan(x), width, fromHeight, y, height);
            }
        }

        return to;
    }

    /// <summary>The mean over the part [i, i + 1)·count/parts of numbers that lie <paramref name="stride"/> apart.</summary>
    private static float Mean(ReadOnlySpan<float> numbers, int stride, int count, int i, int parts)
    {
        double start = (double)i * count / parts, end = (double)(i + 1) * count / parts, sum = 0;
        for (int k = (int)start; k < count && k < end; k++)
        {
            sum += numbers[k * stride] * (Math.Min(end, k + 1) - Math.Max(start, k));
        }

        return (float)(sum / (end - start));
    }
}

/// <summary>An image that has no answer because it could not be read.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Problem">Why; names the file.</param>
internal sealed record UnreadPicture(string Path, string Problem);
