namespace Epoche.Learning.Tests.Models;

/// <summary>Messages name the layer, the input and both shapes.</summary>
public sealed class GraphModelErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shapes_that_do_not_fit_name_the_layer_its_inputs_and_the_shapes()
    {
        Symbol image = Model.Input([4, 4], "image"), meta = Model.Input([7], "meta");

        Fails<ArgumentException>(
            () => new GraphModel([image, meta], image + meta), "'add' (add)", "'image' [4, 4]", "'meta' [7]", "one shape");
        Fails<ArgumentException>(
            () => new GraphModel([image, meta], Symbol.Concat(image, meta)), "'concat' (concat)", "'image' [4, 4]", "'meta' [7]", "axis 1");
        Fails<ArgumentException>(
            () => new GraphModel(Model.Input([], "number"), Model.Input([], "other").Then(new Dense(1))), "'other' []", "number []");
        Dense shared = new(3) { Name = "twin" };
        Fails<ArgumentException>(
            () => new GraphModel([image, meta], ("a", image.Then(shared)), ("b", meta.Then(shared))), "'twin' (dense)",
            "'image' [4, 4]", "'meta' [7]");
    }

    [Fact]
    public void Symbols_of_one_model_make_no_second_one_with_other_numbers()
    {
        Sequential encoder = new Sequential { new Dense(3) }.Build([2], seed: 1);
        Symbol x = Model.Input([2], "x"), code = x.Then(encoder, "encoder"), again = x.Then(encoder, "encoder");
        GraphModel first = new GraphModel(x, code + again).Build();
        Fails<InvalidOperationException>(
            () => new GraphModel(x, code), "The part 'encoder' is in another model already", "Make one model with the outputs of both",
            "apply the part once more");
        Fails<InvalidOperationException>(() => new GraphModel(x, again.Then(new Dense(1))), "'encoder'");
        GraphModel copy = new GraphModel(x, x.Then(encoder, "encoder")).Build(); // applied once more: another copy
        first.Parameters.Values.Clear();
        Assert.Equal(encoder.Parameters.Values.ToArray(), copy.Parameters.Values.ToArray());

        Symbol y = Model.Input([2], "y");
        IReadOnlyList<Symbol> outputs = new GraphModel(y, y.Then(new Dense(2))).Apply("inner", x);
        // A model that was not made has taken no layer.
        Fails<ArgumentException>(() => new GraphModel([x, Model.Input([2], "unused")], outputs[0]), "'unused'");
        _ = new GraphModel(x, outputs[0]);
        Fails<InvalidOperationException>(() => new GraphModel(x, outputs[0]), "The part 'inner' is in another model already");
    }

    [Fact]
    public void A_call_names_the_input_and_both_shapes()
    {
        GraphModel model = GraphModelTests.TwoByTwo();
        Tensor image = Tensor.Ones([5, 3, 2]);

        Fails<ArgumentException>(() => model.Call([image]), "image [3, 2], meta [4]", "received 1");
        Fails<ArgumentException>(() => model.Call(image, Tensor.Ones([5, 3])), "'meta'", "[batch, 4]", "[5, 3]");
        Fails<ArgumentException>(() => model.Call(image, Tensor.Ones([6, 4])), "'image' [5, 3, 2]", "'meta' [6, 4]", "same number");
        Fails<InvalidOperationException>(() => model.Call(image), "2 inputs", "model.Call([image, meta])");
        Fails<InvalidOperationException>(() => _ = model.InputShape, "image [3, 2], meta [4]");
        Fails<ArgumentException>(() => _ = model.Call(image, Tensor.Ones([5, 4]))["third"], "'third'", "first [4], second [1]");
    }

    [Fact]
    public void Inputs_and_names_are_checked()
    {
        Symbol a = Model.Input([2], "a"), b = Model.Input([2], "b");

        Fails<ArgumentException>(() => new GraphModel(a, a + b), "'b' [2]", "not among");
        Fails<ArgumentException>(() => new GraphModel([a, b], a.Then(new Dense(1))), "'b' [2]", "reaches no output");
        Fails<ArgumentException>(() => new GraphModel([a, Model.Input([1], "a")], a), "Two inputs are called 'a'");
        Fails<ArgumentException>(() => new GraphModel([a], ("y", a), ("y", a)), "Two outputs are called 'y'");
        Fails<ArgumentException>(() => new GraphModel(a, a.Then(new Dense(1) { Name = "a" })), "'a'", "unique");
        Fails<ArgumentException>(() => new GraphModel([a.Then(new Dense(1))], a), "Model.Input");
        Fails<ArgumentException>(() => GraphModelTests.TwoByTwo().Apply("part", a), "image [3, 2], meta [4]", "received 1");
        Fails<ArgumentException>(() => a.Then(GraphModelTests.Siamese(), "part"), "2 inputs");
    }

    [Fact]
    public void A_layer_is_in_one_model()
    {
        Dense layer = new(2);
        Symbol x = Model.Input([2]);
        GraphModel first = new(x, x.Then(layer));
        Sequential second = [layer];

        Fails<InvalidOperationException>(() => new GraphModel(x, x.Then(layer)), "'dense' (dense)", "another model");
        Fails<InvalidOperationException>(() => second.Build([2]), "another model");
        Assert.Single(first.Layers);
    }

    [Fact]
    public void A_built_part_needs_the_inputs_that_it_was_built_for()
    {
        Sequential encoder = new Sequential { new Dense(2) }.Build([4]);
        Symbol x = Model.Input([5]);
        GraphModel model = new(x, x.Then(encoder, "encoder"));

        Fails<ArgumentException>(() => model.Build(), "'encoder/dense/kernel'", "[5, 2]", "[4, 2]");
    }

    [Theory]
    [InlineData("of: [image]", "of: [picture]", "there is no 'picture'")]
    [InlineData("of: [image]", "of: [dense]", "there is no 'dense'")]
    [InlineData("of: [image]", "of: []", "one value at least")]
    [InlineData("of: [flatten]", "of: [flatten, meta]", "takes one input")]
    [InlineData("of: [dense, dense_2]", "of: [dense]", "shape")]
    [InlineData("of: [dense, dense_2]", "of: [dense, image]", "'image' [3, 2]")]
    [InlineData("- layer: concat", "- layer: add", "'add'")]
    [InlineData("is: dense_3", "is: nothing", "there is no 'nothing'")]
    [InlineData("name: second", "name: first", "'first' for a second output")]
    [InlineData("name: meta\n    shape", "name: image\n    shape", "'image' for a second input")]
    [InlineData("shape: [4]", "shape: [9]", "[9, 3]")]
    [InlineData("shape: [4]", "shape: [2000000000]", "2000000000")]
    [InlineData("kind: concat", "kind: System.Object", "No layer is of kind")]
    [InlineData("version: 2", "version: 6", "at most 5")]
    [InlineData("version: 2", "version: 1", "input")]
    [InlineData("outputs:", "results:", "outputs")]
    public void A_damaged_description_is_refused(string text, string damaged, string expected)
    {
        string path = Path.Combine(_folder.Path, "model"), file = Path.Combine(path, "model.yaml");
        GraphModelTests.TwoByTwo().Build(seed: 1).Save(path);
        string yaml = File.ReadAllText(file);
        Assert.Contains(text, yaml, StringComparison.Ordinal);
        int at = yaml.IndexOf(text, StringComparison.Ordinal);
        File.WriteAllText(file, yaml[..at] + damaged + yaml[(at + text.Length)..]);

        Fails<DataFormatException>(() => Model.Load(path), expected, path);
    }

    [Fact]
    public void The_wrong_kind_of_model_says_how_to_load_it()
    {
        string graph = Path.Combine(_folder.Path, "graph"), sequence = Path.Combine(_folder.Path, "sequence");
        GraphModelTests.TwoByTwo().Build().Save(graph);
        new Sequential { new Dense(1) }.Build([1]).Save(sequence);

        Fails<DataFormatException>(() => Sequential.Load(graph), "GraphModel.Load");
        Fails<DataFormatException>(() => GraphModel.Load(sequence), "Sequential.Load");
        Assert.Equal(2, GraphModel.Load(graph).Inputs.Count);
        Assert.Equal([1], Sequential.Load(sequence).InputShape);
    }

    [Fact]
    public void What_is_not_an_input_is_reported_in_a_few_words_however_many_paths_lead_to_it()
    {
        Symbol x = Model.Input([4]), y = x;
        for (int i = 0; i < 60; i++)
        {
            y += y;
        }

        Fails<ArgumentException>(() => new GraphModel([y], y), "received add of add, add");
    }

    [Fact]
    public void What_is_not_there_to_be_frozen_is_reported_with_what_is_nearest()
    {
        Sequential net = [.. Enumerable.Range(0, 20).Select(i => new Dense(1) { Name = $"layer{i}" }), new Dense(1) { Name = "head" }];
        net.Build([1]);

        Fails<ArgumentException>(
            () => net.Parameters.Freeze("hed"),
            "called 'hed' or lies under 'hed/'; there are head/kernel, head/bias, layer0/kernel", "and 34 others");
        net.Parameters.Freeze("head");
    }

    [Fact]
    public void Labels_and_preprocessing_are_those_of_a_single_port()
    {
        GraphModel model = GraphModelTests.TwoByTwo().Build();
        model.Info = new() { Labels = ["a", "b", "c", "d"] };
        Fails<ArgumentException>(() => model.Save(Path.Combine(_folder.Path, "m")), "first [4], second [1]");
        model.Info = new() { Preprocessing = new() { Divisor = 255 } };
        Fails<ArgumentException>(() => model.Save(Path.Combine(_folder.Path, "m")), "image [3, 2], meta [4]");
    }

    private static void Fails<T>(Action action, params string[] mentioned)
        where T : Exception
    {
        string message = Assert.Throws<T>(action).Message;
        Assert.All(mentioned, text => Assert.Contains(text, message, StringComparison.Ordinal));
    }
}
