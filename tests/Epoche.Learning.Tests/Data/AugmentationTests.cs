namespace Epoche.Learning.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly ImageAugmentationOptions All = new()
    {
        Image = [8, 8, 1], Crop = 2, FlipHorizontal = 0.5f, FlipVertical = 0.5f,
        Shift = 1, Rotation = 20, Scale = 0.2f, Elastic = 0.5f, Noise = 0.1f,
    };

    // Of 1 2 above 3 4: up and to the left by a pixel, up, up and to the right, to the left, …
    private static readonly string[] Windows =
        ["0 0 0 1", "0 0 1 2", "0 0 2 0", "0 1 0 3", "1 2 3 4", "2 0 4 0", "0 3 0 0", "3 4 0 0", "4 0 0 0"];

    private static readonly Dataset Images = Dataset.OfPixels(
        [.. Enumerable.Range(0, 50 * 64).Select(i => (byte)(i * 37))], [64], new float[50], []);

    [Fact]
    public void Without_settings_images_stay_as_they_are()
    {
        float[] image = Images.Input(3), before = [.. image];
        Rng random = new(1);
        new ImageAugmentation(new() { Image = [8, 8, 1] }).Apply(image, ref random);

        Assert.Equal(before, image);
    }

    [Fact]
    public void Each_setting_changes_images_within_their_range()
    {
        foreach (ImageAugmentationOptions options in (ImageAugmentationOptions[])
        [
            new() { Image = [8, 8, 1], Shift = 1 }, new() { Image = [8, 8, 1], Rotation = 20 }, new() { Image = [8, 8, 1], Scale = 0.2f },
            new() { Image = [8, 8, 1], Elastic = 0.5f }, new() { Image = [8, 8, 1], Noise = 0.1f },
            new() { Image = [4, 4, 4], Shift = 1 }, new() { Image = [8, 8, 1], FlipVertical = 1 }, All,
        ])
        {
            float[] image = Images.Input(3);
            Rng random = new(7);
            new ImageAugmentation(options).Apply(image, ref random);

            Assert.NotEqual(Images.Input(3), image);
            Assert.All(image, pixel => Assert.InRange(pixel, 0, 1));
        }
    }

    [Fact]
    public void Flips_change_the_places_of_pixels_and_of_nothing_else()
    {
        float[] image = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]; // 2 × 3 pixels of two channels: 1 2 | 3 4 | 5 6 above 7 8 | 9 10 | 11 12

        Assert.Equal([5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8], Of(new() { Image = [2, 3, 2], FlipHorizontal = 1 }));
        Assert.Equal([7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6], Of(new() { Image = [2, 3, 2], FlipVertical = 1 }));
        Assert.Equal([11, 12, 9, 10, 7, 8, 5, 6, 3, 4, 1, 2], Of(new() { Image = [2, 3, 2], FlipHorizontal = 1, FlipVertical = 1 }));

        float[] Of(ImageAugmentationOptions options)
        {
            float[] changed = [.. image];
            Rng random = new(1);
            new ImageAugmentation(options).Apply(changed, ref random);
            return changed;
        }
    }

    [Fact]
    public void A_crop_is_each_window_of_the_image_with_zeros_around_it_equally_often()
    {
        float[] image = [1, 2, 3, 4];
        Dictionary<string, int> windows = [];
        Rng random = new(1);
        for (int trial = 0; trial < 9_000; trial++)
        {
            float[] changed = [.. image];
            new ImageAugmentation(new() { Image = [2, 2, 1], Crop = 1 }).Apply(changed, ref random);
            string window = string.Join(' ', changed);
            windows[window] = windows.GetValueOrDefault(window) + 1;
        }

        Assert.Equal(Windows.Order(StringComparer.Ordinal), windows.Keys.Order(StringComparer.Ordinal));
        Assert.All(windows.Values, count => Assert.InRange(count, 850, 1_150)); // 1,000 ± 5 deviations
    }

    [Fact]
    public void Every_second_image_is_flipped_and_the_rest_stay_as_they_are()
    {
        int flipped = 0;
        Rng random = new(2);
        ImageAugmentation augmentation = new(new() { Image = [1, 2, 1], FlipHorizontal = 0.5f });
        for (int trial = 0; trial < 10_000; trial++)
        {
            float[] image = [1, 2];
            augmentation.Apply(image, ref random);
            Assert.Equal(3, image[0] + image[1]);
            flipped += image[0] == 2 ? 1 : 0;
        }

        Assert.InRange(flipped, 4_750, 5_250); // 5 deviations
    }

    [Fact]
    public void A_quarter_turn_is_one()
    {
        // Of many turns up to 90° the one drawn nearest to 90° moves the upper left pixel towards the upper right corner.
        float best = 0;
        Rng random = new(3);
        for (int trial = 0; trial < 2_000; trial++)
        {
            float[] image = new float[64];
            image[0] = 1;
            new ImageAugmentation(new() { Image = [8, 8, 1], Rotation = 90 }).Apply(image, ref random);
            best = Math.Max(best, image[7]);
        }

        Assert.InRange(best, 0.95f, 1.001f);
    }

    [Fact]
    public void Batches_are_the_same_for_any_number_of_threads_and_prepared_ahead_or_not()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            float[] expected = Epochs(prefetch: false);
            Workers.Count = 3;

            Assert.Equal(expected, Epochs(prefetch: false));
            Assert.Equal(expected, Epochs(prefetch: true));
        }
        finally
        {
            Workers.Count = before;
        }
    }

    [Fact]
    public void Going_on_within_an_epoch_gives_the_same_images()
    {
        Batches whole = Make(prefetch: false), rest = Make(prefetch: true);
        List<float[]> expected = [];
        foreach (Batch batch in whole.InEpoch(2))
        {
            expected.Add(batch.Inputs.ToArray());
        }

        int next = 1;
        foreach (Batch batch in rest.InEpoch(2, firstBatch: 1))
        {
            Assert.Equal(expected[next++], batch.Inputs.ToArray());
        }

        Assert.Equal(expected.Count, next);
    }

    [Fact]
    public void An_epoch_that_is_left_early_does_not_disturb_the_next()
    {
        Batches expected = Make(prefetch: false), batches = Make(prefetch: true);
        foreach (Batch _ in batches.InEpoch(0))
        {
            break;
        }

        Assert.Equal(Join(expected.InEpoch(1)), Join(batches.InEpoch(1)));
    }

    [Fact]
    public void What_fails_ahead_is_thrown_where_the_batch_is_asked_for()
    {
        Batches batches = new(Images, new() { Size = 16, Augmentation = new Failing(), Prefetch = true });

        Assert.Throws<NotSupportedException>(() => batches.First());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        ArgumentException shape = Assert.Throws<ArgumentException>(
            () => new Batches(Images, new() { Size = 16, Augmentation = new ImageAugmentation(new() { Image = [28, 28, 1] }) }));
        ArgumentException flat = Assert.Throws<ArgumentException>(() => new ImageAugmentation(new() { Image = [64] }));
        ArgumentException scale = Assert.Throws<ArgumentException>(() => new ImageAugmentation(new() { Image = [8, 8, 1], Scale = 2 }));

        Assert.Contains("[28, 28, 1]", shape.Message);
        Assert.Contains("[64]", shape.Message);
        Assert.Contains("[height, width, channels]", flat.Message);
        Assert.Contains("Scale", scale.Message);
        Assert.Equal("Crop: expected 0 to 8, received 9.", Refused(new() { Image = [8, 6, 1], Crop = 9 }));
        Assert.Equal("FlipHorizontal: expected 0 to 1, received 1.5.", Refused(new() { Image = [8, 6, 1], FlipHorizontal = 1.5f }));
        Assert.Equal("FlipVertical: expected 0 to 1, received NaN.", Refused(new() { Image = [8, 6, 1], FlipVertical = float.NaN }));

        static string Refused(ImageAugmentationOptions options) =>
            Assert.Throws<ArgumentException>(() => new ImageAugmentation(options)).Message;
    }

    private static Batches Make(bool prefetch) =>
        new(Images, new() { Size = 16, Seed = 4, Augmentation = new ImageAugmentation(All), Prefetch = prefetch });

    private static float[] Epochs(bool prefetch)
    {
        Batches batches = Make(prefetch);
        return [.. Join(batches.InEpoch(0)), .. Join(batches.InEpoch(1))];
    }

    private static float[] Join(Batches.EpochBatches batches)
    {
        List<float> all = [];
        foreach (Batch batch in batches)
        {
            all.AddRange(batch.Inputs.ToArray());
        }

        return [.. all];
    }

    private sealed class Failing : Augmentation
    {
        public override void RequireFits(Shape input)
        {
        }

        public override void Apply(Span<float> input, ref Rng random) => throw new NotSupportedException();
    }
}
