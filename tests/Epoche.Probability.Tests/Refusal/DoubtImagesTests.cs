namespace Epoche.Probability.Tests.Refusal;

public sealed class DoubtImagesTests
{
    private const int Count = 300, Side = 28;
    private static readonly Tensor s_images = Digits();
    private static readonly DoubtImages s_sets = new(s_images, [Side, Side, 1], seed: 8);

    [Fact]
    public void Every_set_has_a_name_and_images_in_range()
    {
        foreach (string name in DoubtImages.Names)
        {
            Tensor made = s_sets.Make(name);
            Assert.Equal(s_images.Shape, made.Shape);
            Assert.False(made.Values.ContainsAnyExceptInRange(0f, 1f), name);
            Assert.Equal(made.ToArray(), new DoubtImages(s_images, [Side, Side, 1], 8).Make(name).ToArray());
        }

        Assert.NotEqual(s_sets.Uniform().ToArray(), new DoubtImages(s_images, [Side, Side, 1], 9).Uniform().ToArray());
        Assert.Contains(
            "There is no set 'letters'; the sets are uniform,", Assert.Throws<ArgumentException>(() => s_sets.Make("letters")).Message);
    }

    /// <summary>235,200 pixels: means within 0.01, five deviations. Φ(−½) = 0.3085 of Gaussian pixels are cut off at each end.</summary>
    [Fact]
    public void Noises_have_their_moments()
    {
        Assert.Equal(0.5f, s_sets.Uniform().Mean().Item(), 0.01f);
        Assert.Equal(0.5f, s_sets.Gaussian().Mean().Item(), 0.01f);
        Assert.Equal(0.3085, s_sets.Gaussian().ToArray().Count(v => v == 0) / (double)s_images.Count, 0.01);
        Assert.Equal(s_images.Mean().Item(), s_sets.Bernoulli().Mean().Item(), 0.01f);
        Assert.Equal([0f, 1f], s_sets.Bernoulli().ToArray().Distinct().Order());
    }

    [Fact]
    public void Shuffled_images_keep_their_pixels()
    {
        Tensor shuffled = s_sets.Shuffled();
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(Image(s_images, i).Order(), Image(shuffled, i).Order());
        }

        Assert.NotEqual(s_images.ToArray(), shuffled.ToArray());
    }

    [Fact]
    public void Grey_images_take_all_levels()
    {
        Tensor grey = s_sets.Grey();
        Assert.Equal(256, grey.ToArray().Distinct().Count());
        Assert.All(Enumerable.Range(0, Count), i => Assert.All(Image(grey, i), v => Assert.Equal(i % 256 / 255f, v)));
    }

    /// <summary>A bright dot at the right edge: after a quarter turn counter-clockwise it is at the top.</summary>
    [Fact]
    public void Turns_and_blurs_do_what_they_say()
    {
        float[] dot = new float[25], turned = new float[25], blurred = new float[25];
        dot[(2 * 5) + 4] = 1;
        ImageFilters filters = new([5, 5, 1]);
        filters.Rotate(dot, turned, 90);
        Assert.Equal(1, turned[2], 1e-5f);
        Assert.Equal(1, turned.Sum(), 1e-5f);

        float[] middle = new float[625], spread = new float[625];
        middle[(12 * 25) + 12] = 1;
        new ImageFilters([25, 25, 1]).Blur(middle, spread, 2);
        Assert.Equal(1, spread.Sum(), 1e-4f);
        Assert.Equal(spread[(12 * 25) + 10], spread[(14 * 25) + 12], 1e-6f);
        Assert.Equal(MathF.Exp(-0.5f), spread[(12 * 25) + 10] / spread[(12 * 25) + 12], 1e-4f); // two pixels are one deviation
        filters.Blur(dot, blurred, 2);
        Assert.True(blurred.Sum() < 0.7f); // the rest left the image
    }

    [Fact]
    public void Inverted_images_invert_back() => Assert.Equal(
        s_images.ToArray(), new DoubtImages(s_sets.Inverted(), [Side, Side, 1], 0).Inverted().ToArray(),
        (a, b) => MathF.Abs(a - b) < 1e-6f);

    [Fact]
    public void Bad_images_are_named()
    {
        Assert.Contains(
            "received [2, 5] and [2, 2, 1]",
            Assert.Throws<ArgumentException>(() => new DoubtImages(Tensor.Zeros([2, 5]), [2, 2, 1], 0)).Message);
        Assert.Contains(
            "of bytes they are value/255",
            Assert.Throws<ArgumentException>(() => new DoubtImages(Tensor.Full([2, 4], 255), [2, 2, 1], 0)).Message);
    }

    private static float[] Image(Tensor images, int i) => images.Values.Slice(i * Side * Side, Side * Side).ToArray();

    private static Tensor Digits()
    {
        Dataset drawn = DrawnCharacters.Digits(Count, 1);
        float[] all = new float[Count * Side * Side];
        for (int i = 0; i < Count; i++)
        {
            drawn.CopyInput(i, all.AsSpan(i * Side * Side, Side * Side));
        }

        return Tensor.Of(all, [Count, Side * Side]);
    }
}
