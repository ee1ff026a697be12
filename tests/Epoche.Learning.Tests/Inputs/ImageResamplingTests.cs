namespace Epoche.Learning.Tests.Inputs;

/// <summary>Pictures in other sizes and proportions: numbers by hand, and those of another library.</summary>
public sealed class ImageResamplingTests
{
    /// <summary>
    /// By hand. Smaller: the mean of what a new pixel covers, (2a + b)/3 and (b + 2c)/3 of three pixels in two. Larger: pixels repeat.
    /// </summary>
    [Theory]
    [InlineData(new byte[] { 0, 70, 140, 210 }, new byte[] { 35, 175 })]
    [InlineData(new byte[] { 30, 90, 240 }, new byte[] { 50, 190 })]
    [InlineData(new byte[] { 10, 20, 30, 41 }, new byte[] { 25 })] // 25.25
    [InlineData(new byte[] { 0, 1 }, new byte[] { 1 })] // a half is rounded up
    [InlineData(new byte[] { 40, 200 }, new byte[] { 40, 40, 200, 200 })]
    [InlineData(new byte[] { 40, 200 }, new byte[] { 40, 120, 200 })]
    public void By_area_a_new_pixel_is_the_mean_of_what_it_covers(byte[] from, byte[] to) => Check(ImageResampling.Area, from, to);

    /// <summary>
    /// By hand. Two in four: (3a + b)/4 and (a + 3b)/4 in the middle. Four in two: the triangle reaches two old pixels to both sides of its
    /// middle, (3a + 3b + c)/7 and (b + 3c + 3d)/7.
    /// </summary>
    [Theory]
    [InlineData(new byte[] { 40, 200 }, new byte[] { 40, 80, 160, 200 })]
    [InlineData(new byte[] { 0, 70, 140, 210 }, new byte[] { 50, 160 })]
    public void Bilinear_weights_are_a_triangle(byte[] from, byte[] to) => Check(ImageResampling.Bilinear, from, to);

    /// <summary>
    /// By hand. Keys' cubic with a = −½ is 0.8671875 and −0.0703125 at distances of ¼ and 1¼, 0.2265625 at ¾; divided by their sums, as
    /// there are no more pixels: 40 − 160 · 0.0882353 = 25.9 and 40 + 160 · 0.2071429 = 73.1.
    /// </summary>
    [Fact]
    public void Bicubic_weights_are_a_cubic_that_overshoots() => Check(ImageResampling.Bicubic, [40, 200], [26, 73, 167, 214]);

    /// <summary>
    /// Printed by Pillow 9.4.0: <c>Image.frombytes('L', (9, 1), bytes(x * x * 5 % 256 for x in range(9))).resize((n, 1), filter)</c>.
    /// </summary>
    [Theory]
    [InlineData(ImageResampling.Bilinear, new byte[] { 87 })]
    [InlineData(ImageResampling.Bilinear, new byte[] { 6, 45, 137, 165 })]
    [InlineData(ImageResampling.Bilinear, new byte[] { 4, 25, 82, 175, 150 })]
    [InlineData(ImageResampling.Bilinear, new byte[] { 0, 2, 7, 16, 30, 46, 69, 94, 123, 158, 196, 238, 148, 64 })]
    [InlineData(ImageResampling.Bicubic, new byte[] { 87 })]
    [InlineData(ImageResampling.Bicubic, new byte[] { 3, 41, 143, 166 })]
    [InlineData(ImageResampling.Bicubic, new byte[] { 1, 24, 80, 181, 151 })]
    [InlineData(ImageResampling.Bicubic, new byte[] { 0, 1, 6, 15, 29, 46, 68, 93, 123, 157, 201, 248, 145, 51 })]
    public void Rows_and_columns_are_resampled_as_another_library_does(ImageResampling resampling, byte[] expected) =>
        Check(resampling, [0, 5, 20, 45, 80, 125, 180, 245, 64], expected);

