using Epoche;

namespace Epoche.Reinforcement.Tests.Replay;

public sealed class PriorityTreeTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.999, 0)]
    [InlineData(1, 2)] // leaf 1 is 0: the number 1, where it would begin, belongs to the next
    [InlineData(3.5, 2)]
    [InlineData(4, 3)]
    [InlineData(4.4999, 3)]
    public void A_number_falls_on_the_leaf_that_it_lies_in(double number, int leaf)
    {
        PriorityTree tree = new(5);
        (tree[0], tree[2], tree[3]) = (1, 3, 0.5);

        Assert.Equal(4.5, tree.Total);
        Assert.Equal(leaf, tree.Find(number));
    }

    [Fact]
    public void Numbers_outside_fall_on_none()
    {
        PriorityTree tree = new(100);
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Find(0)); // all leaves are 0
        tree[40] = 2;
        Assert.Equal(40, tree.Find(0));
        Assert.Equal(40, tree.Find(Math.BitDecrement(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Find(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Find(-1e-9));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree[1] = double.NaN);
        Assert.Throws<ArgumentOutOfRangeException>(() => tree[100] = 1);
    }

    /// <summary>Leaves in proportion to 1 … 10: χ² with 9 degrees of freedom exceeds 27.88 once in a thousand times.</summary>
    [Fact]
    public void Leaves_are_found_as_often_as_they_are_large()
    {
        const int draws = 200_000;
        PriorityTree tree = new(1_000);
        for (int i = 0; i < 10; i++)
        {
            tree[(i * 97) + 3] = i + 1;
        }

        int[] found = new int[10];
        Rng random = new(5);
        for (int i = 0; i < draws; i++)
        {
            found[(tree.Find(random.NextDouble() * tree.Total) - 3) / 97]++;
        }

        double chiSquared = 0;
        for (int i = 0; i < 10; i++)
        {
            double expected = draws * (i + 1) / 55.0;
            chiSquared += (found[i] - expected) * (found[i] - expected) / expected;
        }

        Assert.InRange(chiSquared, 0, 27.88);
    }

    /// <summary>In tenths, which no sum of doubles is exact in: changes must not add up to a drift, whatever came before.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(700)]
    public void The_bits_of_the_tree_depend_on_its_leaves_alone(int count)
    {
        PriorityTree tree = new(count, keepsLeast: true), copied = new(count, keepsLeast: true);
        Rng random = new(1);
        for (int i = 0; i < 5_000; i++)
        {
            tree[random.NextInt(count)] = random.NextInt(4) == 0 ? 0 : random.NextInt(1000) / 10.0;
        }

        double[] leaves = new double[count];
        tree.CopyTo(leaves);
        copied.CopyFrom(leaves);

        Assert.Equal(BitConverter.DoubleToInt64Bits(copied.Total), BitConverter.DoubleToInt64Bits(tree.Total));
        Assert.Equal(leaves.Sum(), tree.Total, 9);
        Assert.Equal(leaves.Where(leaf => leaf > 0).DefaultIfEmpty(double.PositiveInfinity).Min(), tree.Least);
        Assert.Equal(tree.Least, copied.Least);
        for (int i = 0; i < 1_000 && tree.Total > 0; i++)
        {
            double number = random.NextDouble() * tree.Total;
            int found = tree.Find(number);
            Assert.True(leaves[found] > 0);
            Assert.InRange(Before(leaves, found), number - leaves[found] - 1e-9, number + 1e-9);
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(70)]
    [InlineData(5_000)]
    public void Numbers_fall_on_the_same_leaves_together_as_one_by_one(int count)
    {
        PriorityTree tree = new(count);
        Rng random = new(3);
        for (int leaf = 0; leaf < count; leaf++)
        {
            tree[leaf] = leaf % 3 == 1 ? 0 : random.NextDouble();
        }

        double[] numbers = new double[200];
        foreach (ref double number in numbers.AsSpan())
        {
            number = random.NextDouble() * tree.Total;
        }

        (numbers[0], numbers[1]) = (0, Math.BitDecrement(tree.Total));
        int[] expected = [.. numbers.Select(tree.Find)], found = new int[numbers.Length];
        tree.Find(numbers, found);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Leaves_of_another_tree_are_refused()
    {
        PriorityTree tree = new(3);
        Assert.Contains(
            "3 leaves; received 2", Assert.Throws<ArgumentException>(() => tree.CopyFrom([1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => tree.CopyFrom([1, 2, double.PositiveInfinity]));
        Assert.Throws<InvalidOperationException>(() => tree.Least);
    }

    private static double Before(double[] leaves, int leaf) => leaves[..leaf].Sum();
}
