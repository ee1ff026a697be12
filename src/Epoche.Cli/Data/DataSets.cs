namespace Epoche.Cli.Data;

/// <summary>A data set for classifiers that recipes can name.</summary>
/// <param name="Name">What the key <c>data</c> calls it.</param>
/// <param name="Input">The shape of one example.</param>
/// <param name="Image">The shape of the image in it, for convolutions.</param>
/// <param name="Classes">How many classes there are.</param>
/// <param name="TrainExamples">Examples to learn from, validation included.</param>
/// <param name="Load">Reads both parts.</param>
internal sealed record DataSetEntry(string Name, Shape Input, Shape Image, int Classes, int TrainExamples, Func<(Dataset Train, Dataset Test)> Load);

/// <summary>The data sets: a plain table.</summary>
internal static class DataSets
{
    private static readonly DataSetEntry[] s_all =
    [
        new("mnist", [784], [28, 28, 1], 10, 60_000, () => { Mnist mnist = Mnist.Load(); return (mnist.Train, mnist.Test); }),
    ];

    public static IReadOnlyList<string> Names => [.. s_all.Select(e => e.Name)];

    public static DataSetEntry Find(string name) => s_all.Single(e => e.Name == name);
}
