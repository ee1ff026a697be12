using Epoche.Conformance.Models;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Models;

public sealed class ModelPartTests
{
    private static readonly Tensor s_x = Tensor.Of([1, -2, 3, 0.5f, 2, -1, 0.25f, 4], [2, 4]);

    [Fact]
    public void A_body_and_the_head_behind_it_give_the_bits_of_the_whole()
    {
        Sequential whole = Whole();
        whole.Info = new() { Labels = ["a", "b", "c"] };

        Sequential body = whole.Upto("dense_2"), head = whole.After("dense_2");

        Assert.Equal(["dense", "dense_2"], body.Layers.Select(layer => layer.Name));
        Assert.Equal(["dropout", "dense_3"], head.Layers.Select(layer => layer.Name));
        Assert.Equal(whole.Call(s_x).ToArray(), head.Call(body.Call(s_x)).ToArray());
        Assert.Equal((0, 3), (body.Info.Labels.Count, head.Info.Labels.Count));
        ModelKit.Check(() => Whole().Upto("dense_2"));
        body.Parameters.Values.Clear(); // copies: the whole stays as it is
        Assert.Equal(Whole().Parameters.Values.ToArray(), whole.Parameters.Values.ToArray());
    }

    [Fact]
    public void Of_a_sequence_that_is_not_built_so_is_the_body() =>
        Assert.False(new Sequential { new Dense(3), new Dense(2) }.Upto("dense").IsBuilt);

    [Fact]
    public void Of_a_graph_the_body_has_the_inputs_that_it_needs_and_shared_layers_once()
    {
        GraphModel whole = Graph();
        Tensor left = Tensor.Of([1, 2, 3], [1, 3]), right = Tensor.Of([-1, 0, 1], [1, 3]), beside = Tensor.Of([5], [1, 1]);

        GraphModel one = whole.Upto("twin"), two = whole.Upto("add"), head = whole.After("concat");

        Assert.Equal([new ModelPort("left", [3])], one.Inputs);
        Assert.Equal(["twin", "add"], two.Layers.Select(layer => layer.Name));
        Assert.Equal([new ModelPort("input", [3])], head.Inputs);
        Assert.Equal(["digit", "size"], head.Outputs.Select(output => output.Name));
        Tensor together = whole.Upto("concat").Call([left, right, beside])[0];
        ModelOutputs expected = whole.Call(left, right, beside), found = head.Call([together]);
        Assert.Equal(expected["digit"].ToArray(), found["digit"].ToArray());
        Assert.Equal(expected["size"].ToArray(), found["size"].ToArray());
        ModelKit.Check(() => Graph().Upto("add"));
        ModelKit.Check(() => Graph().After("concat"));
    }

    [Fact]
    public void A_cut_that_is_impossible_is_refused()
    {
        ArgumentException unknown = Assert.Throws<ArgumentException>(() => Whole().Upto("dense2"));
        Assert.Equal(
            "The model has no layer 'dense2'. Did you mean 'dense_2'? Its layers are dense, dense_2, dropout, dense_3. (Parameter 'layer')",
            unknown.Message);
        ArgumentException past = Assert.Throws<ArgumentException>(() => Graph().After("twin"));
        Assert.Equal(
            "The model cannot be cut behind 'twin': what comes behind needs the input 'right' past it too. "
                + "Cut where all has come together.",
            past.Message);
    }

    [Fact]
    public void Weights_are_copied_by_name_and_the_report_says_what_was_not()
    {
        Sequential source = Whole();
        Symbol x = Model.Input([4]);
        GraphModel target = new GraphModel(
            x, x.Then(new Sequential { new Dense(5), new Dense(7) }, "body").Then(new Dense(9) { Name = "head" })).Build(seed: 8);
        float[] before = target.Parameters.Values.ToArray();

        WeightsReport report = target.CopyWeights(source, name => name.Replace("body/", "", StringComparison.Ordinal));

        Assert.Equal(
            """
            2 of 6 parameters matched
              body/dense/kernel [4, 5] from dense/kernel
              body/dense/bias [5] from dense/bias
              another shape: body/dense_2/kernel is [5, 7] here, dense_2/kernel [5, 6] there
              another shape: body/dense_2/bias is [7] here, dense_2/bias [6] there
              missing: head/kernel [7, 9]
              missing: head/bias [9]
              not used: dense_3/kernel [6, 3]
              not used: dense_3/bias [3]
            """,
            report.ToString(), ignoreLineEndingDifferences: true);
        Assert.False(report.IsComplete);
        Assert.Equal(source.Parameters.Values[..25].ToArray(), target.Parameters.Values[..25].ToArray());
        Assert.Equal(before[25..], target.Parameters.Values[25..].ToArray());
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(report.RequireComplete);
        Assert.StartsWith("Not every parameter was found. 2 of 6 parameters matched", error.Message);
        Assert.True(Whole().CopyWeights(source).RequireComplete().IsComplete);
    }

