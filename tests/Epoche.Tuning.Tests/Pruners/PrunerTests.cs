using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Pruners;

/// <summary>Cases small enough to be computed by hand from the rules.</summary>
public sealed class PrunerTests
{
    private static readonly TrialRecord[] s_five =
    [
        Records.Complete(0, 1, (0, 9), (1, 1)), Records.Complete(1, 2, (0, 9), (1, 2)), Records.Complete(2, 3, (0, 9), (1, 3)),
        Records.Complete(3, 4, (0, 9), (1, 4)), Records.Complete(4, 5, (0, 9), (1, 5)),
    ];

    [Theory]
    [InlineData(2.9, TrialDecision.Continue)]
    [InlineData(3, TrialDecision.Continue)] // the median of 1 … 5
    [InlineData(3.1, TrialDecision.Prune)]
    [InlineData(double.NaN, TrialDecision.Prune)]
    public void The_median_of_the_same_step_decides(double value, TrialDecision expected) =>
        Assert.Equal(expected, new MedianPruner().Decide(Records.Of(5, TrialState.Running, (1, value)), s_five));

    [Fact]
    public void The_best_report_so_far_counts_and_not_the_last() =>
        Assert.Equal(TrialDecision.Continue, new MedianPruner().Decide(Records.Of(5, TrialState.Running, (0, 2), (1, 100)), s_five));

    [Fact]
    public void Fewer_than_five_complete_trials_end_nobody() =>
        Assert.Equal(TrialDecision.Continue, new MedianPruner().Decide(Records.Of(5, TrialState.Running, (1, 100)), s_five[..4]));

    [Theory]
    [InlineData(25, 2.1, TrialDecision.Prune)] // the first quartile of 1 … 5 is 2
    [InlineData(25, 1.9, TrialDecision.Continue)]
    [InlineData(90, 4.5, TrialDecision.Continue)] // 4.6
    [InlineData(90, 4.7, TrialDecision.Prune)]
    public void A_percentile_is_that_of_NumPy(double percentile, double value, TrialDecision expected) =>
        Assert.Equal(expected, new PercentilePruner(percentile).Decide(Records.Of(5, TrialState.Running, (1, value)), s_five));

