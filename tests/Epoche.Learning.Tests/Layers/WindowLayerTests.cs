using Epoche.Tensors;

namespace Epoche.Learning.Tests.Layers;

public sealed class WindowLayerTests
{
    [Fact]
    public void A_network_of_convolutions_tells_its_shapes()
    {
        Sequential net =
            [new Conv2D(32, 8, Ops.Relu, strides: 4), new Conv2D(64, 4, strides: 2), new MaxPool2D(2), new Flatten(), new Dense(6)];
        net.Build([84, 84, 4], seed: 1);

        string summary = net.Summary();

        Assert.Equal(
            ["[20, 20, 32]", "[9, 9, 64]", "[4, 4, 64]", "[1024]", "[6]"],
            Enumerable.Range(0, 5).Select(i => net.ShapeAfter(i).ToString()));
        Assert.Contains("conv2d_2", summary);
        Assert.Contains("[batch, 9, 9, 64]", summary);
        Assert.Contains("32,832", summary); // 4·4·32·64 + 64
    }

    [Fact]
    public void An_input_that_is_no_image_is_refused_by_the_name_of_the_layer()
    {
        Sequential net = [new Dense(4), new Conv2D(2, 3) { Name = "eyes" }];
        ArgumentException error = Assert.Throws<ArgumentException>(() => net.Build([10]));
        Assert.StartsWith("The layer 'eyes' (conv2d) expects images [height, width, channels]; received an input [4].", error.Message);
    }

    [Fact]
    public void A_window_larger_than_the_image_is_refused_with_both_sizes()
    {
        Sequential net = [new Conv2D(2, 3), new MaxPool2D((4, 2))];
        ArgumentException error = Assert.Throws<ArgumentException>(() => net.Build([5, 6, 1]));
        Assert.Contains(
            "'max-pool2d' (max-pool2d) moves a window of 4×2 over images; expected an input at least as large, received [3, 4, 2]",
            error.Message);

        error = Assert.Throws<ArgumentException>(() => new Sequential { new Conv2D(2, 3, dilation: 3) }.Build([6, 9, 1]));
        Assert.Contains("a window of 3×3, dilated 3×3,", error.Message);
    }

    [Fact]
    public void Operations_name_the_shapes_that_do_not_fit()
    {
        Tensor x = Tensor.Zeros([2, 5, 5, 3]);
        Assert.Contains("[batch, height, width, 4]; received [2, 5, 5, 3]", Error(() => Ops.Conv2D(x, Tensor.Zeros([3, 3, 4, 8]))));
        Assert.Contains("takes a bias [8]; received [7]", Error(() => Ops.Conv2D(x, Tensor.Zeros([3, 3, 3, 8]), Tensor.Zeros([7]))));
        Assert.Contains(
            "A kernel [6, 1, 3, 8] does not fit into images [2, 5, 5, 3]", Error(() => Ops.Conv2D(x, Tensor.Zeros([6, 1, 3, 8]))));
        Assert.Contains(
            "Pooling takes images [batch, height, width, channels]; received [5, 5, 3]",
            Error(() => Ops.MaxPool2D(x.Reshape(10, 5, 3).Slice(0, 0, 5), 2)));
        Assert.Contains(
            "strides: expected a height and a width of at least 1, received 0×1",
            Error(() => Ops.Conv2D(x, Tensor.Zeros([3, 3, 3, 8]), strides: (0, 1))));

        static string Error(Func<object> compute) => Assert.ThrowsAny<ArgumentException>(compute).Message;
    }

    [Theory]
    [InlineData("filters", "0")]
    [InlineData("kernel_size_width", "-1")]
    [InlineData("strides_height", "1.5")]
    [InlineData("padding", "full")]
    [InlineData("use_bias", "maybe")]
    [InlineData("activation", "code")]
    public void A_description_that_cannot_be_is_refused(string key, string value)
    {
        LayerOptions good = new(), bad = new();
        new Conv2D(3, 2).Describe(good);
        foreach ((string name, string text) in good.Values)
        {
            bad.Set(name, name == key ? value : text);
        }

        Assert.Throws<FormatException>(() => LayerRegistry.Create("conv2d", bad));
    }

    [Theory]
    [InlineData("3x-1")]
    [InlineData("2x2x2x2x2x2")]
    [InlineData("16777216x16777216x16777216x16777216")]
    [InlineData("two")]
    public void A_reshape_that_cannot_be_is_refused(string shape)
    {
        LayerOptions options = new();
        options.Set("shape", shape);
        Assert.Throws<FormatException>(() => LayerRegistry.Create("reshape", options));
    }
}
