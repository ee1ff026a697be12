namespace Epoche.Learning.Tests.Inputs;

/// <summary>What becomes of a picture's colours, opacity, ink and place; the numbers are computed by hand.</summary>
public sealed class ImageInputTests
{
    private static readonly ImageInput s_three = new() { Height = 3, Width = 3 };

    /// <summary>ITU-R BT.601, (299 red + 587 green + 114 blue)/1000, rounded.</summary>
    [Theory]
    [InlineData(255, 0, 0, 76)]
    [InlineData(0, 255, 0, 150)]
    [InlineData(0, 0, 255, 29)]
    [InlineData(10, 20, 30, 18)] // 18.15
    [InlineData(1, 1, 1, 1)]
    [InlineData(255, 255, 255, 255)]
    public void Colours_become_grey(byte red, byte green, byte blue, byte grey)
    {
        ImageInput input = new() { Height = 1, Width = 1 };

        Assert.Equal([grey], input.Prepare(new(1, 1, 3, [red, green, blue])).Pixels);
        Assert.Equal([grey], input.Prepare(new(1, 1, 4, [red, green, blue, 255])).Pixels);
        Assert.Equal([grey, grey, grey], (input with { Channels = 3 }).Prepare(new(1, 1, 1, [grey])).Pixels);
        Assert.Equal([red, green, blue], (input with { Channels = 3 }).Prepare(new(1, 1, 4, [red, green, blue, 255])).Pixels);
    }

    /// <summary>(value · opacity + 255 · (255 − opacity))/255, rounded, of each channel, before they become grey.</summary>
    [Theory]
    [InlineData(0, 255)]
    [InlineData(1, 254)] // 254.4 over white of the value 100
    [InlineData(51, 224)]
    [InlineData(128, 177)] // 177.2
    [InlineData(204, 131)]
    [InlineData(255, 100)]
    public void What_is_transparent_is_laid_over_white(byte opacity, byte expected)
    {
        ImageInput grey = new() { Height = 1, Width = 1 }, colour = grey with { Channels = 3 };

        Assert.Equal([expected], grey.Prepare(new(1, 1, 4, [100, 100, 100, opacity])).Pixels);
        Assert.Equal([expected, 255, 255], colour.Prepare(new(1, 1, 4, [100, 255, 255, opacity])).Pixels);
    }

    [Fact]
    public void A_picture_is_inverted_always_never_or_where_its_border_is_lighter_than_medium_grey()
    {
        byte[] paper = [255, 255, 255, 255, 30, 255, 255, 255, 255], board = [0, 0, 0, 0, 225, 0, 0, 0, 0];
        byte[] middling = [127, 127, 127, 127, 255, 127, 127, 127, 127], above = [.. middling];
        above[8]++;

        Assert.Equal(paper, Prepared(ImageInversion.None, paper));
        Assert.Equal(board, Prepared(ImageInversion.Always, paper));
        Assert.Equal(board, Prepared(ImageInversion.Auto, paper));
        Assert.Equal(board, Prepared(ImageInversion.Auto, board)); // the middle does not count
        Assert.Equal(middling, Prepared(ImageInversion.Auto, middling));
        Assert.Equal([128, 128, 128, 128, 0, 128, 128, 128, 127], Prepared(ImageInversion.Auto, above));

        static byte[] Prepared(ImageInversion inversion, byte[] pixels) =>
            (s_three with { Inversion = inversion }).Prepare(new(3, 3, 1, pixels)).Pixels;
    }

    /// <summary>Black ink with opacity alone, as drawing programs keep it: white paper is laid below it, then both are inverted.</summary>
    [Fact]
    public void Ink_on_transparent_paper_is_light_on_dark()
    {
        byte[] opacity = [0, 0, 0, 0, 255, 51, 0, 0, 0];
        PixelImage drawing = new(3, 3, 4, [.. opacity.SelectMany(level => (byte[])[0, 0, 0, level])]);

        Assert.Equal(opacity, (s_three with { Inversion = ImageInversion.Auto }).Prepare(drawing).Pixels);
    }

    /// <summary>In grey, a border of 0.587 · 255 = 150 is light: green paper. Each channel is inverted for itself.</summary>
    [Fact]
    public void Paper_may_be_coloured()
    {
        PixelImage green = new(3, 3, 3, [.. Enumerable.Repeat((byte[])[0, 255, 0], 9).SelectMany(pixel => pixel)]);
        ImageInput colour = s_three with { Channels = 3, Inversion = ImageInversion.Auto };

        Assert.Equal([255, 0, 255], colour.Prepare(green).Pixels[..3]);
        Assert.All((colour with { Channels = 1 }).Prepare(green).Pixels, pixel => Assert.Equal(255 - 150, pixel));
    }

    /// <summary>Inverted first, then fitted: what is added around the picture is black, as its ground is.</summary>
    [Fact]
    public void Padding_is_the_dark_ground_of_an_inverted_picture()
    {
        ImageInput input = s_three with { Inversion = ImageInversion.Auto, Fit = ImageFit.Pad };

        Assert.Equal([0, 0, 0, 0, 215, 0, 0, 0, 0], input.Prepare(new(3, 1, 1, [255, 40, 255])).Pixels);
    }

