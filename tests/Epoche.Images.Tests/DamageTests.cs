using Epoche.Conformance;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;

namespace Epoche.Images.Tests;

/// <summary>Damaged files of every kind: read, or refused with the one documented exception, in little time and memory.</summary>
public sealed class DamageTests
{
    // What reading a small file takes in buffers and messages, whatever it says; the pixels are within the limit below.
    private const long Small = 4 << 20;

    private static readonly ImageLimits s_limits = new() { MaxPixels = 1 << 17 };

    private static readonly PixelImage s_colours =
        new(28, 20, 3, [.. Enumerable.Range(0, 28 * 20 * 3).Select(i => (byte)(16 * (i * 7 % 13)))]);

    private static readonly PixelImage s_grey = new(28, 20, 1, [.. Enumerable.Range(0, 28 * 20).Select(i => (byte)(17 * (i % 16)))]);

    public static TheoryData<string> Kinds => [.. Files.Keys];

    private static Dictionary<string, Func<byte[]>> Files { get; } = new()
    {
        ["png rgb 8"] = () => Written.Save(s_colours, Written.Exact["png rgb 8"]),
        ["png rgba 16"] = () => Written.Save(s_colours, Written.Exact["png rgba 16"]),
        ["png palette 4, interlaced"] = () => Written.Save(s_colours, Written.Exact["png palette 4, interlaced"]),
        ["png grey 1"] = () => Written.Save(s_grey, Written.BlackAndWhite["png grey 1"]),
        ["gif"] = () => Written.Save(s_colours, Written.Exact["gif"]),
        ["bmp 8"] = () => Written.Save(s_colours, Written.Exact["bmp 8"]),
        ["bmp 16"] = () => Written.Save(s_colours, new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel16 }),
        ["bmp 24"] = () => Written.Save(s_colours, Written.Exact["bmp 24"]),
        ["bmp 32"] = () => Written.Save(s_colours, Written.Exact["bmp 32"]),
        ["jpeg, colour at half the size"] =
            () => Written.Save(s_colours, new JpegEncoder { Quality = 80, ColorType = JpegColorType.YCbCrRatio420 }),
        ["jpeg, colour at full size"] =
            () => Written.Save(s_colours, new JpegEncoder { Quality = 95, ColorType = JpegColorType.YCbCrRatio444 }),
        ["jpeg, grey"] = () => Written.Jpeg(s_grey),
        ["jpeg, progressive"] = () => Convert.FromBase64String(ImageFileTests.Progressive),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_file_is_read_or_refused(string kind)
    {
        (int refused, int all) = DamageKit.Check(Files[kind](), file => ImageFile.Decode(file, kind, s_limits), Small);

        Assert.True(refused > all / 4, $"{refused} of {all}");
    }

    /// <summary>With the checksums mended, so that the damage gets behind them.</summary>
    [Theory]
    [InlineData("png rgb 8")]
    [InlineData("png rgba 16")]
    [InlineData("png palette 4, interlaced")]
    [InlineData("png grey 1")]
    public void A_png_file_that_is_damaged_behind_its_checksums_is_read_or_refused(string kind)
    {
        (int refused, int all) = DamageKit.Check(Files[kind](), file => ImageFile.Decode(file, kind, s_limits), Small, PngParts.Mend);

        Assert.True(refused > all / 4, $"{refused} of {all}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_that_is_cut_short_is_refused(string kind)
    {
        byte[] whole = Files[kind]();
        int needed = kind == "gif" ? whole.Length - 1 : whole.Length; // the last byte of a GIF file comes after the frame

        for (int length = 0; length < needed; length++)
        {
            DataFormatException error = Assert.Throws<DataFormatException>(() => ImageFile.Decode(whole.AsSpan(0, length), kind));
            Assert.True(length < 20 || error.Found.Contains("cut short", StringComparison.Ordinal), $"{length}: {error.Message}");
        }
    }
}
