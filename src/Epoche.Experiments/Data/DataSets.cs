namespace Epoche;

/// <summary>The data sets that recipes can name: a plain table.</summary>
public static class DataSets
{
    /// <summary>Examples to evaluate on, of every data set: as many as MNIST has.</summary>
    internal const int TestExamples = 10_000;

    private const int TrainExamples = 60_000;
    private const int MostDrawings = 1_000_000; // of 784 bytes
    private const ulong TrainSeed = 1, TestSeed = 2;

    // Light ink on a dark ground, as MNIST has it; on paper it is the other way round.
    private static readonly ImageInput s_characters =
        new() { Height = 28, Width = 28, Fit = ImageFit.Pad, Inversion = ImageInversion.Auto, Flat = true };

    private static readonly DataSetEntry[] s_all =
    [
        Drawn("digits", DrawnDigits),
        Drawn("letters", DrawnLetters),
        new("mnist", s_characters, 10, TrainExamples, LoadMnist),
    ];

    private const string MnistTestSet = "the test set of MNIST";

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names => [.. s_all.Select(e => e.Name)];

    /// <summary>The data set of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such data set.</exception>
    public static DataSetEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_all.FirstOrDefault(e => e.Name == name)
            ?? throw new ArgumentException($"There is no data set '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
    }

    /// <summary>
    /// The data set that a recipe names in <c>data</c>, of as many drawings as its key <c>drawings</c> says; or CSV files, or a folder of
    /// pictures, of your own.
    /// </summary>
    /// <param name="recipe">The whole recipe.</param>
    /// <exception cref="ConfigurationException">It names another, or a number of drawings that is out of range.</exception>
    /// <exception cref="DataFormatException">A file of your own is damaged.</exception>
    public static DataSetEntry Read(ConfigMap recipe) => Read(recipe, mayWeigh: false);

    /// <summary>The same, where rows may have weights.</summary>
    internal static DataSetEntry Read(ConfigMap recipe, bool mayWeigh)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (OwnFiles.Find(recipe, Names) is { } files)
        {
            return files.IsFolder ? OwnPictures.Read(recipe, files) : OwnTable.Read(recipe, files, isRegression: false, mayWeigh);
        }

        DataSetEntry data = Find(recipe.RequiredChoice("data", Names));
        if (data.Draw is not { } draw)
        {
            return data;
        }

        int drawings = recipe.Int("drawings", TrainExamples, Bounds.Between(100, MostDrawings));
        return data with { TrainExamples = drawings, Load = () => draw(drawings) };
    }

    /// <summary>The CSV files of a recipe that predicts a number.</summary>
    /// <exception cref="ConfigurationException">It names something else.</exception>
    internal static DataSetEntry ReadNumbers(ConfigMap recipe) =>
        OwnFiles.Find(recipe, []) is { IsFolder: false } files
        ? OwnTable.Read(recipe, files, isRegression: true, mayWeigh: true)
        : throw recipe.Error("data", $"must be a CSV file, or a list of them; received {recipe.Required("data").Description}");

    private static DataSetEntry Drawn(string name, Func<int, DataSetParts> draw) =>
        new(name, s_characters, DrawnCharacters.Classes, TrainExamples, () => draw(TrainExamples)) { Draw = draw };

    private static DataSetParts LoadMnist()
    {
        Mnist mnist = Mnist.Load();
        return new(mnist.Train, mnist.Test, MnistTestSet);
    }

    /// <summary>Learned from drawings alone; evaluated on real handwriting where there is some.</summary>
    private static DataSetParts DrawnDigits(int drawings)
    {
        Lazy<Dataset> train = new(() => DrawnCharacters.Digits(drawings, TrainSeed));
        Dataset others = DrawnCharacters.Digits(TestExamples, TestSeed);
        const string what = "other drawn digits";
        DataSetParts parts = Mnist.Exists()
            ? new(train, Mnist.Load().Test, $"{MnistTestSet}, real handwriting")
            : new(train, others, $"{what}; 'epoche data mnist' gets real ones to evaluate on");
        return parts with { InDistribution = (others, what) };
    }

    private static DataSetParts DrawnLetters(int drawings) =>
        new(
            new Lazy<Dataset>(() => DrawnCharacters.Letters(drawings, TrainSeed)),
            DrawnCharacters.Letters(TestExamples, TestSeed),
            "other drawn letters");
}
