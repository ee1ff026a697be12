using System.Buffers.Binary;
using System.Text;

namespace Epoche.Pictures;

/// <summary>Reads one PNG file. Nothing is allocated for pixels that so small a file cannot hold.</summary>
internal sealed partial class PngDecoder(string name, int limit)
{
    private const int HeaderBytes = 13;

    private readonly MemoryStream _data = new();
    private int _width, _height, _depth;
    private bool _isInterlaced;
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
        (_depth, _type, int compression, int filter, int interlace) = (data[8], (ColourType)data[9], data[10], data[11], data[12]);
        if (_width < 1 || _height < 1 || (long)_width * _height > limit / 4)
        {
            throw Error(at, $"sizes from 1 with at most {limit / 4} pixels", $"{_width} × {_height}");
        }

        bool isAllowed = _type switch
        {
            ColourType.Grey => _depth is 1 or 2 or 4 or 8 or 16,
            ColourType.Palette => _depth is 1 or 2 or 4 or 8,
            _ => _depth is 8 or 16 && Enum.IsDefined(_type),
        };
        if (!isAllowed)
        {
            throw Error(at, "1 to 16 bits a channel, of grey, RGB or a palette", $"{_depth} bits of the colour type {(int)_type}");
        }

        if (compression != 0 || filter != 0 || interlace is not (0 or 1))
        {
            throw Error(at, "compression 0, filter 0 and interlacing 0 or 1", $"{compression}, {filter} and {interlace}");
        }

        _isInterlaced = interlace == 1;
    }

    private DataFormatException Error(int at, string expected, string found) => new(name, $"byte {at}", expected, found);
}
