using Epoche.Images;

namespace Epoche;

/// <summary>
/// Reads PNG, JPEG, GIF and BMP files of any depth, with or without a palette, interlaced or progressive. What a file holds decides its
/// kind, not its name. Pixels have 8 bits per channel (16 are rounded), and as few channels as hold them: grey where red, green and blue
/// are equal everywhere, opacity where a pixel is not opaque. A picture that its EXIF data call turned is turned upright; of a GIF with
/// several frames the first counts; colour profiles and gamma are not applied. A file that is cut short or damaged is refused, and so is an
/// interlaced PNG file less than 5 pixels wide. For any number of threads at a time.
/// </summary>
/// <remarks>Pixels of PNG, GIF and BMP are the same on every platform. JPEG is computed in floating point: a level may differ by one or
/// two between processors.</remarks>
public static class ImageFile
{
    /// <summary>The endings of the files that are read: <c>.png</c>, <c>.jpg</c>, <c>.jpeg</c>, <c>.gif</c>, <c>.bmp</c>.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".png", ".jpg", ".jpeg", ".gif", ".bmp"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">What it may cost. Default: <see cref="ImageLimits"/>.</param>
    /// <exception cref="DataFormatException">It is no such picture, damaged, or larger than the limits allow.</exception>
    /// <exception cref="IOException">It cannot be read, or is not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static PixelImage Read(string path, ImageLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        limits ??= new();
        using (FileStream file = ReadableFile.Open(path, bufferSize: 0))
        {
            RequireShort(file.Length, path, limits);
            Span<byte> head = stackalloc byte[Decoder.PngHeadBytes];
            Decoder.RequirePngSize(head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)], path, limits);
        }

        return Decoder.Decode(ReadableFile.ReadBytes(path, limits.MaxBytes), path, limits);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="encoded">The bytes.</param>
    /// <param name="name">What an error calls them.</param>
    /// <param name="limits">What they may cost. Default: <see cref="ImageLimits"/>.</param>
    /// <exception cref="DataFormatException">They are no such picture, damaged, or larger than the limits allow.</exception>
    public static PixelImage Decode(ReadOnlySpan<byte> encoded, string name = "picture", ImageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        limits ??= new();
        RequireShort(encoded.Length, name, limits);
        return Decoder.Decode(encoded.ToArray(), name, limits);
    }

    /// <summary>Whether a file's name has one of the <see cref="Extensions"/>, in small or capital letters.</summary>
    /// <param name="path">The file.</param>
    internal static bool IsNamedAsRead(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static void RequireShort(long length, string name, ImageLimits limits)
    {
        if (length > limits.MaxBytes)
        {
            string expected = $"at most {limits.MaxBytes} bytes ({nameof(ImageLimits)}.{nameof(ImageLimits.MaxBytes)})";
            throw new DataFormatException(name, "end of the file", expected, $"{length}");
        }
    }
}
