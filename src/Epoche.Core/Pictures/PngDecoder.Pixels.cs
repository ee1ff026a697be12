using System.IO.Compression;

namespace Epoche.Pictures;

internal sealed partial class PngDecoder
{
    private const long LargestExpansion = 1032; // what deflate can do at best (RFC 1951: 258 bytes from 2 bits)

    private static readonly Pass[] s_whole = [new(0, 0, 1, 1)];

    /// <summary>Adam7 (PNG specification, 8.2): seven pictures of some of the pixels, each finer than the one before.</summary>
    private static readonly Pass[] s_interlaced = [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    private PngImage Pixels()
    {
        int channels = StoredChannels;
        Pass[] passes = [.. (_isInterlaced ? s_interlaced : s_whole).Where(pass => Columns(pass) > 0 && Rows(pass) > 0)];
        long expected = passes.Sum(pass => (long)Rows(pass) * (Stride(pass) + 1));
        if (expected > _data.Length * LargestExpansion)
        {
            throw new DataFormatException(name, "IDAT", $"{expected} bytes of pixels", $"at most {_data.Length * LargestExpansion}, which is what {_data.Length} bytes can hold");
        }

        byte[] pixels = new byte[_height * checked(_width * channels)];
        _data.Position = 0;
        string where = "IDAT";
        using ZLibStream zlib = new(_data, CompressionMode.Decompress);
        try
        {
            foreach (Pass pass in passes)
            {
                Read(zlib, pass, pixels, ref where);
            }

            where = "IDAT, behind the last row";
            if (zlib.ReadByte() >= 0)
            {
                throw new DataFormatException(name, "IDAT", $"{expected} bytes of pixels", "more");
            }
        }
        catch (InvalidDataException exception)
        {
            throw new DataFormatException(name, where, "zlib data with the checksum that follows them", "damaged data", exception);
        }

        return _type switch
        {
            ColourType.Palette => FromPalette(pixels),
            ColourType.GreyAlpha => FromGreyAlpha(pixels),
            _ => new PngImage(_width, _height, channels, pixels),
        };
    }

    private void Read(ZLibStream zlib, Pass pass, byte[] pixels, ref string where)
    {
        int stride = Stride(pass), bytesOfAPixel = Math.Max(1, StoredChannels * _depth / 8);
        byte[] row = new byte[stride], above = new byte[stride];
        for (int y = pass.Y; y < _height; y += pass.Down)
        {
            where = $"IDAT, row {y}";
            int filter = zlib.ReadByte();
            if (filter is < 0 or >= PngFilter.Count || zlib.ReadAtLeast(row, stride, throwOnEndOfStream: false) < stride)
            {
                throw new DataFormatException(name, where, $"a filter from 0 to 4 and {stride} bytes", filter < 0 ? "the end" : $"the filter {filter}, or too few bytes");
            }

            PngFilter.Undo(filter, row, above, bytesOfAPixel);
            Store(row, pass, pixels.AsSpan(y * _width * StoredChannels));
            (row, above) = (above, row);
        }
    }

    /// <summary>Puts a row of a pass in its place, one byte a channel: 16 bits are rounded to 8, fewer are spread over 0 to 255, but for the numbers of colours.</summary>
    private void Store(byte[] row, Pass pass, Span<byte> pixels)
    {
        int channels = StoredChannels, samples = Columns(pass) * channels;
        if (_depth == 8 && pass.Right == 1)
        {
            row.AsSpan(0, samples).CopyTo(pixels);
            return;
        }

        int largest = (1 << Math.Min(_depth, 8)) - 1, spread = _type == ColourType.Palette ? 1 : 255 / largest;
        for (int i = 0; i < samples; i++)
        {
            int place = ((pass.X + (i / channels * pass.Right)) * channels) + (i % channels), bit = i * _depth;
            pixels[place] = (byte)(_depth == 16
                ? ((row[2 * i] << 8) + row[(2 * i) + 1] + 128) / 257
                : ((row[bit / 8] >> (8 - _depth - (bit % 8))) & largest) * spread);
        }
    }

    private int Columns(Pass pass) => (_width - pass.X + pass.Right - 1) / pass.Right;

    private int Rows(Pass pass) => (_height - pass.Y + pass.Down - 1) / pass.Down;

    private int Stride(Pass pass) => (int)((((long)Columns(pass) * StoredChannels * _depth) + 7) / 8);

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

    /// <summary>Which pixels a part of the data holds: the first, and the steps to the next.</summary>
    private readonly record struct Pass(int X, int Y, int Right, int Down);
}
