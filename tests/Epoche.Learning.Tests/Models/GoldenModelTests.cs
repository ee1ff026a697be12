namespace Epoche.Learning.Tests.Models;

/// <summary>Models that earlier releases saved must load for ever, with the same outputs.</summary>
public sealed class GoldenModelTests
{
    [Theory]
    [InlineData("v0.1")]
    [InlineData("v0.1.epoche")]
    public void A_model_of_an_earlier_release_still_loads(string name)
    {
        Sequential model = Sequential.Load(Path.Combine(AppContext.BaseDirectory, "fixtures", "models", name));

        Assert.Equal("deb59c8019847129d3b5dfa84ed312e624a48dabce25be598691b3cee6db5085", WeightsHash.Compute(model.Parameters.Values));
        Assert.Equal(["left", "right"], model.Info.Labels);
        Assert.Equal(new Preprocessing { Offset = 0.5f, Divisor = 255 }, model.Info.Preprocessing);
        Assert.Equal(["normalization", "flatten", "dense", "dropout", "dense_2", "squash"], model.Layers.Select(l => l.Name));

        // By hand: normalized, clipped to ±4, through both dense layers, then tanh, e.g. tanh(4.359375) and
        // tanh(−0.125) for the first example.
        Tensor outputs = model.Call(Tensor.Of([1.5f, 1, 0.25f, 0.75f, -9, -1, 2, 0.5f], [2, 2, 2]));
        float[] expected = [0.9996730706f, -0.1243530018f, -0.9999904298f, 0.9999925467f];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], outputs.Values[i], 1e-6f);
        }
    }
}