    /// <summary>
    /// As above, of <c>(x * x * 5 + y * 31 + x * y * 7) % 256</c> with 9 columns and 7 rows in 4 × 3. Pillow rounds between the two axes,
    /// which is not done here.
    /// </summary>
    [Fact]
    public void Both_axes_are_resampled()
    {
        byte[] pixels = [.. Enumerable.Range(0, 63).Select(i => (byte)((i % 9 * (i % 9) * 5) + (i / 9 * 31) + (i % 9 * (i / 9) * 7)))];
        ImageInput input = new() { Height = 3, Width = 4, Resampling = ImageResampling.Bilinear };

        PixelImage resampled = input.Prepare(new(9, 7, 1, pixels));

        int[] expected = [38, 87, 145, 153, 117, 146, 105, 148, 177, 134, 116, 143];
        Assert.All(expected.Zip(resampled.Pixels), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
    }

    /// <summary>Means of blocks of 2 × 2, by hand: nothing is rounded between the axes, else the last would be 3.</summary>
    [Fact]
    public void By_area_blocks_become_their_means()
    {
        ImageInput input = new() { Height = 2, Width = 2 };

        PixelImage small = input.Prepare(new(4, 4, 1, [10, 20, 0, 0, 30, 40, 255, 255, 7, 7, 2, 3, 7, 7, 2, 2]));

        Assert.Equal([25, 128, 7, 2], small.Pixels); // 127.5 is rounded up, 2.25 down
    }

    [Theory]
    [InlineData(ImageResampling.Area)]
    [InlineData(ImageResampling.Bilinear)]
    [InlineData(ImageResampling.Bicubic)]
    public void Channels_do_not_mix(ImageResampling resampling)
    {
        byte[] level = [0, 5, 20, 45, 80, 125, 180, 245, 64];
        PixelImage colours = new(9, 1, 3, [.. level.SelectMany(p => (byte[])[p, 77, (byte)(255 - p)])]);
        ImageInput input = new() { Height = 1, Width = 4, Channels = 3, Resampling = resampling };

        byte[] found = input.Prepare(colours).Pixels;

        byte[] expected = (input with { Channels = 1 }).Prepare(new(9, 1, 1, level)).Pixels;
        Assert.Equal(expected, found.Where((_, i) => i % 3 == 0));
        Assert.All(found.Where((_, i) => i % 3 == 1), green => Assert.Equal(77, green));
    }

    [Theory]
    [InlineData(ImageResampling.Area)]
    [InlineData(ImageResampling.Bilinear)]
    [InlineData(ImageResampling.Bicubic)]
    public void An_even_picture_stays_even_and_one_of_the_right_size_as_it_is(ImageResampling resampling)
    {
        ImageInput input = new() { Height = 5, Width = 7, Resampling = resampling };
        byte[] pixels = [.. Enumerable.Range(0, 35).Select(i => (byte)(i * 7))];

        Assert.Equal(Enumerable.Repeat((byte)201, 35), input.Prepare(new(13, 4, 1, [.. Enumerable.Repeat((byte)201, 52)])).Pixels);
        Assert.Equal(pixels, input.Prepare(new(7, 5, 1, pixels)).Pixels);
    }

    /// <summary>A picture of 6 × 2 in 3 × 3 is 3 × 1 in the middle row; its two middle columns are those that 2 × 2 keeps.</summary>
    [Fact]
    public void Other_proportions_are_stretched_padded_with_black_or_cropped()
    {
        byte[] pixels = [10, 20, 30, 40, 50, 60, 10, 20, 30, 40, 50, 60];
        PixelImage wide = new(6, 2, 1, pixels);
        byte[] upright = [.. Enumerable.Range(0, 12).Select(i => pixels[((i % 2) * 6) + (i / 2)])];
        PixelImage tall = new(2, 6, 1, upright);
        ImageInput three = new() { Height = 3, Width = 3 }, two = new() { Height = 2, Width = 2 };

        Assert.Equal([15, 35, 55, 15, 35, 55, 15, 35, 55], three.Prepare(wide).Pixels);
        Assert.Equal([0, 0, 0, 15, 35, 55, 0, 0, 0], (three with { Fit = ImageFit.Pad }).Prepare(wide).Pixels);
        Assert.Equal([0, 15, 0, 0, 35, 0, 0, 55, 0], (three with { Fit = ImageFit.Pad }).Prepare(tall).Pixels);
        Assert.Equal([30, 40, 30, 40], (two with { Fit = ImageFit.Crop }).Prepare(wide).Pixels);
        Assert.Equal([30, 30, 40, 40], (two with { Fit = ImageFit.Crop }).Prepare(tall).Pixels);
    }

    /// <summary>What is wanted lies between pixels: of 5 × 3 the columns from 1 to 4, of which 1.5 each make a new one.</summary>
    [Fact]
    public void A_crop_may_begin_within_a_pixel()
    {
        PixelImage image = new(5, 3, 1, [.. Enumerable.Repeat((byte[])[0, 30, 90, 240, 255], 3).SelectMany(row => row)]);
        ImageInput input = new() { Height = 2, Width = 2, Fit = ImageFit.Crop };

        Assert.Equal([50, 190, 50, 190], input.Prepare(image).Pixels);
        // Of 4 × 3 the columns from ½ to 3½: (½ · 0 + 30)/1.5 and (90 + ½ · 240)/1.5
        PixelImage even = new(4, 3, 1, [.. Enumerable.Repeat((byte[])[0, 30, 90, 240], 3).SelectMany(row => row)]);
        Assert.Equal([20, 140, 20, 140], input.Prepare(even).Pixels);
    }

    /// <summary>Along a row, and along a column.</summary>
    private static void Check(ImageResampling resampling, byte[] from, byte[] to)
    {
        ImageInput row = new() { Height = 1, Width = to.Length, Resampling = resampling };
        ImageInput column = new() { Height = to.Length, Width = 1, Resampling = resampling };

        Assert.Equal(to, row.Prepare(new(from.Length, 1, 1, from)).Pixels);
        Assert.Equal(to, column.Prepare(new(1, from.Length, 1, from)).Pixels);
    }
}
