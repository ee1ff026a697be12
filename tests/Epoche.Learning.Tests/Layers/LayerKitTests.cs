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
        (() => new Flatten(), [2, 3, 2]),
        (() => new ActivationLayer(Ops.Gelu), [6]),
        (() => new ActivationLayer(Ops.Softmax), [6]),
        (() => new Dropout(0.3f), [6]),
        (() => new Normalization(3), [4]),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_layers.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_layer_does_what_every_layer_must(int index) => LayerKit.Check(s_layers[index].Create, s_layers[index].Input);

    [Fact]
    public void Every_registered_layer_is_checked() =>
        Assert.Equal(LayerRegistry.Kinds.Where(kind => !kind.StartsWith("test-", StringComparison.Ordinal)), s_layers.Select(layer => layer.Create().Kind).Distinct().Order(StringComparer.Ordinal));
}
