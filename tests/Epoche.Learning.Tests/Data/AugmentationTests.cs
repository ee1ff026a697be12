namespace Epoche.Learning.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly ImageAugmentationOptions All = new()
    {
        Image = [8, 8, 1], Shift = 1, Rotation = 20, Scale = 0.2f, Elastic = 0.5f, Noise = 0.1f,
    };

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
            new() { Image = [4, 4, 4], Shift = 1 }, All,
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
