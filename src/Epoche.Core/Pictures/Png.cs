using Epoche.Pictures;

namespace Epoche;

/// <summary>Writes PNG files of 8 bits a channel, and reads those of any depth, interlaced or not, as 8 bits.</summary>
public static class Png
{
    /// <summary>How many bytes of pixels a file may hold when the caller does not say otherwise: 256 MiB.</summary>
    public const int DefaultLimit = 1 << 28;

    /// <summary>The bytes of a file with this drawing: grey, RGB or RGBA, whichever suffices.</summary>
    /// <param name="canvas">The drawing.</param>
    public static byte[] Encode(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        return Encode(PngImage.Of(canvas));
    }

    /// <summary>The bytes of a file with these pixels.</summary>
    /// <param name="image">The pixels.</param>
    public static byte[] Encode(PngImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return PngEncoder.Encode(image);
    }

    /// <summary>
    /// Reads the bytes of a file: grey, RGB or a palette, with or without opacity. What has opacity becomes RGBA, a palette RGB; 16 bits are rounded to 8. A single colour that a grey or RGB file
    /// marks as transparent stays what it is.
    /// </summary>
    /// <param name="encoded">The bytes.</param>
    /// <param name="name">What an error calls the file.</param>
    /// <param name="limit">The most bytes of pixels that are accepted.</param>
    /// <exception cref="DataFormatException">The file is damaged or too large.</exception>
    public static PngImage Decode(ReadOnlySpan<byte> encoded, string name = "PNG", int limit = DefaultLimit)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new PngDecoder(name, limit).Decode(encoded);
    }

    /// <summary>Reads a file; see <see cref="Decode"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">The most bytes of pixels that are accepted; the file itself may be no longer.</param>
    /// <exception cref="DataFormatException">As of <see cref="Decode"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PngImage Read(string path, int limit = DefaultLimit)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        long length = new FileInfo(path).Length;
        return length <= limit
            ? Decode(File.ReadAllBytes(path), path, limit)
            : throw new DataFormatException(path, "end of the file", $"at most {limit} bytes", $"{length}");
    }
}
