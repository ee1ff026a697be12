using System.IO.Compression;
using Epoche.Tensors;

namespace Epoche.Learning.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>At least one layer of every kind, with every option away from its default somewhere.</summary>
    private static IEnumerable<Layer> Examples =>
    [
        new Normalization(limit: 3.3f),
        .. Activations.Names.Select(name => new Conv2D(2, 3, Activations.Find(name), padding: Padding.Same)),
        new Conv2D(2, (1, 3), strides: (1, 2), dilation: (2, 1), kernel: Initializer.HeNormal, bias: Initializer.Ones) { Name = "strided" },
        new Conv2D(5, (2, 1), padding: Padding.Same, dilation: (1, 2), useBias: false) { Name = "without bias" },
        new Conv2DTranspose(
            3, (2, 3), Ops.Tanh, strides: (1, 2), padding: Padding.Same, dilation: (2, 1),
            kernel: Initializer.HeNormal, bias: Initializer.Ones),
        new Conv2DTranspose(2, 1, useBias: false) { Name = "transposed without bias" },
        new DepthwiseConv2D((2, 1), Ops.Tanh, strides: (1, 2), padding: Padding.Same, kernel: Initializer.HeNormal, bias: Initializer.Ones),
        new DepthwiseConv2D(1, useBias: false) { Name = "depthwise without bias" },
        new Conv2D(5, 1) { Name = "five channels" },
        new MaxPool2D((2, 3), strides: (1, 2), padding: Padding.Same),
        new MaxPool2D(1),
        new AveragePool2D((3, 2), strides: 1, padding: Padding.Same),
        new AveragePool2D((2, 1)),
        new Reshape([5, 3]),
        new Conv1D(4, 2, Ops.Tanh, stride: 1, padding: Padding.Same, dilation: 2, kernel: Initializer.HeNormal, bias: Initializer.Ones),
        new Conv1D(3, 1, stride: 2, padding: Padding.Same, useBias: false) { Name = "steps without bias" },
        new Lstm(4, sequences: true, padding: 0.5f, kernel: Initializer.HeNormal, recurrent: Initializer.GlorotNormal, forgetBias: 0.3f),
        new Gru(3, sequences: true, padding: -1, kernel: Initializer.HeUniform, recurrent: Initializer.HeNormal),
        new BatchNorm(momentum: 0.3f, epsilon: 1e-3f),
        new LayerNorm(1e-3f),
        new GlobalAveragePool(),
        new Flatten(),
        .. Activations.Names.Select(name => new Dense(5, Activations.Find(name))),
        .. Activations.Names.Select(name => new ActivationLayer(Activations.Find(name))),
        .. Initializer.All.Select(
            initializer => new Dense(7, null, kernel: initializer, bias: initializer) { Name = $"with {initializer.Name}" }),
        new Dropout(0.1f),
        new ConcatLayer(axis: 0),
        new AddLayer(),
        new ScaleLayer(0.7f),
    ];

    /// <summary>What does not fit into one model with the others. Layers of whole numbers and of code are in the layer kit alone.</summary>
    private static IEnumerable<Layer> More =>
    [
        new Lstm(2) { Name = "last" }, new Gru(2) { Name = "last" }, new GlobalMaxPool(),
        new NoisyDense(3, Ops.Tanh, 0.3f), new Dueling(2, atoms: 2), new CategoricalValues(-1.5f, 2), new QuantileValues(),
        new TileCoding(3, [-1, 0.1f], [1, 4], tilings: 4, cells: 3), new FreeDeviation(-0.5f), new SliceLayer(2, [2, 2]),
        new SelectLayer(axis: 0, [-1, 0]), new SelectLayer(axis: -3, index: 1) { Name = "select one" },
        new RmsNorm(1e-3f), new GroupNorm(2, 1e-3f), new SpatialDropout(0.2f), new Upsample2D((2, 3)),
        new MultiHeadAttention(2, isCausal: true, padding: -1), new PositionalEncoding(), new LearnedPositions(),
        new TransformerBlock(3, hidden: 4, Ops.Silu, dropout: 0.1f, isCausal: true, normFirst: false, padding: -1),
        new Masking(-1), new Bidirectional(new Lstm(2, sequences: true, forgetBias: 0)),
        new Bidirectional(new Gru(3)) { Name = "last both" },
    ];

    public static TheoryData<string, string> Kinds =>
        [.. LayerRegistry.Kinds.Except(["embedding", "lambda"]).SelectMany(kind => new[] { (kind, "model"), (kind, "model.epoche") })];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_layer_comes_back_bit_for_bit(string kind, string name)
    {
        List<Layer> examples = [.. Examples.Concat(More).Where(l => l.Kind == kind)];
        Assert.NotEmpty(examples); // a new kind of layer needs an example above
        Sequential model = [.. examples];
        model.Build(kind switch
        {
            "reshape" or "conv1d" or "lstm" or "gru" or "masking" or "bidirectional" or "categorical-values" or "quantile-values" => [3, 5],
            "noisy-dense" or "dueling" or "free-deviation" => [6],
            "tile-coding" => [2],
            "attention" or "positions" or "learned-positions" or "transformer" => [3, 6],
            _ => [6, 5, 2],
        }, seed: 4);
        Rng random = new(5);
        foreach (ref float value in model.Parameters.Values)
        {
            value = random.NextSingle(0.1f, 1); // buffers too, of which some are variances
        }

        model.Save(Path.Combine(_folder.Path, name));
        Sequential loaded = Sequential.Load(Path.Combine(_folder.Path, name));

        AssertSame(model, loaded);
    }

    [Fact]
    public void A_model_of_all_layers_comes_back_with_what_its_numbers_mean()
    {
        Sequential model = [.. Examples, new Dense(2)];
        model.Build([6, 5, 2], seed: 4);
        model.Info = new() { Labels = ["no", "\"yes\": maybe"], Preprocessing = new() { Offset = 0.1f, Divisor = 255 } };
        string path = Path.Combine(_folder.Path, "deep", "model");

        foreach (string target in new[] { path, path + ".epoche" })
        {
            model.Save(target);
            Model loaded = Model.Load(target);

            AssertSame(model, (Sequential)loaded);
            Assert.Equal(model.Info.Labels, loaded.Info.Labels);
            Assert.Equal(model.Info.Preprocessing, loaded.Info.Preprocessing);
            Assert.Equal(model.Info.Labels, loaded.Clone().Info.Labels);
        }

        Assert.Equal(["model.yaml", "weights.safetensors"], Directory.GetFiles(path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        Sequential model = Small(seed: 1);
        string first = Path.Combine(_folder.Path, "1.epoche"), second = Path.Combine(_folder.Path, "2.EPOCHE");

        model.Save(first);
        model.Clone().Save(second);

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void Saving_replaces_an_older_model()
    {
        foreach (string name in new[] { "model", "model.epoche" })
        {
            string path = Path.Combine(_folder.Path, name);
            Small(seed: 1).Save(path);
            Small(seed: 2).Save(path);

            AssertSame(Small(seed: 2), Sequential.Load(path));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_crash_while_saving_leaves_the_old_model_or_the_new_one(int stepsDone)
    {
        Sequential old = Small(seed: 1), fresh = Small(seed: 2);
        string target = Path.Combine(_folder.Path, "target"), source = Path.Combine(_folder.Path, "source");
        old.Save(target);
        fresh.Save(source);
        File.Copy(Path.Combine(source, "weights.safetensors"), Path.Combine(target, "weights.safetensors.next"));
        if (stepsDone == 2)
        {
            File.Copy(Path.Combine(source, "model.yaml"), Path.Combine(target, "model.yaml"), overwrite: true);
        }

        AssertSame(stepsDone == 1 ? old : fresh, Sequential.Load(target));
        old.Save(target);
        AssertSame(old, Sequential.Load(target));
        Assert.Equal(2, Directory.GetFiles(target).Length);
    }

    [Fact]
    public async Task Reading_while_somebody_saves_gives_one_model_or_the_other()
    {
        Sequential[] models = [.. Enumerable.Range(0, 40).Select(i => Small(seed: (ulong)i))];
        string path = Path.Combine(_folder.Path, "model");
        models[0].Save(path);
        string[] hashes = [.. models.Select(m => WeightsHash.Compute(m.Parameters.Values))];
        Task saving = Task.Run(() => Array.ForEach(models, model => model.Save(path)));

        do
        {
            Assert.Contains(WeightsHash.Compute(Sequential.Load(path).Parameters.Values), hashes);
        }
        while (!saving.IsCompleted);
        await saving;
    }

    [Fact]
    public void A_custom_layer_is_saved_once_it_is_registered()
    {
        Sequential model = [new ScaleLayer(0.1f), new Dense(2)]; // registered before all tests
        model.Build([3], seed: 1);
        string path = Path.Combine(_folder.Path, "model");

        model.Save(path);

        AssertSame(model, Sequential.Load(path));
    }

    [Fact]
    public void What_cannot_be_described_is_refused_before_anything_is_written()
    {
        string path = Path.Combine(_folder.Path, "model");
        Sequential unbuilt = [new Dense(2)];
        Sequential own = [new Dense(2, x => Ops.Relu(x))];
        own.Build([2]);
        Sequential labelled = Small(seed: 1);
        labelled.Info = new() { Labels = ["one", "two", "three"] };

        Assert.Throws<InvalidOperationException>(() => unbuilt.Save(path));
        Assert.Throws<NotSupportedException>(() => own.Save(path));
        Assert.Contains("2 outputs", Assert.Throws<ArgumentException>(() => labelled.Save(path)).Message);
        Assert.False(Path.Exists(path));
        Assert.Throws<FileNotFoundException>(() => Sequential.Load(path));
    }

    [Fact]
    public void Preprocessing_turns_raw_numbers_into_inputs()
    {
        float[] inputs = new float[3];
        new Preprocessing { Offset = 1, Divisor = 2 }.Apply([1, 2, 5], inputs);

        Assert.Equal([0f, 0.5f, 2f], inputs);
        Assert.Throws<ArgumentException>(() => new Preprocessing().Apply([1], inputs));
    }

    [Fact]
    public void The_archive_is_an_ordinary_zip()
    {
        string path = Path.Combine(_folder.Path, "model.epoche"), folder = Path.Combine(_folder.Path, "unzipped");
        Small(seed: 3).Save(path);

        ZipFile.ExtractToDirectory(path, folder);

        AssertSame(Small(seed: 3), Sequential.Load(folder));
    }

    internal static Sequential Small(ulong seed)
    {
        Sequential model = [new Dense(4, Ops.Relu), new Dense(2)];
        return model.Build([3], seed);
    }

    internal static void AssertSame(Sequential expected, Sequential actual)
    {
        Assert.Equal(expected.Layers.Select(Description), actual.Layers.Select(Description));
        Assert.Equal(expected.Parameters.Entries, actual.Parameters.Entries);
        Assert.Equal(Bits(expected.Parameters.Values), Bits(actual.Parameters.Values));
        Assert.Equal(expected.InputShape, actual.InputShape);
        Rng random = new(9);
        Tensor x = Tensor.Uniform(expected.InputShape.Prepend(3), ref random, -2, 2);
        Assert.Equal(Bits(expected.Call(x).Values), Bits(actual.Call(x).Values));
    }

    internal static void AssertSameNumbers(Model expected, Model actual)
    {
        Assert.Equal(Bits(expected.Parameters.Values), Bits(actual.Parameters.Values));
        Tensor x = Tensor.Ones(expected.InputShape.Prepend(2));
        Assert.Equal(Bits(expected.Call(x).Values), Bits(actual.Call(x).Values));
    }

    private static uint[] Bits(ReadOnlySpan<float> values) => [.. values.ToArray().Select(BitConverter.SingleToUInt32Bits)];

    private static string Description(Layer layer)
    {
        LayerOptions options = new();
        layer.Describe(options);
        return $"{layer.Kind} {layer.Name} {string.Join(", ", options.Values)}";
    }
}
