using System.Buffers.Binary;

namespace Epoche.Images.Containers;

/// <summary>The chunks of a PNG file (specification, section 5).</summary>
internal static class PngContainer
{
    public const string Kind = "PNG";

    /// <summary>What a chunk has beside its data: length, type and checksum.</summary>
    public const int Frame = 12;

    /// <summary>Where the data of the first chunk begin: width, height, depth, colour type, compression, filter, interlacing.</summary>
    public const int HeaderAt = 16;

    private const int HeaderBytes = 13;
    private const int BestCompression = 1032; // of deflate: RFC 1951, 258 bytes from 2 bits
    private const byte Rgb = 2, GreyAlpha = 4;

    // Of a narrower one some passes have no columns; the decoder begins the next pass in the wrong row, and never comes back.
    private const int LeastInterlaced = 5;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public static Container Read(ReadOnlySpan<byte> file, string name)
    {
        ReadOnlySpan<byte> header = default, exif = default;
        int head = 0;
        for (int at = Signature.Length; ;)
        {
            ReadOnlySpan<byte> rest = file[at..];
            if (rest.Length < Frame || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - Frame)
            {
                throw Container.CutShort(name, at, "a chunk", file.Length);
            }

            ReadOnlySpan<byte> type = rest.Slice(4, 4), chunk = rest.Slice(8, (int)length);
            if (header.IsEmpty)
            {
                header = type.SequenceEqual("IHDR"u8) && length == HeaderBytes
                    ? chunk
                    : throw new DataFormatException(
                        name, $"byte {at}", $"the header IHDR of {HeaderBytes} bytes first", $"another chunk, of {length} bytes");
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                RequireWide(header, name);
                int bits = ChannelsOf(header[9]) * Math.Max((byte)1, header[8]);
                return new Container(Kind, BestCompression * 8 / bits) { MayBeTransparent = true, Exif = exif, HeadBytes = head };
            }

            head = head == 0 && type.SequenceEqual("IDAT"u8) ? at : head;
            exif = type.SequenceEqual("eXIf"u8) ? chunk : exif;
            at += Frame + (int)length;
        }
    }

    private static void RequireWide(ReadOnlySpan<byte> header, string name)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (header[12] == 1 && width < LeastInterlaced)
        {
            throw new DataFormatException(
                name,
                "the header",
                $"an interlaced picture at least {LeastInterlaced} pixels wide, or one that is not interlaced",
                $"an interlaced one {width} wide; save it again without interlacing");
        }
    }

    /// <summary>How many numbers make a pixel of a colour type.</summary>
    public static int ChannelsOf(byte type) => type switch { Rgb => 3, GreyAlpha => 2, > GreyAlpha => 4, _ => 1 };
}
