using Epoche.Conformance;
using Epoche.Conformance.Layers;
using Epoche.Tensors;

namespace Epoche.Learning.Tests.Layers;

public sealed class LayerKitTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, LayerCases.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_layer_does_what_every_layer_must(int index) =>
        LayerKit.Check(LayerCases.All[index].Create, LayerCases.All[index].Input, LayerCases.All[index].Indices);

    [Fact]
    public void Every_registered_layer_is_checked() =>
        Assert.Equal(
            LayerRegistry.Kinds.Where(kind => !kind.StartsWith("test-", StringComparison.Ordinal)),
            LayerCases.All.Select(layer => layer.Create().Kind).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Training_gives_the_same_bits_at_every_register_width() => FeatureSwitch.AssertSame<LayerKitTests>(() =>
    {
        using Fingerprint print = new();
        foreach (LayerCase layer in LayerCases.All)
        {
            print.Add<float>(layer.Trained());
        }

        return print.ToString();
    });
}
