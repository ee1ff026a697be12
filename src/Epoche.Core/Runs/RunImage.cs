using System.Buffers.Binary;

namespace Epoche;

/// <summary>A picture that a run reports: the bytes of a PNG file, or of a GIF file where it moves.</summary>
public sealed class RunImage
{
    /// <summary>Takes an encoded picture.</summary>
    /// <param name="encoded">The bytes of a PNG or a GIF file; they are not copied and must not change.</param>
    /// <exception cref="ArgumentException">The bytes are the start of neither, or the picture has no area.</exception>
    public RunImage(ReadOnlyMemory<byte> encoded)
    {
        ReadOnlySpan<byte> bytes = encoded.Span;
        Encoded = encoded;
        if (bytes.Length >= 24 && bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
        {
            (Width, Height) = (BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]));
            MediaType = "image/png";
        }
        else if (bytes.Length >= 10 && (bytes.StartsWith("GIF89a"u8) || bytes.StartsWith("GIF87a"u8)))
        {
            (Width, Height) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]));
            MediaType = "image/gif";
        }
        else
        {
            string start = Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, 8)]);
            throw new ArgumentException(
                $"A picture is the bytes of a PNG or GIF file; received {bytes.Length} bytes that start with '{start}'.", nameof(encoded));
        }

        if (Width <= 0 || Height <= 0)
        {
            throw new ArgumentException($"A picture has an area; received {Width}×{Height} pixels.", nameof(encoded));
        }
    }

    /// <summary>The file's bytes.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary><c>image/png</c> or <c>image/gif</c>.</summary>
    public string MediaType { get; }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }
}