    [Fact]
    public void A_file_of_weights_is_read_by_name_as_far_as_it_fits()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "weights.safetensors");
        Sequential source = Whole(), target = new Sequential { new Dense(5), new Dense(2) }.Build([4], seed: 3);
        ModelFile.SaveWeights(source, path);

        WeightsReport report = ModelFile.LoadMatchingWeights(target, path, name => name == "dense_2/bias" ? null : name);

        Assert.Equal((2, 1), (report.Matched.Count, report.OtherShape.Count));
        Assert.Equal(["dense_2/bias [2]"], report.Missing);
        Assert.Equal(source.Parameters.Values[..25].ToArray(), target.Parameters.Values[..25].ToArray());
    }

    [Fact]
    public void A_call_has_a_mode_of_its_own()
    {
        Sequential model = Whole();
        float[] evaluated = model.Call(s_x).ToArray();
        StepArena arena = new();
        using (arena.TrainingStep(Rng.Stream(1, "dropout")))
        {
            Assert.Equal(evaluated, model.Call(s_x, training: false).ToArray());
            Assert.Equal(evaluated, model.Call([s_x], training: false)[0].ToArray());
            Assert.NotEqual(evaluated, model.Call(s_x).ToArray());
            using (EvaluationMode.Begin())
            {
                Assert.NotEqual(evaluated, model.Call(s_x, training: true).ToArray());
                Assert.Equal(evaluated, model.Call(s_x).ToArray());
            }
        }

        using (arena.Step(Rng.Stream(1, "dropout")))
        {
            Assert.NotEqual(evaluated, model.Call(s_x, training: true).ToArray()); // as Monte Carlo dropout does
        }

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => model.Call(s_x, training: true));
        Assert.Equal(
            "A call with training: true draws random numbers, so it needs an open step that has a stream of them: "
            + "using (arena.TrainingStep(random)) { … }, or, where nothing is trained, arena.Step(random).", error.Message);
    }

    [Fact]
    public void A_selection_takes_places_in_the_order_that_is_said()
    {
        Tensor x = Tensor.Of([1, 2, 3, 4, 5, 6], [1, 3, 2]);

        Assert.Equal([5, 6], Taken(new SelectLayer(axis: 0, index: -1)));
        Assert.Equal([5, 6, 1, 2, 3, 4], Taken(new SelectLayer(axis: 0, indices: [-1, 0, 1])));
        Assert.Equal([2, 2, 4, 4, 6, 6], Taken(new SelectLayer(axis: -1, indices: [1, 1])));
        ArgumentException far = Assert.Throws<ArgumentException>(() => Taken(new SelectLayer(axis: 1, index: 2) { Name = "third" }));
        Assert.Equal(
            "The layer 'third' (select) takes place 2 along axis 1; an input [3, 2] has 2 there. (Parameter 'input')", far.Message);
        ArgumentException none = Assert.Throws<ArgumentException>(() => new SelectLayer(axis: 1, indices: []));
        Assert.Equal("A selection takes from 1 to 65536 places; received 0. (Parameter 'indices')", none.Message);

        float[] Taken(Layer layer) => new Sequential { layer }.Build([3, 2]).Call(x).ToArray();
    }

    private static Sequential Whole() =>
        new Sequential { new Dense(5, Tanh), new Dense(6, Relu), new Dropout(0.5f), new Dense(3) }.Build([4], seed: 2);

    private static GraphModel Graph()
    {
        Symbol left = Model.Input([3], "left"), right = Model.Input([3], "right"), beside = Model.Input([1], "beside");
        Dense twin = new(2, Tanh) { Name = "twin" };
        Symbol all = Symbol.Concat(left.Then(twin) + right.Then(twin), beside);
        return new GraphModel([left, right, beside], ("digit", all.Then(new Dense(4))), ("size", all.Then(new Dense(1)))).Build(seed: 3);
    }
}
