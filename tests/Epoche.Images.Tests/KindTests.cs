namespace Epoche.Images.Tests;

/// <summary>Files of kinds that are written by hand, after the specifications, hold the pixels that were put into them.</summary>
public sealed class KindTests
{
    public static TheoryData<string> Pictures =>
        ["grey 1", "grey 2", "grey 4", "grey 8", "colours 1", "colours 4", "colours 8", "opacity 4", "opacity 8"];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Every_kind_by_hand_holds_its_pixels(string picture)
    {
        int bits = picture[^1] - '0';
        Rgba[] palette = picture.Split(' ')[0] switch
        {
            "grey" => Indexed.Greys(bits),
            "colours" => [.. Indexed.Greys(bits).Select(grey => new Rgba(grey.R, (byte)(255 - grey.R), (byte)(grey.R ^ 0x3C)))],
            _ => [.. Indexed.Greys(bits).Select(grey => new Rgba(20, 40, 60, grey.R))],
        };
        Rng random = Rng.Stream(7, "kinds", bits);
        foreach ((int width, int height) in ((int, int)[])[(1, 1), (4, 9), (5, 9), (9, 4), (28, 28)])
        {
            byte[] numbers = [.. Enumerable.Range(0, width * height).Select(_ => (byte)random.NextInt(1 << bits))];
            Indexed image = new(width, height, bits, numbers, palette);
            byte[] expected = [.. numbers.SelectMany(number => OverWhite(palette[number]))];
            List<(string Kind, byte[] File)> files = [.. PngKinds.Of(image), .. BmpKinds.Of(image)];
            if (image.IsOpaque)
            {
                files.AddRange(GifKinds.Of(image));
            }

            Assert.Equal(files.Count, files.DistinctBy(file => file.Kind).Count());
            foreach ((string kind, byte[] file) in files)
            {
                // Limits of the decoder. Of a narrow PNG file it would never come back, so that is refused before; of a low GIF file it
                // fails.
                bool isPng = kind.StartsWith("png", StringComparison.Ordinal), isGif = kind.StartsWith("gif", StringComparison.Ordinal);
                bool isInterlaced = kind.EndsWith("interlaced", StringComparison.Ordinal);
                if (isPng && isInterlaced && width < 5)
                {
                    Assert.Contains("5 pixels", Assert.Throws<DataFormatException>(() => ImageFile.Decode(file, kind)).Expected);
                    continue;
                }

                if (isGif && isInterlaced && height is > 1 and < 5)
                {
                    Assert.Throws<DataFormatException>(() => ImageFile.Decode(file, kind));
                    continue;
                }

                PixelImage read = ImageFile.Decode(file, kind);
                Assert.True((read.Width, read.Height) == (width, height), kind);
                byte[] found = new ImageInput { Height = height, Width = width, Channels = 3 }.Prepare(read).Pixels;
                Assert.True(expected.SequenceEqual(found), $"{kind}, {width} × {height}");
            }
        }
    }

    private static byte[] OverWhite(Rgba colour)
    {
        return [Over(colour.R), Over(colour.G), Over(colour.B)];

        byte Over(byte value) => (byte)(((value * colour.A) + (255 * (255 - colour.A)) + 127) / 255);
    }
}
