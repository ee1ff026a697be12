using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Configuration;

/// <summary>
/// Null, and paths of nothing, are named where they are given. The walk over the whole API is among the tests of the architecture.
/// </summary>
public sealed class NullTests
{
    [Fact]
    public void An_argument_that_is_null_is_named()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2]);

        Assert.Equal("inputs", Assert.Throws<ArgumentNullException>(() => new Dataset((float[])null!, [2], [0f], [1])).ParamName);
        Assert.Equal("targets", Assert.Throws<ArgumentNullException>(() => new Dataset([0f, 1f], [2], null!, [1])).ParamName);
        Assert.Equal("Optimizer", Assert.Throws<ArgumentNullException>(() => new TrainerOptions { Optimizer = null! }).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => net.Save(null!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => Model.Load(null!)).ParamName);
        Assert.Equal("Element 1 of parameters is null. (Parameter 'parameters')", Assert.Throws<ArgumentException>(
            () => new Trainer(new() { Optimizer = new Sgd(0.1f) }, net.Parameters, null!)).Message);
    }

    [Fact]
    public void An_element_of_a_list_that_is_null_is_named()
    {
        Dataset data = new([1, 2], [2], [1], [1]);
        Sequential net = new Sequential { new Dense(1) }.Build([2]);
        (string List, int Element, Action Give)[] cases =
        [
            ("Callbacks", 0, () => new SupervisedOptions { Callbacks = [null!] }),
            ("Callbacks", 0, () => new FitOptions { Callbacks = [null!] }),
            ("Metrics", 1, () => new SupervisedOptions { Metrics = [new Accuracy(), null!] }),
            ("Observers", 0, () => new LoopOptions { Observers = [null!] }),
            ("Labels", 1, () => new ModelInfo { Labels = ["a", null!] }),
            ("metrics", 0, () => net.Evaluate(data, MeanSquaredError, [null!])),
            ("categories", 1, () => CsvColumn.Class("a", "x", null!)), ("parts", 0, () => new SequenceTraining(1, [null!])),
            ("inputs", 0, () => new GraphModel([null!], Model.Input([2]))), ("labels", 0, () => Confusion().ToTable([null!, "b"])),
        ];
        foreach ((string list, int element, Action give) in cases)
        {
            Assert.Equal($"Element {element} of {list} is null. (Parameter '{list}')", Assert.Throws<ArgumentException>(give).Message);
        }
    }

    /// <summary>Of a folder the base library says that access is denied.</summary>
    [Fact]
    public void A_folder_in_the_place_of_a_file_is_named()
    {
        using TemporaryFolder folder = new();
        Sequential net = new Sequential { new Dense(1) }.Build([2]);
        string message = $"'{folder.Path}' is a folder; expected a file.";
        Action[] reads =
        [
            () => ModelFile.LoadWeights(net, folder.Path), () => SafetensorsReader.Open(folder.Path), () => Idx.Read(folder.Path),
            () => ConfigMap.Load(folder.Path), () => Csv.Read(folder.Path, [CsvColumn.Number("a")], [CsvColumn.Number("b")]),
        ];
        foreach (Action read in reads)
        {
            Assert.Equal(message, Assert.Throws<UnauthorizedAccessException>(read).Message);
        }
    }

    /// <summary>It wrote model.yaml into the current folder.</summary>
    [Fact]
    public void An_empty_path_is_refused()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2]);

        Assert.Equal("path", Assert.Throws<ArgumentException>(() => net.Save("")).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => net.Save(" ")).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => ModelFile.SaveWeights(net, "")).ParamName);
        Assert.False(File.Exists("model.yaml"));
    }

    private static ConfusionMatrix Confusion()
    {
        ConfusionMatrix matrix = new();
        matrix.Add(Tensor.Of([0.2f, 0.8f], [1, 2]), Tensor.Of([1], [1]));
        return matrix;
    }
}
