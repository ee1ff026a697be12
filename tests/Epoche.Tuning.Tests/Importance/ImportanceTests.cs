using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Importance;

public sealed class ImportanceTests
{
    private static readonly SearchSpace s_space = SearchSpace.Empty.Float("large", 0, 1).Float("small", 0, 1).Float("none", 0, 1);

    [Fact]
    public void Ped_anova_of_choices_is_that_of_the_formula()
    {
        // Ten trials, five of each choice; the best one has a. With a prior of one trial: .5 and .5 among all, .75 and .25 among the best;
        // .5·(.75/.5 − 1)² + .5·(.25/.5 − 1)² = 1/4.
        SearchSpace space = SearchSpace.Empty.Choice("c", "a", "b");
        TrialRecord[] trials = [.. Enumerable.Range(0, 10).Select(i => Records.Complete(i, i).At(space, i % 2))];
        Assert.Equal(0.25, PedAnova.Of(ImportanceData.Of(Records.History(trials), 0), 0.1)[0], 1e-15);
    }

    [Fact]
    public void A_conditional_parameter_counts_where_it_exists()
    {
        // The eight of twenty trials that have m: both best ones are among them. α = 1, β = 0.4; among them .25 and .75 (one m = a of the
        // best, two of eight…): 2 trials a, 6 trials b, the best two are a. (2 + .5)/9 and (6 + .5)/9; (2 + .5)/3 and (0 + .5)/3.
        SearchSpace space = SearchSpace.Empty.Choice("p", "with", "without").When("p", ["with"], with => with.Choice("m", "a", "b"));
        TrialRecord[] trials =
        [
            .. Enumerable.Range(0, 8).Select(i => Records.Complete(i, i).At(space, 0, i < 2 ? 0 : 1)),
            .. Enumerable.Range(8, 12).Select(i => Records.Complete(i, i).At(space, 1)),
        ];
        double a = 2.5 / 9, b = 6.5 / 9, ofA = 2.5 / 3 / a, ofB = 0.5 / 3 / b;
        double expected = 1 / 0.4 * ((a * (ofA - 1) * (ofA - 1)) + (b * (ofB - 1) * (ofB - 1)));
        Assert.Equal(expected, PedAnova.Of(ImportanceData.Of(Records.History(trials), 0), 0.1)[0], 1e-12);
    }

    [Fact]
    public void Both_find_which_parameters_matter()
    {
        // Variances of 2·large and of small are as 4 to 1.
        StudyHistory history = History(200, x => (2 * x[0]) + x[1]);
        IReadOnlyList<ParameterImportance> ped = Epoche.Importance.PedAnova(history), fanova = Epoche.Importance.Fanova(history, trees: 16);
        Assert.Equal(["large", "small", "none"], ped.Select(one => one.Name));
        Assert.Equal(["large", "small", "none"], fanova.Select(one => one.Name));
        Assert.Equal(1, ped.Sum(one => one.Share), 1e-12);
        Assert.InRange(fanova[0].Share, 0.74, 0.86);
        Assert.InRange(fanova[1].Share, 0.14, 0.24);
        Assert.Equal(fanova, Epoche.Importance.Fanova(history, trees: 16));
    }

    [Fact]
    public void A_split_of_one_parameter_explains_all_and_an_interaction_nothing_by_itself()
    {
        TreeLeaf[] step = [Leaf(0, 0.25, 0, 1, 0), Leaf(0.25, 1, 0, 1, 1)];
        Assert.Equal([1, 0], Fanova.Shares(step, [0, 0]));
        TreeLeaf[] cross = [Leaf(0, 0.5, 0, 0.5, 1), Leaf(0, 0.5, 0.5, 1, 0), Leaf(0.5, 1, 0, 0.5, 0), Leaf(0.5, 1, 0.5, 1, 1)];
        Assert.Equal([0, 0], Fanova.Shares(cross, [0, 0]));
        static TreeLeaf Leaf(double a, double b, double c, double d, double value) => new([a, c], [b, d], [null, null], value);
    }

    [Fact]
    public void A_tree_parts_choices_by_their_means()
    {
        // Values 1, 5, 2 of the choices 0, 1, 2: the first split parts choice 1 from the others, which then are parted too.
        double[][] columns = [[0, 1, 2, 0, 1, 2]];
        IReadOnlyList<TreeLeaf> leaves = RegressionTree.Fit(columns, [3], [1, 5, 2, 1, 5, 2], [0, 1, 2, 3, 4, 5]);
        Assert.Equal([1, 2, 5], leaves.Select(leaf => leaf.Value).Order());
        Assert.All(leaves, leaf => Assert.Equal(1.0 / 3, leaf.Extent(0)));
    }

    [Fact]
    public void Nothing_matters_where_all_values_are_equal()
    {
        Assert.All(Epoche.Importance.PedAnova(History(20, _ => 1)), one => Assert.Equal(0, one.Share));
        Assert.All(Epoche.Importance.Fanova(History(20, _ => 1)), one => Assert.Equal(0, one.Share));
        Assert.Throws<ArgumentOutOfRangeException>(() => Epoche.Importance.PedAnova(History(3, _ => 1), best: 1));
    }

    private static StudyHistory History(int count, Func<double[], double> function)
    {
        Rng random = new(1);
        return Records.History(
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                double[] x = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
                return Records.Complete(i, function(x)).At(s_space, x);
            }),
        ]);
    }
}