    [Fact]
    public void The_centre_of_mass_is_moved_to_the_middle_by_whole_pixels()
    {
        // The centre of mass lies at column ¾ of five, in the first row of three: right by 1¼, which is 1, and down by 1.
        Assert.Equal([0, 0, 0, 0, 0, 0, 50, 150, 0, 0, 0, 0, 0, 0, 0], Centred(5, 50, 150, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

        // Column 1½ of four is the middle: from 1 it is half a pixel behind, from 2 half a pixel before; halves go to the origin.
        Assert.Equal([0, 9, 0, 0], Centred(4, 0, 9, 0, 0));
        Assert.Equal([0, 9, 0, 0], Centred(4, 0, 0, 9, 0));

        // (0 · 10 + 3 · 40)/50 is 2.4, left by 0.4, which is 0; 2.7 is left by 1: what leaves is lost, what enters is black.
        Assert.Equal([10, 0, 0, 40, 0], Centred(5, 10, 0, 0, 40, 0));
        Assert.Equal([0, 0, 90, 0, 0], Centred(5, 10, 0, 0, 90, 0));

        Assert.Equal([0, 0, 0, 0], Centred(2, 0, 0, 0, 0)); // nothing has no centre
        Assert.Equal([0, 0, 0, 0, 255, 0, 0, 0, 0], Centred(3, 0, 0, 0, 0, 0, 0, 0, 0, 255));

        static byte[] Centred(int width, params byte[] pixels)
        {
            int height = pixels.Length / width;
            ImageInput input = new() { Height = height, Width = width, Centring = ImageCentring.Mass };
            return input.Prepare(new(width, height, 1, pixels)).Pixels;
        }
    }

    [Fact]
    public void A_coloured_picture_moves_as_a_whole()
    {
        ImageInput input = new() { Height = 1, Width = 3, Channels = 3, Centring = ImageCentring.Mass };

        Assert.Equal([0, 0, 0, 1, 2, 3, 0, 0, 0], input.Prepare(new(3, 1, 3, [1, 2, 3, 0, 0, 0, 0, 0, 0])).Pixels);
    }

    /// <summary>Centred after it was fitted: the same ink in ten times the size gives the same input.</summary>
    [Fact]
    public void A_larger_picture_gives_the_same_input()
    {
        byte[] small = [0, 0, 0, 0, 90, 0, 0, 0, 200], large = new byte[900];
        for (int i = 0; i < large.Length; i++)
        {
            large[i] = small[(i / 300 * 3) + (i % 30 / 10)];
        }

        ImageInput input = s_three with { Centring = ImageCentring.Mass, Inversion = ImageInversion.Auto };

        Assert.Equal([90, 0, 0, 0, 200, 0, 0, 0, 0], input.Prepare(new(3, 3, 1, small)).Pixels);
        Assert.Equal([90, 0, 0, 0, 200, 0, 0, 0, 0], input.Prepare(new(30, 30, 1, large)).Pixels);
        Assert.Equal([90, 0, 0, 0, 200, 0, 0, 0, 0], input.Prepare(new(30, 30, 1, [.. large.Select(p => (byte)(255 - p))])).Pixels);
    }

    [Fact]
    public void Pixels_become_numbers_and_back()
    {
        ImageInput plain = new() { Height = 1, Width = 3 };
        ImageInput signed = plain with { Scaling = new() { Offset = 127.5f, Divisor = 127.5f } };
        PixelImage image = new(3, 1, 1, [0, 51, 255]);

        Assert.Equal([0, 0.2f, 1], plain.ToTensor(image).ToArray());
        Assert.Equal([-1, -0.6f, 1], signed.ToTensor(image).ToArray());
        Assert.Equal(image.Pixels, plain.ToImage([0, 0.2f, 1]).Pixels);
        Assert.Equal(image.Pixels, signed.ToImage([-1, -0.6f, 1]).Pixels);
        Assert.Equal([0, 255, 0], plain.ToImage([-3, 2, float.NaN]).Pixels);
    }

    [Fact]
    public void Several_pictures_are_a_batch_of_the_inputs_shape()
    {
        ImageInput input = new() { Height = 1, Width = 2, Channels = 3 };
        PixelImage first = new(2, 1, 3, [0, 51, 102, 153, 204, 255]), second = new(1, 1, 1, [255]);

        Tensor batch = input.ToTensor(first, second), flat = (input with { Flat = true }).ToTensor(first, second);

        Assert.Equal<Shape>([2, 1, 2, 3], batch.Shape);
        Assert.Equal<Shape>([2, 6], flat.Shape);
        Assert.Equal([0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 1, 1, 1, 1, 1, 1], batch.ToArray());
        Assert.Equal(batch.ToArray(), flat.ToArray());
    }

    [Fact]
    public void What_cannot_be_is_refused_with_what_was_received()
    {
        Refused("Height: expected 1 to 4096 pixels, received 0.", () => new ImageInput { Height = 0, Width = 1 });
        Refused("Width: expected 1 to 4096 pixels, received 4097.", () => new ImageInput { Height = 1, Width = 4097 });
        Refused("Channels: expected 1 (grey) or 3 (colour), received 2.", () => s_three with { Channels = 2 });
        Refused("Fit: expected one of Stretch, Pad, Crop, received 9.", () => s_three with { Fit = (ImageFit)9 });
        Refused("Inversion: expected one of None, Auto, Always, received 9.", () => s_three with { Inversion = (ImageInversion)9 });
        Refused("a divisor other than 0", () => s_three with { Scaling = new() { Divisor = 0 } });
        Refused("finite numbers", () => s_three with { Scaling = new() { Offset = float.NaN } });
        Refused("received none", () => s_three.ToTensor());
        Refused("The input [3, 3, 1] has 9 numbers; received 4.", () => s_three.ToImage(new float[4]));

        static void Refused(string expected, Func<object> make) =>
            Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
    }
}
