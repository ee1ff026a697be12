namespace Epoche.Core.Tests.Tensors;

public sealed class ShapeTests
{
    [Theory]
    [InlineData(new int[0], 1)]
    [InlineData(new[] { 7 }, 7)]
    [InlineData(new[] { 4, 1, 3 }, 12)]
    [InlineData(new[] { 0, 5 }, 0)]
    public void A_shape_counts_its_axes_and_its_elements(int[] sizes, int elements)
    {
        Shape shape = Shape.Create(sizes);

        Assert.Equal(sizes.Length, shape.Rank);
        Assert.Equal(sizes.Length, shape.Length);
        Assert.Equal(elements, shape.ElementCount);
    }

    /// <summary>The compiler makes room for as many numbers as the shape says it has.</summary>
    [Fact]
    public void A_shape_spreads_into_another_and_into_arrays()
    {
        Shape image = [28, 20], scalar = [];

        Shape batch = [32, .. image, 3];
        int[] sizes = [.. image];
        ReadOnlySpan<int> span = [.. image, 1];

        Assert.Equal(Shape.Create([32, 28, 20, 3]), batch);
        Assert.Equal([28, 20], sizes);
        Assert.Equal([28, 20, 1], span.ToArray());
        Assert.Equal(Shape.Create([5]), [.. scalar, 5]);
    }

    [Fact]
    public void A_shape_matches_list_patterns()
    {
        Shape image = [28, 20, 3], scalar = [];

        Assert.True(image is [var height, var width, 3] && height == 28 && width == 20);
        Assert.False(image is [_, _]);
        Assert.True(image is [.., 3]);
        Assert.True(scalar is []);
    }
}
