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
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_layers.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_layer_does_what_every_layer_must(int index) => LayerKit.Check(s_layers[index].Create, s_layers[index].Input);

    [Fact]
    public void Every_registered_layer_is_checked() =>
        Assert.Equal(LayerRegistry.Kinds.Where(kind => !kind.StartsWith("test-", StringComparison.Ordinal)), s_layers.Select(layer => layer.Create().Kind).Distinct().Order(StringComparer.Ordinal));
}
