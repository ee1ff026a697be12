using System.Buffers.Binary;

namespace Epoche.Images.Tests;

public sealed class PngTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(28, 28, 1)]
    [InlineData(17, 9, 3)]
    [InlineData(33, 40, 4)]
    public void What_is_written_is_read(int width, int height, int channels)
    {
        Rng rng = Rng.Stream(1, "png", channels);
        byte[] pixels = new byte[width * height * channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(i % 2 == 0 ? i : rng.NextInt(256));
        }

        byte[] file = Png.Encode(new PixelImage(width, height, channels, pixels));
        PixelImage read = ImageFile.Decode(file);

        Assert.Equal((width, height, channels), (read.Width, read.Height, read.Channels));
        Assert.Equal(pixels, read.Pixels);
        Assert.Equal(file, Png.Encode(read));
        Assert.Equal(channels switch { 1 => 0, 3 => 2, _ => 6 }, file[25]);
        Assert.Equal(read.Pixels, PixelImage.Of(read.ToCanvas()).Pixels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_filter_is_understood(int filter)
    {
        // Differences as the specification defines them, written by hand for 2 rows of 3 RGB pixels.
        Rng rng = Rng.Stream(2, "filter", filter);
        int[,] rows = new int[2, 9];
        MemoryStream stored = new();
        for (int y = 0; y < 2; y++)
        {
            stored.WriteByte((byte)filter);
            for (int i = 0; i < 9; i++)
            {
                rows[y, i] = rng.NextInt(256);
                int a = i < 3 ? 0 : rows[y, i - 3], b = y == 0 ? 0 : rows[0, i], c = i < 3 || y == 0 ? 0 : rows[0, i - 3];
                int p = a + b - c;
                (int, int, int)[] byDistance = [(Math.Abs(p - a), 0, a), (Math.Abs(p - b), 1, b), (Math.Abs(p - c), 2, c)];
                int prediction = ((int[])[0, a, b, (a + b) / 2, byDistance.Min().Item3])[filter];
                stored.WriteByte((byte)(rows[y, i] - prediction));
            }
        }

        PixelImage image = ImageFile.Decode(PngParts.File(3, 2, 2, stored.ToArray()));

        Assert.Equal(rows.Cast<int>(), image.Pixels.Select(b => (int)b));
    }

    [Fact]
    public void Palettes_and_grey_with_opacity_are_understood()
    {
        PixelImage rgb = ImageFile.Decode(PngParts.File(2, 1, 3, [0, 1, 0], between: [("PLTE", [1, 2, 3, 4, 5, 6])]));
        PixelImage rgba = ImageFile.Decode(PngParts.File(2, 1, 3, [0, 1, 0], between: [("PLTE", [1, 2, 3, 4, 5, 6]), ("tRNS", [9])]));
        PixelImage grey = ImageFile.Decode(PngParts.File(1, 1, 4, [0, 7, 8]));

        Assert.Equal([4, 5, 6, 1, 2, 3], rgb.Pixels);
        Assert.Equal([4, 5, 6, 255, 1, 2, 3, 9], rgba.Pixels);
        Assert.Equal([7, 7, 7, 8], grey.Pixels);
    }

    /// <summary>
    /// Pictures of 5 × 9 pixels, drawn by chance and filtered in turn; Pillow 9.4 reads those of up to 8 bits as these bytes. 16 bits are
    /// value/257, rounded.
    /// </summary>
    /// <param name="what">The colour type, the bits of a channel, and whether it is interlaced.</param>
    [Theory]
    [InlineData(
        "0-1-0",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAJAQAAAADS1tszAAAAGklEQVR42mNIYDzB9INZgcWC4QWjANML5hAALFoEvRQoH0sAAAAASUVORK5CYII=",
        1,
        "AP//AAD//wAA////AAAA/wAAAAD/AP///////wD/AAAA/wD/////////AP8A")]
    [InlineData(
        "0-2-1",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAJAgAAAAHicZF1AAAAMUlEQVR42mNgYGRgOsC8gMWAgYHRgcmB+QPLDIYAxgagGANLA8OFA4zFvkzJDsxNXACr"
            + "rAlM411FAwAAAABJRU5ErkJggg==",
        1,
        "AFUAVf//VQAA//+q/wAAVf8A//8AVVUA//9VVaoAqgAAqqr/qv9VqgCqqqoA")]
    [InlineData(
        "0-4-0",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAJBAAAAAAaNlRDAAAALUlEQVR42mPwlBdgTNN0ZNoafoDZLFSEZX51D8OcrRcY50XuZPotzsCcy1sAALu5CzeP"
            + "xAB7AAAAAElFTkSuQmCC",
        1,
        "RJkR/xFmZoj/3RG77maZRDPumd3uImZE/5nMu1Xdme7/d7uZmQDuu7uZdwAA")]
    [InlineData(
        "3-4-0",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAJBAMAAAAIg/utAAAAIVBMVEWxyhRlCVuzpl/+IZZyufdw9SLCQLJTgobsQ5Dej7G5G4jbxqDzAAAALUlEQVR4"
            + "2mNwaJ7AmPVdnmn7UQVmTsMfLJbGvxkMIgwYzS67M/2128DsfdEXAN1DDHW68ExwAAAAAElFTkSuQmCC",
        3,
        "crn3scoU7EOQ/iGW3o+xwkCyuRuIwkCyZQlb7EOQs6ZfZQlbs6ZfwkCyuRuIZQlb3o+xcPUiscoUU4KGcPUis6Zf7EOQcPUi7EOQ/iGWscoUcPUi7EOQ"
            + "/iGW/iGWwkCyscoU3o+xcPUi/iGW/iGWcrn3U4KGscoUwkCycrn3s6ZfwkCywkCy")]
    [InlineData(
        "3-1-1",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAJAQMAAAG3ZERLAAAABlBMVEXuikEDy6HaTnf0AAAAJUlEQVR42mNgYGRgYmBuYGFgaACzDrA0MBwAshrAYgmM"
            + "D4BiFQBZRgXdeeISAgAAAABJRU5ErkJggg==",
        3,
        "7opBA8uhA8uhA8uh7opB7opBA8uhA8uh7opB7opBA8uh7opBA8uh7opB7opBA8uhA8uhA8uh7opB7opB7opBA8uh7opB7opB7opBA8uhA8uhA8uh7opB"
            + "7opB7opBA8uhA8uhA8uh7opBA8uhA8uhA8uh7opBA8uh7opBA8uh7opBA8uhA8uh")]
    [InlineData(
        "0-16-0",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAJEAAAAACPVmUBAAAAbklEQVR42gFjAJz/AEpWULduXNgl/t0BoZ9BJiwUdDCHVAIO/cB9t4XrpzW9AzkHzHiW"
            + "Vh0UdPAE7IcMl3+Cy3hopACqjZtCboBqMcvzAQDZmMfiR9B+RNsCJF7ojTYtHuYGmwM9Kkkrvn374b4HdXAsEhICkzMAAAAASUVORK5CYII=",
        1,
        "SlBu1/6h4g+CCa+ixW0+kGUsacd8cap1L6qbbmrLAZh6So4kgK9olE+wbmY7")]
    [InlineData(
        "2-8-1",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAJCAIAAAECyEFfAAAApUlEQVR42gGaAGX/AH/pOQHF4A0CTgsrA5XLswQzMjnJ2csAviu3AYttMQK/TLEDxfJm"
            + "s6Z75FIyBF9qYf71vUnFDQBPtX5pm2ABAL69o3mtAr88xlG/KQNH9omvY/wE5oCoK3YaAMg7HGn81bO6ec0m0MBlbwGlubI0Jh2G4bVrPRM/KEoCu8En"
            + "4gV+QtM7mljw961NA3wvhYNI67ylcAwRfvyUk3xcRfORL4nBAAAAAElFTkSuQmCC",
        3,
        "f+k5T7V+viu3aZtgTgsryDscafzVs7p5zSbQwGVvxfJmAL69FR+uozdq7mGJpbmy2d/PX8CEyv2XCSXhMzI5v/qDi20x9PaT/AsEYHrZu+RNoZO/ZFWH"
            + "ANIuJFzHpnPKExSEfBeqNyaRrGzxNvCKJ2YUUW7LJDQPxeANjPNySrnip+mMvNDI")]
    [InlineData(
        "2-16-1",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAJEAIAAAFSWJ0cAAABLElEQVR42gEhAd7+AJ1ymMFfwQGb9Jt5gjYCJvyfZYY5AwbngU8vygRjnVROq1CoNYbM"
            + "YUUA95WyjXqeAbtZvh3asgJvEGQHbE0DPzNYvgbwQDN3TNC3eaygpOTKBBCXHU23QzDg3nC+tLRDt4JI8QBmYtJZEhfSUDitwXoBO/Cko6jbmvXZs3fQ"
            + "AmSH0CrnyYUpClpU8APygRO1/kC4s/lnLtgEbR6ymVQfY71txR8UAHHyqm2sLwp3Sz0w2bJDKNfvdOLIW7WklfeplfhFNAEQfMq2TYbzChgEaZ3M0ytZ"
            + "yXMRodyT/dFLPj6Zit8CFbU/axt8kz2O+bqi6LEhu3/bKNwzuopfdzIeGqblA+8eaAMCsvfWa+yXp2JqjmjkRPgMoTGbB8ZBHIx1OuhQifGcpi25AAAA"
            + "AElFTkSuQmCC",
        3,
        "nZhfZtIS97J60TjBJ5+GcqqsCksxsinv4luk95VFP1gHPKSoX6PS1X0gqPFOEMpNBOK1zw1/4Ol8KycGY1Srn3SPu73aWodzDNkNJQlolnBwti/9CRwH"
            + "okWrT3W8QU1Fj4GRBWOKXKiVAWw2Qtjp3hLYa7cLTZrQm5uCrv+ZKiJHpGy4GdBy")]
    [InlineData(
        "4-16-0",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAJEAQAAAAANPJWAAAAyElEQVR42gG9AEL/AJDsssKf6rFVBI3kJCmFjzifIEvTAb0YvfZueP1i+wdHZSHEHkoY"
            + "qBn3ArwamdjwKJaNrcerUmIGQiQq3lUgA88VkpFQRb6ucdL47p8LjW0f/fZ4BBCv/V5BYE1wQ9pAhc8aqQVRvG29ACYHVdQI98vt7JJ6IHpns/MUb5fz"
            + "AXoZww+p28G64MC9xHV3sHxB/+OXAmRYFpYoPIxMVHeDPnNReWGHL27nA7G3ibcn44L49Ek0ny/TL9O4wOc+uCdcnlwpiOcAAAAASUVORK5CYII=",
        4,
        "kJCQsp+fn7EFBQXjKSkpj5+fn0y8vLy9KysruiYmJgJHR0cfX19fOXl5eVYcHBxR09PTq6mpqWGJiYmNCwsLvWNjY0QMDAxw+Pj49eDg4LccHBy6pKSk"
            + "kaWlpdHHx8eeGRkZDCYmJlUJCQnL7Ozsenp6erMUFBSXenp6wiQkJIQEBARBeHh48Li4uNTe3t7ZS0tLEFdXV8Tr6+tqQEBAQiEhIfRcXFwETU1Nl8vL"
            + "y689PT1g")]
    [InlineData(
        "6-16-1",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAJEAYAAAHdOgpLAAABhklEQVR42gF7AYT+AJI33Csir0gkAU00RYOLzoDmAovXIhgw6pDbAwptGB2vmqISBHpq"
            + "iivJMKCdyeLitJ5A1CUArbbLY+N/eBYBhvQfDX2c4PMCYYwiFPiqwfoDatOl/w2PXBTsehVcc3PXY59wbu904fVXBGsLsV1CerWSIwoJSx2pDc0V5AmX"
            + "CO/WEQA3wVhla21bmc8NxbpElU81ATyeqlMHBIWhQfrv/+A2v/YCnNKZZxJ/+g1XX2H4GWsdmANgLrjgvMue9qKxVIUpl7aHBONbREB2rgVFhpuC1qem"
            + "pIAAaCkTqW2F/ynv5W9xD09IxmEa8bruIR1XP7YJIwB4Vb+NlXqNAU9KkQHFIWrXjcoL+p1/N4qfNGsOzYdFAiKvDJY+YXYhOqSf2EISnuvBh4sdAlX7"
            + "mB2SEqbWvddTzdSUgRDWHNGYPkEVYSNLwitsvN52A5Mo/ueA+XQD8Tc3m/TaImtaxJ4ZYHCuWiokNdli/OhaxQLR2U8APaUpZd853u7yAw0or2jMqYru"
            + "AAAAAElFTkSuQmCC",
        4,
        "ktsjSDhYa1uty+N4zsVET4siMZBoFG3+728PSGHx7R0/CQBVjXoBSmqlDlw8qgeFImd5BX2Z5kSvobD3xGqNDGKhLXYv5U6CbVyIIa/5Sqx6isig2EMZ"
            + "f4YffeDU+QFhQ2xndBoDILEf8wH2BbeMl5Af8/+xIjCk1VZPEszYx9yNX5YScj6NVcSqt839OAN65zRhZqCq2GZdNTXusAsQu01Fi4CvHT7i50F1ofef"
            + "5fhQKcbq")]
    public void Every_depth_is_read_interlaced_or_not(string what, string file, int channels, string pixels)
    {
        PixelImage image = ImageFile.Decode(Convert.FromBase64String(file), what);

        Assert.Equal((5, 9, channels), (image.Width, image.Height, image.Channels));
        Assert.Equal(Convert.FromBase64String(pixels), image.Pixels);
    }

    [Fact]
    public void A_changed_bit_is_refused_or_harmless()
    {
        byte[] pixels = [.. Enumerable.Range(0, 60).Select(i => (byte)(4 * i))], file = Png.Encode(new PixelImage(5, 4, 3, pixels));
        int refused = 0;
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            byte[] changed = [.. file];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(pixels, ImageFile.Decode(changed).Pixels); // such as a bit of the last chunk's checksum
            }
            catch (DataFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 8 * (file.Length - 12), 8 * file.Length);
    }

    [Fact]
    public void What_is_not_understood_is_refused()
    {
        byte[] row = [0, 1];
        Refused("bit depth", PngParts.File(1, 1, 0, row, depth: 3));
        Refused("bit depth", PngParts.File(1, 1, 2, row, depth: 4));
        Refused("bit depth", PngParts.File(1, 1, 3, row, depth: 16));
        Refused("color type", PngParts.File(1, 1, 5, row));
        Refused("interlace", PngParts.File(1, 1, 0, row, interlace: 2));
        Refused("expected 3 bytes of pixels; found 2", PngParts.File(1, 1, 0, row, depth: 16));
        Refused("expected 9 bytes of pixels; found 2", PngParts.File(5, 1, 0, row, interlace: 1)); // the decoder would never come back
        Refused("expected 3 bytes of pixels; found 2", PngParts.File(2, 1, 0, row));
        Refused("expected 2 bytes of pixels; found more", PngParts.File(1, 1, 0, [0, 1, 2]));
        Refused("1 to 33554432 pixels", PngParts.Stored(1 << 13, 1 << 13, 0, new byte[1 << 17]));
        Refused("bytes can hold", PngParts.File(1 << 13, 1 << 12, 0, row));
        Refused("1 to 33554432 pixels", PngParts.File(0, 1, 0, row));
        Refused("filter", PngParts.File(1, 1, 0, [5, 1]));
        Refused("palette", PngParts.File(1, 1, 3, row));
        Assert.Equal(1, ImageFile.Decode(PngParts.File(1, 1, 0, row, between: ("qqQq", [1, 2]))).Pixels[0]);
    }

    /// <summary>
    /// The last four bytes of the data are the Adler-32 of the pixels; .NET calls a wrong one "an unsupported compression method".
    /// </summary>
    [Fact]
    public void A_wrong_checksum_of_the_pixels_is_damage()
    {
        byte[] file = Png.Encode(new PixelImage(5, 4, 3, new byte[60]));
        int data = file.AsSpan().IndexOf("IDAT"u8), length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(data - 4));
        file[data + 4 + length - 1] ^= 1;

        DataFormatException error = Assert.Throws<DataFormatException>(() => ImageFile.Decode(PngParts.Mend(file), "a.png"));

        Assert.Equal("a.png: IDAT: expected zlib data with the checksum that follows them; found damaged data", error.Message);
    }

    private static void Refused(string reason, byte[] file) =>
        Assert.Contains(reason, Assert.Throws<DataFormatException>(() => ImageFile.Decode(file)).Message, StringComparison.Ordinal);
}
