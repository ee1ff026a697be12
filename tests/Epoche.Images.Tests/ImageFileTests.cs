using Epoche.Images;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Epoche.Images.Tests;

public sealed class ImageFileTests
{
    // 24 × 16 pixels, red rising by 10 to the right, green by 15 downwards, blue 40 in the left half and 200 in the right one; written
    // and read by libvips 8.18 with mozjpeg.
    internal const string Progressive =
        "/9j/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYH"
        + "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wgARCAAQABgDAREAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAA"
        + "BwQI/8QAGAEAAwEBAAAAAAAAAAAAAAAABgcIAwX/2gAMAwEAAhADEAAAActYc9CNWGhGrDpkaFUM1YaEasP/xAAXEAADAQAAAAAAAAAAAAAAAAAABAYF/9oA"
        + "CAEBAAEFAkpcwZcSlxKXMGXEpc//xAAZEQADAQEBAAAAAAAAAAAAAAAABSExBDL/2gAIAQMBAT8BUPMpyPPNFDzKKHmU5Hnmih5lP//EABwRAAEDBQAAAAAA"
        + "AAAAAAAAAAADBWEHITRSwv/aAAgBAgEBPwFd3kp+7ZV9Oxd2kXdpKfO2VfTsXdpP/8QAGRAAAQUAAAAAAAAAAAAAAAAAAAIjMjNR/9oACAEBAAY/AoCm8IFY"
        + "pvCs/8QAGBAAAwEBAAAAAAAAAAAAAAAAADHBceH/2gAIAQEAAT8hVJwGipFScFoqT//aAAwDAQACAAMAAAAQ/wDAP//EABkRAAIDAQAAAAAAAAAAAAAAAAAQ"
        + "AaHB4f/aAAgBAwEBPxAS2xJL0LbEn//EABYRAQEBAAAAAAAAAAAAAAAAADEAEP/aAAgBAgEBPxBsdPHw08//xAAYEAEBAQEBAAAAAAAAAAAAAAABAEEhMf/a"
        + "AAgBAQABPxAHuzpFvXyq+4Hyv//Z";

