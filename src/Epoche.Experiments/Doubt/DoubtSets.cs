namespace Epoche.Experiments;

/// <summary>What a classifier with doubt is tried on beside its test examples: images made of those, and images of other things.</summary>
/// <param name="data">The name of the data that the classifier knows.</param>
/// <param name="image">The shape of an image, [height, width, channels].</param>
/// <param name="test">Its test images, [images, pixels].</param>
internal sealed class DoubtSets(string data, Shape image, Tensor test)
{
    private const ulong Seed = 5;
    private const int DrawnLetters = 1_000;

    /// <summary>All sets but the test set, in the order in which they are shown.</summary>
    public IReadOnlyList<DoubtSet> All =>
    [
        Made("uniform", "noise, uniform"),
        Made("gaussian", "noise, normal"),
        Made("bernoulli", "noise, black and white, as bright as the test images"),
        Made("shuffled", "test images with their pixels shuffled"),
        Made("grey", "constant grey"),
        Letters(),
        Clothes(),
        Made("rotated", "test images turned by 45° to 135°") with { IsSpoilt = true },
        Made("blurred", "test images blurred") with { IsSpoilt = true },
        Made("inverted", "test images, black on white") with { IsSpoilt = true },
    ];

    private DoubtSet Made(string name, string what) => new(name, what, () => new DoubtImages(test, image, Seed).Make(name));

    private static string Folder(string name) => Path.Combine(Path.GetDirectoryName(Mnist.DefaultFolder) ?? "", name);

    private DoubtSet Letters()
    {
        if (data == "letters")
        {
            return new("letters", "letters", null) { Missing = "letters are what the classifier knows" };
        }

        // A classifier of drawn digits is tried on drawn letters: the same pen, other strokes.
        return data != "digits" && File(Folder("notmnist"), "notmnist-images-idx3-ubyte") is { } path
            ? new("letters", "letters A to J in many typefaces (notMNIST)", () => Read(path))
            : new("letters", "letters A to J, drawn by the program", () => DrawnCharacters.Letters(DrawnLetters, Seed).Inputs());
    }

    private static DoubtSet Clothes() => File(Folder("fashion-mnist"), "t10k-images-idx3-ubyte") is { } path
        ? new("clothes", "clothes (Fashion-MNIST)", () => Read(path))
        : new("clothes", "clothes (Fashion-MNIST)", null) { Missing = $"there is no t10k-images-idx3-ubyte.gz in "
            + $"'{Folder("fashion-mnist")}'" };

    private static string? File(string folder, string name) =>
        ((string[])[Path.Combine(folder, name), Path.Combine(folder, name + ".gz")]).FirstOrDefault(System.IO.File.Exists);

    private static Tensor Read(string path)
    {
        IdxArray images = Idx.Read(path);
        int count = images.Shape[0], pixels = images.Values.Length / count;
        return Dataset.OfPixels(images.Values, [pixels], new float[count], []).Inputs();
    }
}
