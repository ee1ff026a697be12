using System.Text.Json;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Parity;

/// <summary>Networks of PyTorch's, their weights read by name, give what PyTorch gives (tests/fixtures/torch/networks.py).</summary>
public sealed class PyTorchWeightsTests
{
    private static readonly string s_path = Path.Combine(AppContext.BaseDirectory, "fixtures", "torch", "networks.safetensors");
    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("networks.json");

    private static readonly Dictionary<string, (Func<Model> Make, float[] Input)> s_networks = new()
    {
        ["cnn"] = (() => new Sequential
        {
            new Conv2D(3, 3, padding: Padding.Same) { Name = "conv1" }, new BatchNorm { Name = "bn1" }, new ActivationLayer(Relu),
            new Conv2D(4, (2, 3), Relu, strides: 2) { Name = "conv2" }, new Flatten(), new Dropout(0.5f),
            new Dense(6, Tanh) { Name = "fc1" }, new Dense(3) { Name = "fc2" },
        }.Build([6, 6, 2]), TorchFixture.Values(11, 144, -1, 1)),
        ["cnn_lstm"] = (() => new Sequential
        {
            new Conv1D(5, 3, padding: Padding.Same) { Name = "conv" }, new BatchNorm { Name = "bn" }, new ActivationLayer(Relu),
            new Lstm(4, sequences: true) { Name = "lstm" }, new Lstm(4) { Name = "lstm_l1" }, new Dense(2) { Name = "fc" },
        }.Build([7, 3]), TorchFixture.Values(12, 42, -1, 1)),
        ["words"] = (() => new Sequential
        {
            new Embedding(7, 4) { Name = "words" }, new Gru(5, sequences: true) { Name = "gru" },
            new Gru(3, sequences: true) { Name = "second" }, new LayerNorm { Name = "norm" }, new Dense(2) { Name = "out" },
        }.Build([5]), TorchFixture.Integers(13, 10, 7)),
        ["both"] = (() => new Sequential
        {
            new Bidirectional(new Lstm(4, sequences: true)) { Name = "lstm" }, new Bidirectional(new Gru(2)) { Name = "gru" },
        }.Build([5, 3]), TorchFixture.Values(14, 30, -1, 1)),
        ["attention"] = (() =>
        {
            Symbol x = Model.Input([4, 6]);
            Symbol placed = x.Then(new LearnedPositions { Name = "positions" });
            Symbol seen = placed + placed.Then(new MultiHeadAttention(2) { Name = "attention" });
            return new GraphModel(x, seen.Then(
                new TransformerBlock(2, hidden: 8) { Name = "first" },
                new TransformerBlock(3, hidden: 5, Relu, normFirst: false) { Name = "last" },
                new Conv1D(3, 2) { Name = "conv" }, new Flatten(), new Dense(2) { Name = "fc" })).Build();
        }, TorchFixture.Values(15, 48, -1, 1)),
        ["others"] = (() => new Sequential
        {
            new DepthwiseConv2D(3) { Name = "features.0" }, new GroupNorm(2) { Name = "features.1" }, new ActivationLayer(Silu),
            new Conv2DTranspose(3, 2, strides: 2) { Name = "features.3" },
        }.Build([4, 5, 4]), TorchFixture.Values(16, 160, -1, 1)),
    };

    public static TheoryData<string> Names => [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_gives_what_it_gives_there(string name)
    {
        (Func<Model> make, float[] input) = s_networks[name];
        Model model = make();

        WeightsReport report = PyTorchWeights.Load(model, s_path, layer => $"{name}.{layer}").RequireComplete();

        Assert.DoesNotContain(report.Unused, entry => entry.StartsWith(name + ".", StringComparison.Ordinal));
        Tensor output = model.Call(Tensor.Of(input, model.InputShape.Prepend(2)));
        Assert.Equal(Shape.Create(s_cases[name].Sizes()), output.Shape);
        TorchFixture.AssertAgree(s_cases[name].Numbers("output"), output.Values, name);
    }

    [Fact]
    public void Every_network_there_is_compared() =>
        Assert.Equal(s_cases.Keys.Order(StringComparer.Ordinal), s_networks.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_report_says_what_was_done_to_the_numbers_and_what_was_not_found()
    {
        Sequential model = new Sequential
        {
            new Conv2D(3, 3, padding: Padding.Same) { Name = "conv1" }, new BatchNorm { Name = "bn1" },
            new Conv2D(5, (2, 3), strides: 2) { Name = "conv2" }, new Flatten(),
            new Dense(6) { Name = "fc1" }, new Dense(2) { Name = "head" },
        }.Build([6, 6, 2], seed: 1);

        WeightsReport report = PyTorchWeights.Load(model, s_path, layer => $"cnn.{layer}");

        Assert.Equal(
            """
            7 of 12 parameters matched
              conv1/kernel [3, 3, 2, 3] from cnn.conv1.weight [3, 2, 3, 3], axes 2 3 1 0
              conv1/bias [3] from cnn.conv1.weight, which has no bias: zeros
              bn1/scale [3] from cnn.bn1.weight
              bn1/shift [3] from cnn.bn1.bias
              bn1/mean [3] from cnn.bn1.running_mean
              bn1/variance [3] from cnn.bn1.running_var
              fc1/bias [6] from cnn.fc1.bias
              another shape: conv2/kernel is [2, 3, 3, 5] here, cnn.conv2.weight [4, 3, 2, 3] there
              another shape: conv2/bias is [5] here, cnn.conv2.bias [4] there
              another shape: fc1/kernel is [30, 6] here, cnn.fc1.weight [6, 24] there
              missing: head/kernel [6, 2] (there: cnn.head.weight)
              missing: head/bias [2] (there: cnn.head.bias)
            """,
            string.Join('\n', report.ToString().Split('\n').Where(line => !line.Contains("not used", StringComparison.Ordinal))),
            ignoreLineEndingDifferences: true);
        Assert.Contains("cnn.fc2.weight [3, 6]", report.Unused);
        Assert.DoesNotContain(report.Unused, entry => entry.Contains("num_batches_tracked", StringComparison.Ordinal));
    }

    [Fact]
    public void The_rows_behind_a_flattened_image_are_left_alone_where_it_was_flattened_with_its_channels_last()
    {
        Model Load(bool channelsFirst)
        {
            Model model = s_networks["cnn"].Make();
            PyTorchWeights.Load(model, s_path, layer => $"cnn.{layer}", channelsFirst);
            return model;
        }

        float[] first = Load(true).Parameters["fc1/kernel"].ToArray(), last = Load(false).Parameters["fc1/kernel"].ToArray();
        Assert.NotEqual(first, last);
        Assert.Equal(first.Order(), last.Order());
        Assert.Equal(first[6], last[6 * 6]); // row 1 is channel 1 of position 0: there row 6, behind the six positions of channel 0
    }

    [Fact]
    public void A_pickle_is_refused_with_what_to_do()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("net.pt", "PK\u0003\u0004, and more that is a pickle"u8);

        DataFormatException error = Assert.Throws<DataFormatException>(() => PyTorchWeights.Load(s_networks["cnn"].Make(), path));

        Assert.Equal(
            $"{path}: byte 0: expected a safetensors file; in Python: safetensors.torch.save_file(net.state_dict(), \"net.safetensors\"); "
            + "found probably a pickle of PyTorch's, which can hold code and is not read", error.Message);
    }
}
