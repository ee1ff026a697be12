using Epoche.Images.Tests;
using SixLabors.ImageSharp.Formats.Jpeg;

namespace Epoche.Samples.Tests.Pictures;

/// <summary>A file, and what a network of 28 × 28 numbers must be given of it.</summary>
/// <param name="Name">What it shows: files of one name have one verdict.</param>
/// <param name="File">A name for the file.</param>
/// <param name="Bytes">What it holds.</param>
/// <param name="Seen">The pixels as the network sees them; null where the kind of file does not keep them.</param>
internal sealed record Picture(string Name, string File, byte[] Bytes, byte[]? Seen)
{
    /// <summary>Whether another program wrote it.</summary>
    public bool IsFixture => File.EndsWith(".jpg", StringComparison.Ordinal);
}

/// <summary>
/// Digits and noise as PNG, GIF and BMP files of all kinds, as JPEG files, of 28 × 28 and 280 × 280 pixels, light on dark and dark on
/// light, in grey, in colour and with opacity.
/// </summary>
internal static class PictureFiles
{
    private const int Side = 28, Larger = 10;

    private static readonly string s_fixtures = Path.Combine(Sample.Root, "tests", "fixtures", "pictures");

    public static IEnumerable<Picture> All()
    {
        byte[] seven = Digit(7), zero = Digit(0);
        foreach (int bits in (int[])[8, 4, 1])
        {
            string name = $"seven in {1 << bits} greys";
            Indexed light = new(Side, Side, bits, [.. seven.Select(level => (byte)(level >> (8 - bits)))], Indexed.Greys(bits));
            IEnumerable<Picture> files = InBothInks(name, light, light with { Palette = [.. light.Palette.Reverse()] });
            foreach (Picture picture in files)
            {
                yield return picture;
            }
        }

        // Yellow on black and blue on white: the mean of red and green weighs more than blue.
        Rgba[] yellow = [.. Indexed.Greys(8).Select(grey => new Rgba(grey.R, grey.R, (byte)(grey.R / 2)))];
        Rgba[] blue = [.. yellow.Select(colour => new Rgba((byte)(255 - colour.R), (byte)(255 - colour.G), (byte)(255 - colour.B)))];
        Indexed coloured = new(Side, Side, 8, zero, yellow);
        foreach (Picture picture in InBothInks("zero in colours", coloured, coloured with { Palette = blue }))
        {
            yield return picture;
        }

        // As drawing programs keep it: black ink of some opacity, on nothing.
        Rgba[] ink = [.. Indexed.Greys(8).Select(grey => new Rgba(0, 0, 0, grey.R))];
        foreach (Picture picture in InBothSizes("zero in ink", "dark", coloured with { Palette = ink }))
        {
            yield return picture;
        }

        float[] noise = new float[Side * Side];
        Rng random = new(3);
        random.FillUniform(noise);
        foreach (Picture picture in InBothSizes("noise", "even", new Indexed(Side, Side, 8, Bytes(noise), Indexed.Greys(8))))
        {
            yield return picture;
        }

        foreach (string path in Directory.EnumerateFiles(s_fixtures, "*.jpg").Order(StringComparer.Ordinal))
        {
            yield return new("seven in 256 greys", Path.GetFileName(path), File.ReadAllBytes(path), Seen: null);
        }
    }

    private static IEnumerable<Picture> InBothInks(string name, Indexed light, Indexed dark) =>
        [.. InBothSizes(name, "light", light), .. InBothSizes(name, "dark", dark)];

    private static IEnumerable<Picture> InBothSizes(string name, string ink, Indexed small)
    {
        byte[] seen = See(small);
        foreach (int scale in (int[])[1, Larger])
        {
            Indexed image = small.Enlarge(scale);
            IEnumerable<(string Kind, byte[] File)> exact = PngKinds.Of(image).Concat(BmpKinds.Of(image));
            foreach ((string kind, byte[] file) in image.IsOpaque ? exact.Concat(GifKinds.Of(image)) : exact)
            {
                yield return new(name, $"{name}, {ink}, {kind}, {image.Width}", file, seen);
            }

            if (image.IsOpaque)
            {
                byte[] channels = [.. image.Numbers.SelectMany(number => Channels(image.Palette[number]))];
                PixelImage pixels = new(image.Width, image.Height, 3, channels);
                foreach (JpegColorType type in (JpegColorType[])[JpegColorType.YCbCrRatio420, JpegColorType.YCbCrRatio444])
                {
                    JpegEncoder encoder = new() { Quality = 95, ColorType = type };
                    yield return new(name, $"{name}, {ink}, jpeg {type}, {image.Width}", Written.Save(pixels, encoder), Seen: null);
                }
            }
        }
    }

    /// <summary>
    /// Computed apart from the library: over white, in grey (ITU-R BT.601), light on dark. Enlarging repeats pixels, whose mean they are.
    /// </summary>
    private static byte[] See(Indexed image)
    {
        int[] grey = [.. image.Numbers.Select(number => Grey(image.Palette[number]))];
        IEnumerable<int> border = grey.Where((_, i) => i % Side is 0 or Side - 1 || i / Side is 0 or Side - 1);
        bool isLight = border.Average() > 127;
        return [.. grey.Select(level => (byte)(isLight ? 255 - level : level))];
    }

    private static int Grey(Rgba colour)
    {
        int[] over = [.. Channels(colour).Select(value => (int)Math.Round(((value * colour.A) + (255 * (255 - colour.A))) / 255.0))];
        return (int)Math.Round((0.299 * over[0]) + (0.587 * over[1]) + (0.114 * over[2]));
    }

    private static byte[] Channels(Rgba colour) => [colour.R, colour.G, colour.B];

    private static byte[] Digit(int example) => Bytes(DrawnCharacters.Digits(example + 1, seed: 9).Input(example));

    private static byte[] Bytes(float[] levels) => [.. levels.Select(level => (byte)MathF.Round(255 * level))];
}