    public static TheoryData<string> Kinds => [.. Written.Exact.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_file_holds_the_same_pixels(string kind)
    {
        PixelImage colours = Few(28, 20);

        PixelImage read = ImageFile.Decode(Written.Save(colours, Written.Exact[kind]), kind);

        Assert.Equal((28, 20, 3), (read.Width, read.Height, read.Channels));
        Assert.Equal(colours.Pixels, read.Pixels);
    }

    [Fact]
    public void Grey_has_one_channel_in_whatever_kind_of_file_it_is_kept()
    {
        byte[] levels = [.. Enumerable.Range(0, 28 * 20).Select(i => (byte)(17 * (i % 16)))];
        PixelImage grey = new(28, 20, 1, levels), black = new(28, 20, 1, [.. levels.Select(level => (byte)(level > 100 ? 255 : 0))]);

        foreach ((string kind, var encoder) in Written.Grey.Concat(Written.Exact))
        {
            PixelImage read = ImageFile.Decode(Written.Save(grey, encoder), kind);
            Assert.True((read.Width, read.Height, read.Channels) == (28, 20, 1) && read.Pixels.SequenceEqual(levels), kind);
        }

        foreach ((string kind, var encoder) in Written.BlackAndWhite)
        {
            PixelImage read = ImageFile.Decode(Written.Save(black, encoder), kind);
            Assert.True(read.Channels == 1 && read.Pixels.SequenceEqual(black.Pixels), kind);
        }

        PixelImage jpeg = ImageFile.Decode(Written.Jpeg(grey, quality: 100));
        Assert.Equal(1, jpeg.Channels);
        Assert.All(jpeg.Pixels.Zip(levels), pair => Assert.InRange(pair.First - pair.Second, -6, 6));
    }

    [Fact]
    public void Opacity_is_kept_where_the_kind_has_it()
    {
        byte[] pixels = [.. Few(8, 8).Pixels.Chunk(3).SelectMany((pixel, i) => (byte[])[.. pixel, (byte)(i % 2 == 0 ? 255 : 40)])];
        PixelImage half = new(8, 8, 4, pixels);

        foreach (string kind in (string[])["png rgba 8", "png rgba 16", "png palette 8", "bmp 32"])
        {
            PixelImage read = ImageFile.Decode(Written.Save(half, Written.Exact[kind]), kind);
            Assert.True(read.Channels == 4 && read.Pixels.SequenceEqual(pixels), kind);
        }
    }

    [Fact]
    public void Progressive_jpeg_is_read()
    {
        PixelImage image = ImageFile.Decode(Convert.FromBase64String(Progressive));

        Assert.Equal((24, 16, 3), (image.Width, image.Height, image.Channels));
        Near([0, 1, 40, 8, 2, 40], image.Pixels);
        Near([119, 120, 202, 129, 120, 199], image.Pixels[(((8 * 24) + 12) * 3)..]);

        static void Near(int[] expected, byte[] found) =>
            Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second - pair.First, -2, 2));
    }

    /// <summary>The first pixel is dark; the letters say where it lies when the picture is upright (EXIF 2.32, table of tag 274).</summary>
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(4, 0, 1)]
    [InlineData(5, 0, 0)]
    [InlineData(6, 1, 0)]
    [InlineData(7, 1, 1)]
    [InlineData(8, 0, 1)]
    [InlineData(9, 0, 0)]
    public void A_picture_that_was_taken_turned_is_upright(int orientation, int right, int below)
    {
        byte[] levels = new byte[32 * 16];
        Array.Fill(levels, (byte)255);
        for (int i = 0; i < 64; i++)
        {
            levels[(i / 8 * 32) + (i % 8)] = 0; // a block of 8 × 8 at the origin
        }

        ExifProfile exif = new();
        exif.SetValue(ExifTag.Orientation, (ushort)orientation);
        using Image<Rgba32> turned = Written.Copy(new PixelImage(32, 16, 1, levels));
        turned.Metadata.ExifProfile = exif;

        foreach (IImageEncoder encoder in (IImageEncoder[])[new JpegEncoder { Quality = 100 }, Written.Exact["png rgb 8"]])
        {
            byte[] file = Written.Save(turned, encoder);
            PixelImage upright = ImageFile.Decode(file);
            Assert.Equal(orientation is >= 5 and <= 8 ? (16, 32) : (32, 16), (upright.Width, upright.Height));
            (int x, int y) = (right * (upright.Width - 8), below * (upright.Height - 8));
            Assert.All(Enumerable.Range(0, 64), i => Assert.InRange(upright.Pixels[((y + (i / 8)) * upright.Width) + x + (i % 8)], 0, 9));
            Assert.True(upright.Pixels.Count(level => level > 245) > 400);
        }
    }

    [Fact]
    public void Every_orientation_moves_each_pixel_as_the_library_would()
    {
        PixelImage image = Few(5, 3);
        for (ushort orientation = 1; orientation <= 8; orientation++)
        {
            using Image<Rgba32> turned = Written.Copy(image);
            turned.Metadata.ExifProfile = new();
            turned.Metadata.ExifProfile.SetValue(ExifTag.Orientation, orientation);
            turned.Mutate(x => x.AutoOrient());

            PixelImage upright = Orientation.Upright(image, orientation);

            Assert.Equal((turned.Width, turned.Height), (upright.Width, upright.Height));
            for (int i = 0; i < upright.Width * upright.Height; i++)
            {
                Rgba32 pixel = turned[i % upright.Width, i / upright.Width];
                Assert.Equal([pixel.R, pixel.G, pixel.B], upright.Pixels[(3 * i)..((3 * i) + 3)]);
            }
        }
    }

    [Fact]
    public void Of_a_film_the_first_frame_is_read()
    {
        PixelImage first = Few(20, 10), second = new(20, 10, 3, [.. first.Pixels.Reverse()]);
        using Image<Rgba32> film = Written.Copy(first), more = Written.Copy(second);
        film.Frames.AddFrame(more.Frames.RootFrame);

        Assert.Equal(first.Pixels, ImageFile.Decode(Written.Save(film, new GifEncoder())).Pixels);
    }

    /// <summary>A frame of 1 × 1 on a screen of 3 × 2: colour 1 of two, in the second column; colour 0 is transparent.</summary>
    [Fact]
    public void Around_a_small_frame_the_screen_is_transparent()
    {
        byte[] file =
        [
            .. "GIF89a"u8, 3, 0, 2, 0, 0x80, 0, 0, 10, 20, 30, 200, 100, 50,
            0x21, 0xF9, 4, 1, 0, 0, 0, 0, 0x2C, 1, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 0x01, 0, 0x3B,
        ];

        PixelImage image = ImageFile.Decode(file);

        Assert.Equal((3, 2, 4), (image.Width, image.Height, image.Channels));
        Assert.Equal([200, 100, 50, 255], image.Pixels[4..8]);
        Assert.Equal(0, image.Pixels[3]);
        ImageInput input = new() { Height = 2, Width = 3, Channels = 3 };
        Assert.Equal([255, 255, 255, 200, 100, 50], input.Prepare(image).Pixels[..6]); // over white
    }

    [Fact]
    public void What_is_too_large_is_refused_with_the_limit_that_it_exceeds()
    {
        byte[] file = Written.Save(Few(28, 20), Written.Exact["png rgb 8"]);

        Assert.Equal(560, ImageFile.Decode(file, limits: new() { MaxPixels = 560, MaxBytes = file.Length }).Pixels.Length / 3);
        Assert.Equal(
            "a.png: the header: expected 1 to 559 pixels (ImageLimits.MaxPixels); "
            + "found 28 × 20; make the picture smaller, or raise the limit",
            Assert.Throws<DataFormatException>(() => ImageFile.Decode(file, "a.png", new() { MaxPixels = 559 })).Message);
        Assert.Equal(
            $"a.png: end of the file: expected at most 100 bytes (ImageLimits.MaxBytes); found {file.Length}",
            Assert.Throws<DataFormatException>(() => ImageFile.Decode(file, "a.png", new() { MaxBytes = 100 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageLimits { MaxPixels = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageLimits { MaxPixels = int.MaxValue });
    }

    public static TheoryData<string, string> Others => new()
    {
        { "", "an empty file" },
        { "SGVsbG8sIHdvcmxkIQ==", "48656c6c6f2c2077; is it a picture?" },
        { "UklGRgAAAABXRUJQVlA4IA==", "a WebP file; convert it to PNG or JPEG" },
        { "SUkqAAgAAAA=", "a TIFF file; convert it to PNG or JPEG" },
        { "AAAAGGZ0eXBoZWljAAAAAA==", "a HEIF or AVIF file; convert it to PNG or JPEG" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Other_files_are_called_what_they_are(string file, string found) => Assert.Equal(
        $"x: byte 0: expected a PNG, JPEG, GIF or BMP file; found {found}",
        Assert.Throws<DataFormatException>(() => ImageFile.Decode(Convert.FromBase64String(file), "x")).Message);

    [Fact]
    public void A_file_is_what_it_holds_not_what_it_is_called()
    {
        using TemporaryFolder folder = new();
        PixelImage image = Few(9, 7);

        Assert.Equal(image.Pixels, ImageFile.Read(folder.File("a.jpg", Written.Save(image, new GifEncoder()))).Pixels);
        Assert.Throws<FileNotFoundException>(() => ImageFile.Read(Path.Combine(folder.Path, "none.png")));
    }

    [Fact]
    public void Many_threads_read_the_same_pixels()
    {
        PixelImage image = Few(64, 48);
        byte[][] files = [.. Written.Exact.Values.Select(encoder => Written.Save(image, encoder))];

        Parallel.For(0, 200, i => Assert.Equal(image.Pixels, ImageFile.Decode(files[i % files.Length]).Pixels));
    }

    /// <summary>Sixteen colours, so that any palette holds them.</summary>
    private static PixelImage Few(int width, int height)
    {
        Rng random = Rng.Stream(3, "colours");
        byte[] colours = new byte[48], pixels = new byte[width * height * 3];
        for (int i = 0; i < colours.Length; i++)
        {
            colours[i] = (byte)random.NextInt(256);
        }

        for (int i = 0; i < width * height; i++)
        {
            colours.AsSpan(3 * random.NextInt(16), 3).CopyTo(pixels.AsSpan(3 * i));
        }

        return new PixelImage(width, height, 3, pixels);
    }
}