    [Fact]
    public void Warm_up_and_interval_say_when_a_decision_is_due()
    {
        MedianPruner pruner = new() { WarmUpSteps = 1, Interval = 5, StartupTrials = 1 };
        TrialRecord good = Records.Complete(0, 0, (0, 0), (1, 0), (2, 0), (7, 0));
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(1, TrialState.Running, (0, 9)), good));
        Assert.Equal(TrialDecision.Prune, pruner.Decide(Records.Of(1, TrialState.Running, (0, 9), (1, 9)), good));
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(1, TrialState.Running, (0, 9), (1, 9), (2, 9)), good));
        Assert.Equal(TrialDecision.Prune, pruner.Decide(Records.Of(1, TrialState.Running, (0, 9), (1, 9), (2, 9), (7, 9)), good));
    }

    [Fact]
    public void Halving_keeps_the_best_quarter_of_those_that_reached_the_rung()
    {
        SuccessiveHalvingPruner pruner = new() { MinResource = 1, Reduction = 4 };
        TrialRecord[] seven = [.. Enumerable.Range(0, 7).Select(i => Records.Of(i, TrialState.Pruned, (1, i)))];

        // With itself there are eight: two go on.
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(7, TrialState.Running, (1, 0.5)), seven));
        Assert.Equal(TrialDecision.Prune, pruner.Decide(Records.Of(7, TrialState.Running, (1, 1.5)), seven));

        // Alone, or among fewer than four, only the best goes on; NaN never does.
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(7, TrialState.Running, (1, 5))));
        Assert.Equal(TrialDecision.Prune, pruner.Decide(Records.Of(7, TrialState.Running, (1, 1)), seven[..1]));
        Assert.Equal(TrialDecision.Prune, pruner.Decide(Records.Of(7, TrialState.Running, (1, double.NaN))));
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(7, TrialState.Running, (1, 0.5), (2, 99)), seven)); // between rungs
    }

    [Fact]
    public void Asha_pauses_at_rungs_and_promotes_the_best_that_waits()
    {
        AshaPruner pruner = new() { MinResource = 1, MaxResource = 9, Reduction = 3 };
        Assert.Equal(TrialDecision.Pause, pruner.Decide(Records.Of(0, TrialState.Running, (1, 5))));
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(0, TrialState.Running, (1, 5), (2, 5))));
        Assert.Equal(TrialDecision.Pause, pruner.Decide(Records.Of(0, TrialState.Running, (1, 5), (3, 5))));
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(0, TrialState.Running, (3, 5), (9, 5))));

        TrialRecord Waiting(int number, params (int, double)[] reports) => Records.Of(number, TrialState.Waiting, reports);
        Assert.Null(pruner.Promote("study", Records.History(Waiting(0, (1, 3)), Waiting(1, (1, 1)))));
        Assert.Equal(1, pruner.Promote("study", Records.History(Waiting(0, (1, 3)), Waiting(1, (1, 1)), Waiting(2, (1, 2)))));

        // One that was promoted keeps its place in the rung, so the next needs three more.
        TrialRecord promoted = Records.Of(1, TrialState.Running, (1, 1));
        Assert.Null(pruner.Promote("study", Records.History(Waiting(0, (1, 3)), promoted, Waiting(2, (1, 2)))));
        Assert.Equal(2, pruner.Promote("study", Records.History(
            Waiting(0, (1, 3)), promoted, Waiting(2, (1, 2)), Waiting(3, (1, 7)), Waiting(4, (1, 8)), Waiting(5, (1, 9)))));

        // The higher rung goes first.
        Assert.Equal(2, pruner.Promote("study", Records.History(
            Waiting(0, (1, 3), (3, 3)), Waiting(1, (1, 1), (3, 2)), Waiting(2, (1, 2), (3, 1)),
            Waiting(3, (1, 0)), Waiting(4, (1, 8)), Waiting(5, (1, 9)))));
    }

    [Fact]
    public void Hyperband_gives_trials_to_brackets_as_Optuna_does()
    {
        // zlib.crc32(b"study_N") % 17 for N = 0 … 7 is 1, 2, 13, 16, 3, 5, 1, 10; budgets ⌈3·3²/3⌉, ⌈3·3/2⌉, 3 are 9, 5 and 3.
        HyperbandPruner pruner = new() { MinResource = 1, MaxResource = 9, Reduction = 3 };
        Assert.Equal(3, pruner.Brackets);
        Assert.Equal([0, 0, 1, 2, 0, 0, 0, 1], Enumerable.Range(0, 8).Select(number => pruner.BracketOf("study", number)));
    }

    [Theory]
    [InlineData(new[] { 1, 2, -0.5, 3, 4 }, 0.0625)] // positive ranks 14 of 15: two of 32 choices of signs reach as much
    [InlineData(new[] { 1.0, 2, 3, 4, 5 }, 0.03125)]
    public void The_signed_rank_test_is_exact_for_few_differences(double[] differences, double expected) =>
        Assert.Equal(expected, WilcoxonPruner.ProbabilityOfGreater(differences), 1e-15);

    [Fact]
    public void Wilcoxon_ends_a_trial_that_is_worse_on_every_seed_but_not_one_whose_mean_is_better()
    {
        WilcoxonPruner pruner = new();
        TrialRecord best = Records.Complete(0, 3, (0, 1), (1, 2), (2, 3), (3, 4), (4, 5));
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(1, TrialState.Running, (0, 2), (1, 4), (2, 6)), best)); // p = 1/8
        Assert.Equal(TrialDecision.Prune, pruner.Decide(Records.Of(1, TrialState.Running, (0, 2), (1, 4), (2, 6), (3, 8)), best)); // 1/16
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(1, TrialState.Running, (0, 2), (1, 2.5), (2, 3.2), (3, 4.1)), best));
    }

    [Fact]
    public void A_threshold_ends_what_is_beyond_it_or_not_a_number()
    {
        ThresholdPruner pruner = new() { Upper = 10, WarmUpSteps = 1 };
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(0, TrialState.Running, (0, 11))));
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(0, TrialState.Running, (1, 10))));
        Assert.Equal(TrialDecision.Prune, pruner.Decide(Records.Of(0, TrialState.Running, (1, 10.5))));
        Assert.Equal(TrialDecision.Prune, pruner.Decide(Records.Of(0, TrialState.Running, (1, double.NaN))));
    }

    [Fact]
    public void Patience_waits_for_an_improvement()
    {
        PatientPruner pruner = new(null, patience: 1);
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(0, TrialState.Running, (0, 1), (1, 2))));
        Assert.Equal(TrialDecision.Prune, pruner.Decide(Records.Of(0, TrialState.Running, (0, 1), (1, 2), (2, 3))));
        Assert.Equal(TrialDecision.Continue, pruner.Decide(Records.Of(0, TrialState.Running, (0, 1), (1, 2), (2, 0.5))));
        Assert.Equal(TrialDecision.Continue,
            new PatientPruner(new NoPruner(), 1).Decide(Records.Of(0, TrialState.Running, (0, 1), (1, 2), (2, 3))));
    }

    [Fact]
    public void Several_objectives_and_pruners_do_not_fit() => Assert.StartsWith(
        "Pruners compare one objective; this study has 2.",
        Assert.Throws<ArgumentException>(() => new Study(new()
        {
            Directions = [Direction.Minimize, Direction.Maximize], Pruner = new MedianPruner(),
        })).Message);
}
