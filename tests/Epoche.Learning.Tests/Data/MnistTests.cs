namespace Epoche.Learning.Tests.Data;

public sealed class MnistTests
{
    private static string? DataFolder =>
        Environment.GetEnvironmentVariable(Mnist.DataVariable) is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    [Fact]
    public void The_original_digits_are_loaded()
    {
        Assert.SkipWhen(DataFolder is null, $"{Mnist.DataVariable} is not set: no MNIST here.");

        Mnist digits = Mnist.Load();

        Assert.Equal((60_000, 10_000), (digits.Train.Count, digits.Test.Count));
        Assert.Equal([784], IdxTests.Sizes(digits.Train.InputShape));

        // The labels and the mean pixel as everybody reports them: 5 0 4 1 9 …, 7 2 1 0 4 …, 0.1307.
        Assert.Equal([5f, 0, 4, 1, 9], Labels(digits.Train, 5));
        Assert.Equal([7f, 2, 1, 0, 4], Labels(digits.Test, 5));
        double sum = 0;
        float[] image = new float[784];
        for (int i = 0; i < digits.Train.Count; i++)
        {
            digits.Train.CopyInput(i, image);
            foreach (float pixel in image)
            {
                sum += pixel;
            }
        }

        Assert.Equal(0.1307, sum / (60_000 * 784), 4);

        // How many of each digit the training set has (published with the data set).
        int[] counts = new int[10];
        for (int i = 0; i < digits.Train.Count; i++)
        {
            counts[(int)digits.Train.Target(i)[0]]++;
        }

        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], counts);
    }

    [Fact]
    public void Clothing_and_letters_are_loaded_as_images()
    {
        Assert.SkipWhen(DataFolder is null, $"{Mnist.DataVariable} is not set: no image sets here.");

        foreach ((string folder, string name, int count) in new[] { ("fashion-mnist", "t10k", 10_000), ("notmnist", "notmnist", 459) })
        {
            string path = Path.Combine(DataFolder, folder, name);
            Assert.SkipWhen(!File.Exists($"{path}-images-idx3-ubyte.gz"), $"{folder} is not in {Mnist.DataVariable}.");

            Dataset images = Idx.ReadImages($"{path}-images-idx3-ubyte.gz", $"{path}-labels-idx1-ubyte.gz", flat: false);

            Assert.Equal(count, images.Count);
            Assert.Equal([28, 28, 1], IdxTests.Sizes(images.InputShape));
        }
    }

    [Fact]
    public void Other_files_under_the_same_names_are_refused()
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[]
        {
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
        })
        {
            folder.File(name, [0, 0, 8, 1, 0, 0, 0, 0]);
        }

        DataFormatException error = Assert.Throws<DataFormatException>(() => Mnist.Load(folder.Path));

        Assert.EndsWith("train-images-idx3-ubyte", error.File);
        Assert.Contains("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", error.Expected);
    }

    [Fact]
    public void Missing_files_are_named_with_the_way_to_get_them()
    {
        using TemporaryFolder folder = new();

        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => Mnist.Load(folder.Path));

        Assert.Contains("train-images-idx3-ubyte", error.Message);
        Assert.Contains("EPOCHE_DATA", error.Message);
        Assert.Contains("https://", error.Message);
    }

    private static float[] Labels(Dataset data, int count) => [.. Enumerable.Range(0, count).Select(i => data.Target(i)[0])];
}
