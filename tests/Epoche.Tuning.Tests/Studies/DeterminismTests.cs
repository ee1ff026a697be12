using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Studies;

public sealed class DeterminismTests
{
    private static readonly SearchSpace s_space = SearchSpace.Empty
        .Float("x", -5, 5).Float("rate", 1e-4, 1, log: true).Int("layers", 1, 2)
            .When("layers", [2], layer => layer.Int("width", 8, 64, step: 8));

    public static TheoryData<string, Pruner> Pruners => new()
    {
        { "none", new NoPruner() },
        { "median", new MedianPruner { StartupTrials = 3 } },
        { "halving", new SuccessiveHalvingPruner { MinResource = 1, Reduction = 2 } },
        { "asha", new AshaPruner { MinResource = 1, MaxResource = 9, Reduction = 3 } },
        { "hyperband", new HyperbandPruner { MinResource = 1, MaxResource = 9 } },
        { "wilcoxon", new WilcoxonPruner() },
    };

    [Theory]
    [MemberData(nameof(Pruners), DisableDiscoveryEnumeration = true)]
    public void One_worker_and_eight_give_the_same_study(string name, Pruner pruner)
    {
        string[] hashes = [.. new[] { 1, 2, 8 }.Select(workers => Run(pruner, workers, jitter: workers > 1))];
        Assert.True(hashes.Distinct().Count() == 1, $"{name}: {string.Join(' ', hashes)}");
    }

    [Fact]
    public void Another_seed_or_lag_gives_another_study() =>
        Assert.Equal(3, new[] { Run(new NoPruner(), 1), Run(new NoPruner(), 1, seed: 2), Run(new NoPruner(), 1, lag: 0) }
            .Distinct().Count());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_interrupted_study_that_is_resumed_is_the_uninterrupted_one(bool pauses)
    {
        Pruner pruner = pauses ? new AshaPruner { MinResource = 1, MaxResource = 9, Reduction = 3 }
            : new MedianPruner { StartupTrials = 3 };
        using Folder folder = new();
        for (int part = 0; part < 4; part++)
        {
            using JournalFile log = new(folder["study.log"]);
            using Study study = new(Options(pruner, 7, 1), log);
            using CancellationTokenSource stop = new();
            int left = 6;
            Assert.Throws<OperationCanceledException>(() => study.Run((trial, token) =>
            {
                if (--left <= 0)
                {
                    stop.Cancel();
                }

                token.ThrowIfCancellationRequested();
                return Evaluate(trial);
            }, trials: 30, cancellation: stop.Token));
        }

        using JournalFile last = new(folder["study.log"]);
        using Study resumed = new(Options(pruner, 7, 1), last);
        resumed.Run(Evaluate, trials: 30, new() { Workers = 2 });
        Assert.Equal(Run(pruner, 1), resumed.Hash);
    }

    [Fact]
    public void A_trial_sees_results_behind_the_lag_and_parameters_within_it()
    {
        List<(int Number, int[] Results, int[] Pending)> seen = [];
        Study study = new(new() { Space = s_space, Lag = 2, Sampler = new Watcher(seen) });
        study.Run(trial => trial.Number, trials: 5);
        Assert.Equal([], seen[0].Results);
        Assert.Equal([], seen[2].Results);
        Assert.Equal([0, 1], seen[2].Pending);
        Assert.Equal([0, 1], seen[4].Results);
        Assert.Equal([2, 3], seen[4].Pending);
    }

    [Fact]
    public void By_arrival_the_file_says_what_each_trial_saw()
    {
        MemoryLog log = new();
        Study study = new(new() { Space = s_space, Order = TrialOrder.Arrival }, log);
        Trial first = study.Ask(), second = study.Ask();
        study.Tell(second, 1);
        Trial third = study.Ask();
        study.Tell(first, 2);
        study.Tell(third, 3);

        Assert.Equal([0, 0, 1], study.Trials.Select(trial => (int)trial.SystemAttributes["epoche:lease"]["seen"]!.Value.AsInteger));
        Assert.Equal("arrival", StudyRecord.Read(log, "study").SystemAttributes["epoche:study"]["order"]!.Value.AsText);
    }

    [Fact]
    public void Asha_promotes_and_ends_what_is_left_as_pruned()
    {
        Study study = new(Options(new AshaPruner { MinResource = 1, MaxResource = 9, Reduction = 3 }, 0, 1));
        study.Run(Evaluate, trials: 27);
        Assert.Equal(27, study.Trials.Count);
        Assert.True(study.Trials.Count(trial => trial.State == TrialState.Complete) is >= 3 and <= 9);
        Assert.All(study.Trials, trial => Assert.Equal(
            trial.State == TrialState.Complete ? 9 : trial.Last!.Value.Step == 3 ? 3 : 1, trial.Last!.Value.Step));
        Assert.All(study.Trials.Where(trial => trial.State == TrialState.Pruned), trial =>
            Assert.Equal(trial.Last!.Value.Value, trial.Value));
    }

    private static string Run(Pruner pruner, int workers, bool jitter = false, ulong seed = 1, int lag = 7)
    {
        Study study = new(Options(pruner, lag, seed));
        study.Run(trial =>
        {
            if (jitter)
            {
                Thread.Sleep((trial.Number * 7 % 5) * 2);
            }

            return Evaluate(trial);
        }, trials: 30, new() { Workers = workers });
        return study.Hash;
    }

    private static StudyOptions Options(Pruner pruner, int lag, ulong seed) => new()
    {
        Space = s_space, Seed = seed, Lag = lag, Pruner = pruner, Sampler = new TpeSampler { StartupTrials = 5 },
    };

    private static double Evaluate(Trial trial)
    {
        double x = trial.Float("x"), size = trial.Has("width") ? trial.Int("width") : 30, value = 0;
        for (int step = (trial.LastStep ?? 0) + 1; step <= 9; step++)
        {
            value = (x * x) + (Math.Abs(size - 24) / 10) + (trial.Float("rate") / step);
            if (trial.ShouldStop(step, value))
            {
                break;
            }
        }

        return value;
    }

    private sealed class Watcher(List<(int, int[], int[])> seen) : Sampler
    {
        public override string Text => "watcher";

        public override void Suggest(SuggestionContext context, Span<double> numbers)
        {
            seen.Add((
                context.Number, [.. context.History.Results.Select(trial => trial.Number)],
                [.. context.History.Pending.Select(trial => trial.Number)]));
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = context.Uniform(context.Space.Parameters[i]);
            }
        }
    }
}
