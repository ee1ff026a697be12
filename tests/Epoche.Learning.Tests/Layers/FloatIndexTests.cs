namespace Epoche.Learning.Tests.Layers;

/// <summary>Indices are float32: 16,777,217 and 16,777,216 are the same number. What would need more of them is refused.</summary>
public sealed class FloatIndexTests
{
    private const int TooMany = (1 << 24) + 1;

    [Fact]
    public void Float32_ends_there() => Assert.Equal((float)(1 << 24), (float)TooMany);

    [Fact]
    public void Things_to_embed() => Refuses(
        "things to embed", "count",
        () => new Embedding(TooMany, 1));

    [Fact]
    public void As_many_as_possible() => Assert.Equal("embedding", new Embedding(TooMany - 1, 1).Kind);

    [Fact]
    public void Classes_of_one_hot_rows() => Refuses("classes", "classes", () => Tensor.Of(1).OneHot(TooMany));

    [Fact]
    public void Classes_that_are_weighted() => Refuses(
        "classes", "classes", () => ClassWeights.Balanced(new Dataset([0f], [1], [0f], [1]), TooMany));

    [Fact]
    public void Operations_on_an_axis_that_is_too_long()
    {
        Tensor row = Tensor.Zeros([1, TooMany]);

        Refuses("elements to choose from", "axis", () => row.ArgMax(1));
        Refuses("elements to pick from", "axis", () => row.Gather(1, Tensor.Of(0)));
        Refuses("rows of an embedding", "table", () => Tensors.Ops.Embedding(Tensor.Of(0), row.Reshape(TooMany, 1)));
        Refuses("classes", "labels", () => Tensors.Ops.SoftmaxCrossEntropy(row, Tensor.Of(0)));
        Assert.Equal(0, row.ArgMax(0).Values[0]); // the other axis is short
    }

    private static void Refuses(string things, string argument, Action call) => Assert.Equal(
        $"Received 16777217 {things}; expected at most 16777216. "
        + $"Indices are float32 numbers, and those above 16777216 cannot be distinguished. (Parameter '{argument}')",
        Assert.Throws<ArgumentOutOfRangeException>(call).Message);
}
