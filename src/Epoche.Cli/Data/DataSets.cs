namespace Epoche.Cli.Data;

/// <summary>A data set for classifiers that recipes can name.</summary>
/// <param name="Name">What the key <c>data</c> calls it.</param>
/// <param name="Input">The shape of one example.</param>
/// <param name="Image">The shape of the image in it, for convolutions.</param>
/// <param name="Classes">How many classes there are.</param>
/// <param name="TrainExamples">Examples to learn from, validation included.</param>
/// <param name="Load">Reads or makes it.</param>
internal sealed record DataSetEntry(string Name, Shape Input, Shape Image, int Classes, int TrainExamples, Func<DataSetParts> Load)
{
    /// <summary>Makes it with as many examples to learn from as wanted; null where they are read from files.</summary>
    public Func<int, DataSetParts>? Draw { get; init; }
}

/// <summary>A data set in memory.</summary>
/// <param name="Training">Makes the examples to learn from when they are first asked for, which those who only judge never do.</param>
/// <param name="Test">To be judged on.</param>
/// <param name="TestSet">What the latter are, in words.</param>
internal sealed record DataSetParts(Lazy<Dataset> Training, Dataset Test, string TestSet)
{
    public DataSetParts(Dataset train, Dataset test, string testSet)
        : this(new Lazy<Dataset>(train), test, testSet)
    {
    }

    /// <summary>To learn from, validation included.</summary>
    public Dataset Train => Training.Value;

    /// <summary>Other examples from where the training examples are from, and what they are: what a calibrated rule promises something about. Most often the test set.</summary>
    public (Dataset Examples, string What) Alike { get; init; } = (Test, TestSet);
}

/// <summary>The data sets: a plain table.</summary>
internal static class DataSets
{
    private const int TrainExamples = 60_000, TestExamples = 10_000; // as many as MNIST has
    private const int MostDrawings = 1_000_000; // of 784 bytes
    private const ulong TrainSeed = 1, TestSeed = 2;

    private static readonly Shape s_flat = [784], s_image = [28, 28, 1];

    private static readonly DataSetEntry[] s_all =
    [
        Drawn("digits", DrawnDigits),
        Drawn("letters", DrawnLetters),
        new("mnist", s_flat, s_image, 10, TrainExamples, () => { Mnist mnist = Mnist.Load(); return new(mnist.Train, mnist.Test, MnistTestSet); }),
    ];

    private const string MnistTestSet = "the test set of MNIST";

    public static IReadOnlyList<string> Names => [.. s_all.Select(e => e.Name)];

    public static DataSetEntry Find(string name) => s_all.Single(e => e.Name == name);

    /// <summary>The data set that a recipe names in <c>data</c>, of as many drawings as its key <c>drawings</c> says.</summary>
    /// <param name="recipe">The whole recipe.</param>
    public static DataSetEntry Read(ConfigMap recipe)
    {
        DataSetEntry data = Find(recipe.RequiredChoice("data", Names));
        if (data.Draw is not { } draw)
        {
            return data;
        }

        int drawings = recipe.Int("drawings", TrainExamples, Bounds.Between(100, MostDrawings));
        return data with { TrainExamples = drawings, Load = () => draw(drawings) };
    }

    private static DataSetEntry Drawn(string name, Func<int, DataSetParts> draw) =>
        new(name, s_flat, s_image, DrawnCharacters.Classes, TrainExamples, () => draw(TrainExamples)) { Draw = draw };

    /// <summary>Learned from drawings alone; judged on real handwriting where there is some.</summary>
    private static DataSetParts DrawnDigits(int drawings)
    {
        Lazy<Dataset> train = new(() => DrawnCharacters.Digits(drawings, TrainSeed));
        Dataset others = DrawnCharacters.Digits(TestExamples, TestSeed);
        const string what = "other drawn digits";
        DataSetParts parts = Mnist.IsThere()
            ? new(train, Mnist.Load().Test, $"{MnistTestSet}, real handwriting")
            : new(train, others, $"{what}; 'epoche data mnist' gets real ones to be judged on");
        return parts with { Alike = (others, what) };
    }

    private static DataSetParts DrawnLetters(int drawings) =>
        new(new Lazy<Dataset>(() => DrawnCharacters.Letters(drawings, TrainSeed)), DrawnCharacters.Letters(TestExamples, TestSeed), "other drawn letters");
}
