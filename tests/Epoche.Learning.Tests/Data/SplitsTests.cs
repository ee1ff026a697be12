namespace Epoche.Learning.Tests.Data;

public sealed class SplitsTests
{
    private static readonly int[] Classes = [.. Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? 1 : i % 3 == 0 ? 2 : 0)];

    [Fact]
    public void Folds_hold_each_example_out_once_and_follow_the_seed()
    {
        IReadOnlyList<Split> folds = Splits.Folds(23, 5, seed: 1);

        Assert.Equal(Enumerable.Range(0, 23), folds.SelectMany(fold => fold.Held).Order());
        Assert.All(folds, fold => Assert.InRange(fold.Held.Count, 4, 5));
        Assert.All(folds, fold => Assert.Equal(Enumerable.Range(0, 23), fold.Training.Concat(fold.Held).Order()));
        Assert.Equal(folds.Select(fold => fold.Held), Splits.Folds(23, 5, seed: 1).Select(fold => fold.Held));
        Assert.NotEqual(folds.Select(fold => fold.Held), Splits.Folds(23, 5, seed: 2).Select(fold => fold.Held));
    }

    [Fact]
    public void Stratified_folds_have_the_shares_of_the_classes()
    {
        foreach (Split fold in Splits.Stratified(Classes, 5, seed: 1))
        {
            Assert.Equal(20, fold.Held.Count);
            Assert.Equal(2, fold.Held.Count(i => Classes[i] == 1));
            Assert.InRange(fold.Held.Count(i => Classes[i] == 2), 6, 6);
        }

        Split split = Splits.HoldStratified(Classes, 0.2, seed: 1);
        Assert.Equal((20, 2, 6), (split.Held.Count, split.Held.Count(i => Classes[i] == 1), split.Held.Count(i => Classes[i] == 2)));
    }

    [Fact]
    public void Groups_stay_together()
    {
        int[] groups = [.. Enumerable.Range(0, 60).Select(i => i * i % 13)];

        foreach (Split fold in Splits.Grouped(groups, 4, seed: 1).Append(Splits.HoldGrouped(groups, 0.3, seed: 1)))
        {
            Assert.Empty(fold.Held.Select(i => groups[i]).Intersect(fold.Training.Select(i => groups[i])));
            Assert.Equal(60, fold.Held.Count + fold.Training.Count);
            Assert.NotEmpty(fold.Held);
        }
    }

    [Fact]
    public void What_is_held_out_by_time_comes_later()
    {
        double[] times = [.. Enumerable.Range(0, 40).Select(i => (double)(i * 7 % 20))];

        IReadOnlyList<Split> folds = Splits.Ordered(times, 3);

        Assert.Equal([10, 20, 30], folds.Select(fold => fold.Training.Count));
        Assert.All(
            folds.Append(Splits.HoldLast(times, 0.25)),
            fold => Assert.True(fold.Training.Max(i => times[i]) < fold.Held.Min(i => times[i])));
    }

    [Fact]
    public void A_data_set_and_a_table_are_split_alike()
    {
        Dataset data = new([.. Enumerable.Range(0, 100).Select(i => (float)i)], [1], [.. Classes.Select(c => (float)c)], []);
        Table table = new(
            TableColumn.Numbers("n", [.. Enumerable.Range(0, 100).Select(i => (double)i)]),
            TableColumn.Texts("class", [.. Classes.Select(c => c == 1 ? "rare" : c == 2 ? "some" : "many")]));

        Assert.Equal(5, data.StratifiedFolds(5, seed: 1).Count());
        foreach ((Table training, Table held) in table.StratifiedFolds("class", 5, seed: 1))
        {
            Assert.Equal(2, Enumerable.Range(0, held.Count).Count(row => held["class"].Text(row) == "rare"));
            Assert.Equal(80, training.Count);
        }

        (Table early, Table late) = table.OrderedSplit("n", 0.1);
        Assert.Equal((89, 90), (early["n"].Number(early.Count - 1), late["n"].Number(0)));
    }

    [Fact]
    public void Errors_say_what_fits()
    {
        Assert.StartsWith(
            "There are 3 examples, so folds can be 2 to 3; received 5.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Splits.Folds(3, 5, 0)).Message);
        Assert.StartsWith(
            "There are 2 groups, so folds can be 2 to 2; received 3.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Splits.Grouped([1, 1, 2, 2], 3, 0)).Message);
        Assert.StartsWith(
            "The share to hold out lies between 0 and 1 and leaves examples on both sides; received 1 of 10.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Splits.Hold(10, 1, 0)).Message);
        Assert.StartsWith(
            "Each example needs a time; example 1 has none.",
            Assert.Throws<ArgumentException>(() => Splits.HoldLast([1, double.NaN], 0.5)).Message);
    }
}
