namespace Epoche.Learning.Tests.Layers;

/// <summary>Which cells hold an input, by hand.</summary>
public sealed class TileCodingTests
{
    // Two tilings of four cells, five with the edge. 0.3 of the way is 1.2 cells: cell 1 of the first tiling; the second is displaced by
    // half a cell, 1.7, so cell 1 as well, of the rows from 5 on. 0.4 is 1.6 cells: cell 1, and displaced, 2.1, cell 2.
    [Theory]
    [InlineData(3f, 1, 6)]
    [InlineData(4f, 1, 7)]
    [InlineData(0f, 0, 5)]
    [InlineData(10f, 4, 9)]
    [InlineData(-50f, 0, 5)]
    [InlineData(50f, 4, 9)]
    public void Two_tilings_of_a_line(float input, int first, int second)
    {
        TileCoding tiles = new(1, [0], [10], tilings: 2, cells: 4);
        int[] rows = new int[2];
        tiles.RowsAt([input], rows);
        Assert.Equal([first, second], rows);
        Assert.Equal(10, tiles.Rows);
    }

    // Four tilings in two dimensions, displaced by quarters of a cell: tiling t by t along the first axis, by 3t mod 4 along the second.
    // (1.5, 1.5) cells are six quarters each: + 0, 1, 2, 3 and + 0, 3, 2, 1 give the cells (1, 1), (1, 2), (2, 2), (2, 1) of 3 × 3.
    [Fact]
    public void Tilings_are_displaced_by_odd_numbers()
    {
        TileCoding tiles = new(2, [-1, 0], [1, 4], tilings: 4, cells: 2);
        int[] rows = new int[4];
        tiles.RowsAt([0.5f, 3], rows);
        Assert.Equal([4, 9 + 5, 18 + 8, 27 + 7], rows);
    }

    [Fact]
    public void An_output_is_the_mean_of_its_rows()
    {
        TileCoding tiles = new(2, [0], [10], tilings: 2, cells: 4);
        Sequential model = [tiles];
        model.Build([1]);
        for (int row = 0; row < 10; row++)
        {
            (model.Parameters.Values[2 * row], model.Parameters.Values[(2 * row) + 1]) = (row, -row);
        }

        Assert.Equal([4, -4, 3.5f, -3.5f], model.Call(Tensor.Of([4f, 3f], [2, 1])).ToArray()); // rows 1 and 7, 1 and 6
    }

    [Theory]
    [InlineData(new float[] { 0 }, new float[] { 0 }, "must be finite and rising")]
    [InlineData(new float[] { 0 }, new float[] { 1, 2 }, "as many lower as upper bounds")]
    [InlineData(new float[] { 0, 0, 0, 0, 0, 0, 0, 0 }, new float[] { 1, 1, 1, 1, 1, 1, 1, 1 }, "rows of tiles")]
    public void Bounds_that_make_no_tiles_are_refused(float[] low, float[] high, string message) => Assert.Contains(
        message, Assert.ThrowsAny<ArgumentException>(() => new TileCoding(1, low, high)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_with_other_bounds_than_numbers_is_refused()
    {
        LayerOptions options = new();
        options.Set("units", 1);
        options.Set("low", "0 x");
        options.Set("high", "1 1");
        options.Set("tilings", 8);
        options.Set("cells", 8);
        options.Set("table", Initializer.Zeros);
        Assert.Contains(
            "must be numbers with a space between",
            Assert.Throws<FormatException>(() => LayerRegistry.Create("tile-coding", options)).Message, StringComparison.Ordinal);
    }
}
