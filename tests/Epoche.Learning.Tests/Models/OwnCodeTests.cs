using Epoche.Tensors;

namespace Epoche.Learning.Tests.Models;

/// <summary>Functions of somebody's own inside layers: what a clone holds, what a file holds, what it says it cannot.</summary>
public sealed class OwnCodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_custom_activation_is_cloned_and_its_layer_named_where_it_cannot_be_saved()
    {
        Sequential net = [new Dense(3, Leaky) { Name = "hidden" }, new ActivationLayer(x => x * 2), new Dense(1)];
        net.Build([2], seed: 1);
        Symbol input = Model.Input([2]);
        GraphModel graph = new(input, input.Then(net, "part"));

        ModelFileTests.AssertSameNumbers(net, net.Clone());
        ModelFileTests.AssertSameNumbers(net, graph.Build().Clone());
        Assert.Contains(
            "The layer 'hidden' (dense) uses an activation that is custom code, which a model file cannot hold.",
            Assert.Throws<NotSupportedException>(() => net.Save(_folder.Path)).Message, StringComparison.Ordinal);

        static Tensor Leaky(Tensor x) => Ops.Maximum(x, x * 0.1f);
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("conv1d")]
    [InlineData("conv2d")]
    [InlineData("conv2d-transpose")]
    [InlineData("depthwise-conv2d")]
    [InlineData("embedding")]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void A_custom_initializer_is_cloned_saved_and_loaded(string kind)
    {
        Initializer half = Initializer.Custom("half", (values, _, ref _) => values.Fill(0.5f));
        (Layer layer, Shape input) = Make(kind, half);
        Sequential net = [layer];
        Sequential early = net.Clone(); // before there are numbers: it must start alike
        net.Build(input, seed: 1);
        string path = Path.Combine(_folder.Path, "model.epoche");
        net.Save(path);
        Model loaded = Model.Load(path);
        Symbol symbol = Model.Input(input);

        ModelFileTests.AssertSameNumbers(net, net.Clone());
        ModelFileTests.AssertSameNumbers(net, early.Build(input, seed: 2));
        ModelFileTests.AssertSameNumbers(net, loaded);
        ModelFileTests.AssertSameNumbers(net, loaded.Clone());
        ModelFileTests.AssertSameNumbers(net, new GraphModel(symbol, symbol.Then(loaded, "part")).Build());
        loaded.Save(path);
        ModelFileTests.AssertSameNumbers(net, Model.Load(path));
    }

    /// <summary>Saving it would write a file that nothing loads.</summary>
    [Fact]
    public void A_layer_of_a_kind_that_is_not_registered_is_neither_saved_nor_copied()
    {
        Sequential net = [new Unregistered { Name = "mine" }];
        net.Build([2], seed: 1);
        const string expected = "The layer 'mine' (Unregistered) is of the kind 'unregistered', which is not registered, "
            + "so that it can be neither copied nor loaded from a file. Register it once, before: "
            + "LayerRegistry.Register(\"unregistered\", options => new Unregistered(…)).";

        Assert.Equal(expected, Assert.Throws<NotSupportedException>(() => net.Save(Path.Combine(_folder.Path, "model"))).Message);
        Assert.Equal(expected, Assert.Throws<NotSupportedException>(net.Clone).Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_a_constructor_takes_comes_back_from_a_file()
    {
        Sequential net = [new Normalization(float.PositiveInfinity), new Dropout(MathF.BitDecrement(1)), new Dense(1)];
        net.Build([2], seed: 1).Save(_folder.Path);

        ModelFileTests.AssertSameNumbers(net, Model.Load(_folder.Path));
        Assert.Contains(
            "received NaN", Assert.Throws<ArgumentOutOfRangeException>(() => new Lstm(2, padding: float.NaN)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_changes_a_shape_behind_the_model_is_refused_by_its_layer()
    {
        Sequential[] nets =
        [
            [new Dense(2, x => x.Sum(1))], [new Conv1D(2, 1, x => x.Reshape(-1))], [new ActivationLayer(x => x.Sum(1)) { Name = "mine" }],
            [new Lambda(x => x.Reshape(1, -1))],
        ];
        string[] messages =
        [
            "'dense' (dense) keeps the shape [3, 2]; it made [3]", "'conv1d' (conv1d) keeps", "'mine' (activation) keeps",
            "'lambda' (lambda) made [1, 2] of a batch of one example, so of [3, 2] it must make [3, 2]; it made [1, 6]",
        ];
        foreach ((Sequential net, string message) in nets.Zip(messages))
        {
            Shape input = net.Layers[0] is Conv1D ? [2, 2] : [2];
            net.Build(input);
            Assert.Contains(
                message, Assert.Throws<ArgumentException>(() => net.Call(Tensor.Ones(input.Prepend(3)))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_given_by_hand_may_be_the_next_one_in_the_row()
    {
        Dense shared = new(2);
        Sequential net = [new Dense(1) { Name = "dense_2" }, new Dense(2), new Dense(3)];

        Assert.Equal(["dense_2", "dense_3", "dense_4"], net.Layers.Select(layer => layer.Name));
        Assert.Contains(
            "a GraphModel", Assert.Throws<ArgumentException>(() => new Sequential { shared, shared }).Message, StringComparison.Ordinal);
    }

    private static (Layer Layer, Shape Input) Make(string kind, Initializer half) => kind switch
    {
        "dense" => (new Dense(3, kernel: half, bias: half), [2]),
        "conv1d" => (new Conv1D(2, 2, kernel: half, bias: half), [4, 2]),
        "conv2d" => (new Conv2D(2, 2, kernel: half, bias: half), [3, 3, 2]),
        "conv2d-transpose" => (new Conv2DTranspose(2, 2, kernel: half, bias: half), [3, 3, 2]),
        "depthwise-conv2d" => (new DepthwiseConv2D(2, kernel: half, bias: half), [3, 3, 2]),
        "embedding" => (new Embedding(2, 3, table: half), [2]),
        "lstm" => (new Lstm(2, kernel: half, recurrent: half), [3, 2]),
        _ => (new Gru(2, kernel: half, recurrent: half), [3, 2]),
    };

    private sealed class Unregistered : Layer
    {
        public override string Kind => "unregistered";

        public override Shape Build(Shape input, ParameterBuilder parameters) => input;

        public override Tensor Call(Tensor x) => x;
    }
}
