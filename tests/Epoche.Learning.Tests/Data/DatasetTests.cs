namespace Epoche.Learning.Tests.Data;

public sealed class DatasetTests
{
    private static readonly Dataset Ten = new(
        [.. Enumerable.Range(0, 20).Select(i => (float)i)], [2], [.. Enumerable.Range(0, 10).Select(i => i * 10f)], []);

    [Fact]
    public void Examples_are_rows()
    {
        Assert.Equal([6f, 7f], Ten.Input(3));
        Assert.Equal([30f], Ten.Target(3).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Input(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Target(-1).ToArray());
    }

    [Fact]
    public void Tensors_with_equal_first_axes_make_a_data_set()
    {
        Dataset data = Dataset.Of(Tensor.Of([1, 2, 3, 4], [2, 2]), Tensor.Of([5, 6], [2, 1]));

        Assert.Equal([3f, 4f], data.Input(1));
        Assert.Equal([6f], data.Target(1).ToArray());
        Assert.Equal([1], IdxTests.Sizes(data.TargetShape));
        Assert.Throws<ArgumentException>(() => Dataset.Of(Tensor.Of([1, 2, 3, 4], [2, 2]), Tensor.Of([5, 6, 7], [3])));
    }

    [Fact]
    public void Pixels_become_numbers_from_0_to_1()
    {
        byte[] pixels = [.. Enumerable.Range(0, 512).Select(i => (byte)i)];
        foreach (int width in new[] { 1, 16, 64, 256, 512 })
        {
            Dataset images = Dataset.OfPixels(pixels, [width], new float[512 / width], [1]);
            Assert.Equal(Enumerable.Range(0, width).Select(i => (byte)i / 255f), images.Input(0));
        }

        Dataset image = Dataset.OfPixels(pixels, [512], [1], []);
        Assert.Throws<ArgumentException>(() => image.CopyInput(0, new float[513]));
    }

    [Fact]
    public void Whole_numbers_stay_what_they_are()
    {
        Dataset xor = new([0, 0, 0, 1, 1, 0, 1, 1], [2], [0, 1, 1, 0], [1]);

        Assert.Equal([0f, 0, 0, 1, 1, 0, 1, 1], xor.Inputs().ToArray());
        Assert.Equal([0f, 1, 1, 0], Targets(xor));
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(5, 2)]
    [InlineData(0, 1)]
    public void Arrays_of_unequal_counts_are_refused(int inputs, int targets) =>
        Assert.Throws<ArgumentException>(() => new Dataset(new float[inputs], [2], new float[targets], []));

    [Fact]
    public void Subsets_of_subsets_name_the_right_examples()
    {
        Dataset some = Ten.Select([9, 4, 4, 1]).Select([0, 3, 1]);

        Assert.Equal([90f, 10f, 40f], Targets(some));
        Assert.Equal([8f, 9f], some.Input(2));
        Assert.Equal([90f, 10f], Targets(some.Take(2)));
        Assert.Equal(3, some.Take(100).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => some.Select([3]));
    }

    [Fact]
    public void A_split_puts_every_example_in_one_part_the_same_way_for_a_seed()
    {
        (Dataset training, Dataset validation) = Ten.Split(3, seed: 5);

        Assert.Equal((7, 3), (training.Count, validation.Count));
        Assert.Equal(Targets(Ten), Targets(training).Concat(Targets(validation)).Order());
        Assert.Equal(Targets(validation), Targets(Ten.Split(3, seed: 5).Validation));
        Assert.Contains(Enumerable.Range(6, 10), s => !Targets(Ten.Split(3, (ulong)s).Validation).SequenceEqual(Targets(validation)));
        Assert.Equal((0, 10), (Ten.Split(10, 1).Training.Count, Ten.Split(10, 1).Validation.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Split(11, 1));
    }

    private static float[] Targets(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(i => data.Target(i)[0])];
}
