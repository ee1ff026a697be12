using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Epoche.Pictures;

/// <summary>Reads one PNG file. Nothing is allocated for pixels that so small a file cannot hold.</summary>
internal sealed class PngDecoder(string name, int limit)
{
    private const int HeaderBytes = 13;
    private const long LargestExpansion = 1032; // what deflate can do at best (RFC 1951: 258 bytes from 2 bits)

    private readonly MemoryStream _data = new();
    private int _width, _height;
    private ColourType _type;
    private byte[]? _palette, _opacity;

    private enum ColourType
    {
        Grey = 0,
        Rgb = 2,
        Palette = 3,
        GreyAlpha = 4,
        Rgba = 6,
    }

    private int StoredChannels => _type switch { ColourType.Rgb => 3, ColourType.GreyAlpha => 2, ColourType.Rgba => 4, _ => 1 };

    public PngImage Decode(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(PngEncoder.Signature))
        {
            throw Error(0, "the signature of a PNG file", file.Length == 0 ? "an empty file" : Convert.ToHexStringLower(file[..Math.Min(8, file.Length)]));
        }

        bool hasEnded = false;
        for (int at = PngEncoder.Signature.Length; !hasEnded;)
        {
            ReadOnlySpan<byte> rest = file[at..];
            if (rest.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - 12)
            {
                throw Error(at, "a chunk", $"the end of the file, at byte {file.Length}");
            }

            ReadOnlySpan<byte> type = rest.Slice(4, 4), data = rest.Slice(8, (int)length);
            uint expected = Crc32.Compute(type, data), found = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
            if (found != expected)
            {
                throw Error(at, $"a chunk with the checksum {expected:x8}", $"{found:x8}");
            }

            hasEnded = Chunk(type, data, at);
            at += 12 + (int)length;
        }

        return Pixels();
    }

    private bool Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, int at)
    {
        bool isHeader = type.SequenceEqual("IHDR"u8);
        if (isHeader != (_width == 0))
        {
            throw Error(at, isHeader ? "one header" : "the header IHDR first", $"a chunk {Encoding.Latin1.GetString(type)}");
        }

        if (isHeader)
        {
            Header(data, at);
        }
        else if (type.SequenceEqual("IDAT"u8))
        {
            _data.Write(data);
        }
        else if (type.SequenceEqual("PLTE"u8))
        {
            _palette = data.Length % 3 == 0 && data.Length is > 0 and <= 768 ? data.ToArray() : throw Error(at, "1 to 256 colours of 3 bytes", $"{data.Length} bytes");
        }
        else if (type.SequenceEqual("tRNS"u8))
        {
            _opacity = _type != ColourType.Palette || data.Length <= 256 ? data.ToArray() : throw Error(at, "at most 256 opacities", $"{data.Length}");
        }
        else if ((type[0] & 0x20) == 0 && !type.SequenceEqual("IEND"u8))
        {
            throw Error(at, "a chunk of the specification", $"a chunk {Encoding.Latin1.GetString(type)} that must not be skipped");
        }

        return type.SequenceEqual("IEND"u8);
    }

    private void Header(ReadOnlySpan<byte> data, int at)
    {
        if (data.Length != HeaderBytes)
        {
            throw Error(at, $"a header of {HeaderBytes} bytes", $"{data.Length}");
        }

        _width = BinaryPrimitives.ReadInt32BigEndian(data);
        _height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
        (int depth, _type, int compression, int filter, int interlace) = (data[8], (ColourType)data[9], data[10], data[11], data[12]);
        if (_width < 1 || _height < 1 || (long)_width * _height > limit / 4)
        {
            throw Error(at, $"sizes from 1 with at most {limit / 4} pixels", $"{_width} × {_height}");
        }

        if (depth != 8 || !Enum.IsDefined(_type))
        {
            throw Error(at, "8 bits a channel, of grey, RGB or a palette", $"{depth} bits of the colour type {(int)_type}");
        }

        if (compression != 0 || filter != 0 || interlace != 0)
        {
            throw Error(at, "compression 0, filter 0 and no interlacing", $"{compression}, {filter} and {(interlace == 0 ? "none" : "interlacing")}");
        }
    }

    private PngImage Pixels()
    {
        int channels = StoredChannels;
        int stride = checked(_width * channels);
        long expected = (long)_height * (stride + 1);
        if (expected > _data.Length * LargestExpansion)
        {
            throw new DataFormatException(name, "IDAT", $"{expected} bytes of pixels", $"at most {_data.Length * LargestExpansion}, which is what {_data.Length} bytes can hold");
        }

        byte[] pixels = new byte[_height * stride], zeros = new byte[stride];
        _data.Position = 0;
        using ZLibStream zlib = new(_data, CompressionMode.Decompress);
        try
        {
            for (int y = 0; y < _height; y++)
            {
                Span<byte> row = pixels.AsSpan(y * stride, stride);
                int filter = zlib.ReadByte();
                if (filter is < 0 or >= PngFilter.Count || zlib.ReadAtLeast(row, stride, throwOnEndOfStream: false) < stride)
                {
                    throw new DataFormatException(name, $"row {y}", $"a filter from 0 to 4 and {stride} bytes", filter < 0 ? "the end" : $"the filter {filter}, or too few bytes");
                }

                PngFilter.Undo(filter, row, y == 0 ? zeros : pixels.AsSpan((y - 1) * stride, stride), channels);
            }

            if (zlib.ReadByte() >= 0)
            {
                throw new DataFormatException(name, "IDAT", $"{expected} bytes of pixels", "more");
            }
        }
        catch (InvalidDataException exception)
        {
            throw new DataFormatException(name, "IDAT", "zlib data", $"damage: {exception.Message}", exception);
        }

        return _type switch
        {
            ColourType.Palette => FromPalette(pixels),
            ColourType.GreyAlpha => FromGreyAlpha(pixels),
            _ => new PngImage(_width, _height, channels, pixels),
        };
    }

    private PngImage FromPalette(byte[] indices)
    {
        byte[] palette = _palette ?? throw new DataFormatException(name, "PLTE", "a palette", "none");
        int channels = _opacity is null ? 3 : 4;
        byte[] pixels = new byte[indices.Length * channels];
        for (int i = 0; i < indices.Length; i++)
        {
            int index = indices[i];
            if (3 * index >= palette.Length)
            {
                throw new DataFormatException(name, $"row {i / _width}", $"one of {palette.Length / 3} colours", $"colour {index}");
            }

            palette.AsSpan(3 * index, 3).CopyTo(pixels.AsSpan(i * channels));
            if (_opacity is { } opacity)
            {
                pixels[(i * channels) + 3] = index < opacity.Length ? opacity[index] : (byte)255;
            }
        }

        return new PngImage(_width, _height, channels, pixels);
    }

    private PngImage FromGreyAlpha(byte[] stored)
    {
        byte[] pixels = new byte[2 * stored.Length];
        for (int i = 0; i < stored.Length; i += 2)
        {
            pixels.AsSpan(2 * i, 3).Fill(stored[i]);
            pixels[(2 * i) + 3] = stored[i + 1];
        }

        return new PngImage(_width, _height, 4, pixels);
    }

    private DataFormatException Error(int at, string expected, string found) => new(name, $"byte {at}", expected, found);
}
