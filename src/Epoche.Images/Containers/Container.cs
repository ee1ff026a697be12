namespace Epoche.Images.Containers;

/// <summary>
/// What is known of a file before it is decoded. Decoders fill up a file that is cut short with black or with nothing, so whether it is
/// whole is looked at here: chunks, markers, blocks and lengths, not the data in them.
/// </summary>
/// <param name="kind">What messages call it.</param>
/// <param name="pixelsOfAByte">How many pixels a byte holds at the very best.</param>
internal readonly ref struct Container(string kind, int pixelsOfAByte)
{
    /// <summary>What messages call it.</summary>
    public string Kind { get; } = kind;

    /// <summary>How many pixels a byte holds at the very best: a file whose header speaks of more is a trap.</summary>
    public int PixelsOfAByte { get; } = pixelsOfAByte;

    /// <summary>
    /// How many bytes come before the compressed data, which need not be looked at to know the size; 0 where that is not known.
    /// </summary>
    public int HeadBytes { get; init; }

    /// <summary>Whether it is a PNG file.</summary>
    public bool IsPng => Kind == PngContainer.Kind;

    /// <summary>Whether its pixels may be less than opaque.</summary>
    public bool MayBeTransparent { get; init; }

    /// <summary>Its EXIF data, where the decoder passes them over; empty for none.</summary>
    public ReadOnlySpan<byte> Exif { get; init; }

    /// <exception cref="DataFormatException">It is not a picture that can be read, or cut short.</exception>
    public static Container Read(ReadOnlySpan<byte> file, string name) =>
        file.StartsWith(PngContainer.Signature) ? PngContainer.Read(file, name)
        : file.StartsWith(JpegContainer.Signature) ? JpegContainer.Read(file, name)
        : file.StartsWith("GIF8"u8) ? GifContainer.Read(file, name)
        : file.StartsWith("BM"u8) ? BmpContainer.Read(file, name)
        : throw new DataFormatException(name, "byte 0", "a PNG, JPEG, GIF or BMP file", Found(file));

    /// <summary>The error for a file that ends too early.</summary>
    public static DataFormatException CutShort(string name, int at, string expected, int length) =>
        new(name, $"byte {at}", expected, $"the end of the file, at byte {length}; it is cut short: copy or download it again");

    private static string Found(ReadOnlySpan<byte> file) =>
        file.IsEmpty ? "an empty file"
        : file.StartsWith("RIFF"u8) && Has(file, 8, "WEBP"u8) ? "a WebP file; convert it to PNG or JPEG"
        : file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) ? "a TIFF file; convert it to PNG or JPEG"
        : Has(file, 4, "ftyp"u8) ? "a HEIF or AVIF file; convert it to PNG or JPEG"
        : $"{Convert.ToHexStringLower(file[..Math.Min(8, file.Length)])}; is it a picture?";

    private static bool Has(ReadOnlySpan<byte> file, int at, ReadOnlySpan<byte> bytes) => file.Length > at && file[at..].StartsWith(bytes);
}
