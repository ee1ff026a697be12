using Epoche.Conformance;
using Epoche.Conformance.Layers;
using Epoche.Tensors;

namespace Epoche.Learning.Tests.Layers;

public sealed class LayerKitTests
{
    private static readonly (Func<Layer> Create, Shape Input)[] s_layers =
    [
        (() => new Dense(7), [4]),
        (() => new Dense(7, Ops.Relu), [4]),
        (() => new Dense(3, Ops.Tanh, Initializer.HeNormal, Initializer.Ones), [2, 5]),
        (() => new Conv2D(17, 3), [6, 5, 2]),
        (() => new Conv2D(3, (3, 2), Ops.Relu, strides: (2, 1), padding: Padding.Same), [4, 2, 2]),
        (() => new Conv2D(4, 2, Ops.Tanh, dilation: (1, 2), useBias: false, kernel: Initializer.HeNormal), [5, 5, 4]),
        (() => new Conv1D(5, 3), [6, 2]),
        (() => new Conv1D(3, 2, Ops.Tanh, stride: 2, padding: Padding.Same, dilation: 2, useBias: false), [7, 4]),
        (() => new Conv2DTranspose(17, 3), [3, 4, 2]),
        (() => new Conv2DTranspose(3, (3, 2), Ops.Tanh, strides: (2, 3), padding: Padding.Same, useBias: false), [2, 3, 4]),
        (() => new DepthwiseConv2D(3), [5, 4, 3]),
        (() => new DepthwiseConv2D((2, 3), Ops.Tanh, strides: (2, 1), padding: Padding.Same, useBias: false, kernel: Initializer.HeNormal),
            [5, 4, 18]),
        (() => new MaxPool2D(2), [5, 6, 3]),
        (() => new MaxPool2D((2, 3), strides: 1, padding: Padding.Same), [3, 4, 2]),
        (() => new AveragePool2D(3, strides: 2, padding: Padding.Same), [6, 5, 17]),
        (() => new Flatten(), [2, 3, 2]),
        (() => new Reshape([3, 2, 2]), [12]),
        (() => new ActivationLayer(Ops.Gelu), [6]),
        (() => new ActivationLayer(Ops.Softmax), [6]),
        (() => new Dropout(0.3f), [6]),
        (() => new Normalization(3), [4]),
        (() => new ConcatLayer(axis: 0), [2, 3]),
        (() => new AddLayer(), [4]),
        (() => new Lstm(5), [4, 3]),
        (() => new Lstm(19, sequences: true, forgetBias: 0.5f), [3, 2]),
        (() => new Lstm(4, padding: 0, kernel: Initializer.HeNormal, recurrent: Initializer.GlorotNormal), [4, 3]),
        (() => new Gru(5), [4, 3]),
        (() => new Gru(19, sequences: true, padding: -1), [3, 2]),
        (() => new BatchNorm(), [4]),
        (() => new BatchNorm(momentum: 0.3f, epsilon: 1e-3f), [2, 3, 5]),
        (() => new LayerNorm(), [6]),
        (() => new LayerNorm(1e-3f), [3, 19]),
        (() => new Embedding(7, 3), [4]),
        (() => new Embedding(7, 18, padding: 2, table: Initializer.HeUniform), [2, 2]),
        (() => new GlobalAveragePool(), [3, 4]),
        (() => new GlobalMaxPool(), [3, 2, 4]),
        (() => new Lambda(x => Ops.Square(x).Sum(-1)), [3, 4]),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_layers.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_layer_does_what_every_layer_must(int index) =>
        LayerKit.Check(s_layers[index].Create, s_layers[index].Input, Indices(s_layers[index].Create()));

    [Fact]
    public void Every_registered_layer_is_checked() =>
        Assert.Equal(
            LayerRegistry.Kinds.Where(kind => !kind.StartsWith("test-", StringComparison.Ordinal)),
            s_layers.Select(layer => layer.Create().Kind).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Training_gives_the_same_bits_at_every_register_width() => FeatureSwitch.AssertSame<LayerKitTests>(() =>
    {
        using Fingerprint print = new();
        foreach ((Func<Layer> create, Shape input) in s_layers)
        {
            print.Add<float>(LayerTrainingKit.Trained(new(create, input, Indices(create()))));
        }

        return print.ToString();
    });

    /// <summary>Below what the inputs lie, for layers that take whole numbers.</summary>
    private static int? Indices(Layer layer) => layer is Embedding ? 7 : null;
}
