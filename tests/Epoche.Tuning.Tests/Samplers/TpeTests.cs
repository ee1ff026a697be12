using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Samplers;

public sealed class TpeTests
{
    private static readonly SearchSpace s_line = SearchSpace.Empty.Float("x", 0, 10);

    [Fact]
    public void Weights_fall_with_age_beyond_the_newest_25()
    {
        // 27 observations: 1/27 and 1 for the two oldest, then 25 ones, and the prior's one; the sum is 1/27 + 27.
        double[] weights = AgeWeights.Of(27, byAge: true);
        double sum = (1.0 / 27) + 27;
        Assert.Equal(28, weights.Length);
        Assert.Equal(1.0 / 27 / sum, weights[0], 1e-15);
        Assert.All(weights[1..], weight => Assert.Equal(1 / sum, weight, 1e-15));
        Assert.Equal([0.25, 0.25, 0.25, 0.25], AgeWeights.Of(3, byAge: true));
    }

    [Fact]
    public void A_kernel_is_as_wide_as_the_larger_gap_and_the_outer_ones_as_their_only_one()
    {
        // Range 10, three observations and the prior: at least 10/5 = 2 wide. 4 has gaps 3 and 5; 1 and 9 look inwards only.
        Assert.Equal([5, 3, 5, 10], KernelWidths.Of([4, 1, 9, 5], 0, 10, null));

        // One alone has the ends of the range as neighbours; gaps below the least width are widened.
        Assert.Equal([8, 10], KernelWidths.Of([2, 5], 0, 10, null));
        Assert.Equal([2.5, 2.5, 10], KernelWidths.Of([3, 3.1, 5], 0, 10, null));

        // Up to 4.9 jointly: 0.2·k^(−1/(d+4)) of the range, here with k = 1: 2, below the least 10/3.
        Assert.Equal([10.0 / 3, 10], KernelWidths.Of([2, 5], 0, 10, 0.2));
    }

    [Fact]
    public void The_density_of_one_observation_and_the_prior_is_that_of_the_formula()
    {
        // Observation 2, width 8 by the gap to the end; prior 5, width 10; halves of both, cut off at 0 and 10.
        // Python, N = statistics.NormalDist:
        // (N(2,8).pdf(3)/(N(2,8).cdf(10)-N(2,8).cdf(0)) + N(5,10).pdf(3)/(N(5,10).cdf(10)-N(5,10).cdf(0)))/2
        ParzenEstimator estimator = new([.. s_line.Parameters], [Records.Complete(0, 1).At(s_line, 2)], byAge: true, hasOneWidth: false);
        Assert.Equal(0.107280387605785, Math.Exp(estimator.LogDensities([3], 1)[0]), 1e-12);
    }

    [Fact]
    public void The_mass_of_whole_numbers_adds_up_to_one()
    {
        ParameterDomain[] domains = [new IntDomain(1, 9, step: 2), new IntDomain(1, 40, log: true), new CategoricalDomain("a", "b", "c")];
        foreach (ParameterDomain domain in domains)
        {
            SearchSpace space = SearchSpace.Empty.Add(new SearchParameter("n", domain));
            TrialRecord[] trials = [.. Enumerable.Range(0, 5).Select(i => Records.Complete(i, i).At(space, domain.FromUnit(i / 5.0)))];
            ParzenEstimator estimator = new([.. space.Parameters], trials, byAge: true, hasOneWidth: false);
            double[] all = [.. Enumerable.Range(0, (int)domain.Count!.Value).Select(i => domain.Bounds.Low + (i * domain.Spacing))];
            Assert.Equal(1, estimator.LogDensities(all, all.Length).Sum(Math.Exp), 1e-9);
        }
    }

    [Fact]
    public void The_split_takes_a_tenth_and_prefers_complete_then_far_pruned_then_feasible_trials()
    {
        TrialRecord[] trials =
        [
            Records.Of(0, TrialState.Pruned, (5, 1)), Records.Complete(1, 7), Records.Of(2, TrialState.Pruned, (9, 3)),
            Records.Of(3, TrialState.Fail), Records.Of(4, TrialState.Pruned), Records.Complete(5, 2), Violating(6, 0.1),
        ];
        Assert.Equal([1, 5], Good(2));
        Assert.Equal([1, 2, 5], Good(3));
        Assert.Equal([0, 1, 2, 5], Good(4));
        Assert.Equal([0, 1, 2, 4, 5], Good(5));
        IEnumerable<int> Good(int count) => TpeSplit.Of(Records.History(trials), count, false).Good.Select(trial => trial.Number);
    }

    [Fact]
    public void Of_several_objectives_the_front_is_good_and_thinned_by_hypervolume()
    {
        TrialRecord Of(int number, double first, double second) => new(number, number, TrialState.Complete) { Values = [first, second] };
        TrialRecord[] trials = [Of(0, 5, 5), Of(1, 1, 4), Of(2, 2, 2), Of(3, 4, 1), Of(4, 6, 6)];
        StudyHistory history = new([Direction.Minimize, Direction.Minimize], trials);
        Assert.Equal([1, 2, 3], TpeSplit.Of(history, 3, false).Good.Select(trial => trial.Number));
        Assert.Equal([2], TpeSplit.Of(history, 1, false).Good.Select(trial => trial.Number));
        Assert.Equal([0, 1, 2, 3], TpeSplit.Of(history, 4, false).Good.Select(trial => trial.Number));
    }

    [Theory]
    [InlineData(TpeRules.Optuna5)]
    [InlineData(TpeRules.Optuna4)]
    public void It_finds_a_minimum_that_random_search_misses(TpeRules rules)
    {
        SearchSpace space = SearchSpace.Empty.Float("x", -10, 10).Float("y", -10, 10);
        double Best(Sampler sampler)
        {
            Study study = new(new() { Space = space, Sampler = sampler, Seed = 3 });
            study.Run(trial => Math.Pow(trial.Float("x") - 2, 2) + Math.Pow(trial.Float("y") + 1, 2), trials: 60);
            return study.Best!.Value!.Value;
        }

        Assert.True(Best(new TpeSampler { Rules = rules, Multivariate = true }) < 0.5 * Best(new RandomSampler()));
    }

    [Fact]
    public void Conditional_parameters_are_suggested_where_they_exist()
    {
        SearchSpace space = SearchSpace.Empty.Choice("kind", "a", "b")
            .When("kind", ["a"], a => a.Float("x", 0, 1)).When("kind", ["b"], b => b.Int("n", 1, 9));
        Study study = new(new() { Space = space, Sampler = new TpeSampler { StartupTrials = 5 } });
        study.Run(trial => trial.Choice("kind") == "a" ? trial.Float("x") : trial.Int("n"), trials: 40);

        Assert.All(study.Trials, trial => Assert.Equal(2, trial.Parameters.Count));
        Assert.All(study.Trials, trial => Assert.Equal(trial.Find("kind")!.Value == "a", trial.Find("x") is not null));
        Assert.True(study.Trials.Skip(20).Count(trial => trial.Find("x") is not null) > 12);
    }

    private static TrialRecord Violating(int number, double value)
    {
        TrialRecord trial = Records.Complete(number, value);
        trial.SetSystem(TrialRecord.ConstraintsKey, StudyValue.List(1.0));
        return trial;
    }
}
