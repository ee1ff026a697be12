using System.Text.Json;

namespace Epoche.Experiments.Tests.Comparison;

/// <summary>Runs beside each other.</summary>
public sealed class RunComparisonTests
{
    private static readonly string[] s_small = [.. Settings.CartPole, "evaluation.stop_when_perfect=false"];

    [Fact]
    public void Groups_are_those_of_the_keys_that_differ_and_all_play_the_same_episodes()
    {
        using TemporaryDirectory directory = new();
        ExperimentRun[] runs =
        [
            .. from discount in (string[])["0.5", "0.98"]
               from seed in (ulong[])[0, 1]
               select Run(directory, seed, $"discount={discount}"),
        ];

        RunComparison comparison = RunComparison.Of(runs, new() { Episodes = 30, Seed = 7 });

        Assert.Equal(("return", "CartPole-v1"), (comparison.Measure, comparison.Subject));
        Assert.Equal(["discount=0.5", "discount=0.98"], comparison.Groups.Select(group => group.Label));
        Assert.Equal(
            runs.Select(run => ((EpisodeEvaluation)run.Evaluate(30, 7).Evaluation!).Mean),
            comparison.Groups.SelectMany(group => group.Summary.Values));
        Assert.Null(comparison.Groups[0].Difference);
        GroupDifference difference = comparison.Groups[1].Difference!;
        Assert.Equal((DifferencePairing.Seeds, 2), (difference.Pairing, difference.Pairs));
        Assert.Equal(comparison.Groups[1].Summary.Mean - comparison.Groups[0].Summary.Mean, difference.Mean, 9);
        Assert.InRange(comparison.Random!.Mean, 20, 25);
        using JsonDocument json = JsonDocument.Parse(comparison.ToJson());
        Assert.Equal(
            [
                "label", "settings", "runs", "seeds", "n", "values", "mean", "median", "iqm", "iqm_interval", "difference",
                "probability_of_improvement",
            ],
            json.RootElement.GetProperty("groups")[1].EnumerateObject().Select(member => member.Name));
        comparison.SavePicture(directory["c.svg"]);
        Assert.Contains("performance profile", File.ReadAllText(directory["c.svg"]));
    }

    [Fact]
    public void One_run_and_one_are_compared_in_pairs_of_episodes()
    {
        using TemporaryDirectory directory = new();
        ExperimentRun first = Run(directory, 0), second = Run(directory, 1, "name=other", "double=true");

        RunComparison comparison = RunComparison.Of([first, second], new() { Episodes = 20 });

        GroupDifference difference = comparison.Groups[1].Difference!;
        double[] x = [.. comparison.Groups[1].Runs[0].Returns], y = [.. comparison.Groups[0].Runs[0].Returns];
        Assert.Equal(["cartpole", "other"], comparison.Groups.Select(group => group.Label));
        Assert.Equal((DifferencePairing.Episodes, 20), (difference.Pairing, difference.Pairs));
        Assert.Equal(x.Zip(y, (left, right) => left - right).Average(), difference.Mean, 9);
        Assert.True(difference.Interval!.Value.Contains(difference.Mean));
        Assert.Null(difference.ProbabilityInterval);
        Assert.Null(comparison.Groups[0].Summary.Interval);
    }

    [Fact]
    public void By_one_key_runs_that_differ_in_others_too_are_one_group()
    {
        using TemporaryDirectory directory = new();
        ExperimentRun[] runs = [Run(directory, 0), Run(directory, 1, "discount=0.5"), Run(directory, 2, "double=false")];

        RunComparison comparison = RunComparison.Of(runs, new() { Episodes = 2, By = ["double"] });

        Assert.Equal(["double=true", "double=false"], comparison.Groups.Select(group => group.Label));
        Assert.Equal([2, 1], comparison.Groups.Select(group => group.Runs.Count));
        Assert.Equal(DifferencePairing.None, comparison.Groups[1].Difference!.Pairing);
        Assert.Equal(
            "--by duble: no recipe of these runs has the key 'duble'. Did you mean 'double'?",
            Assert.Throws<ExperimentException>(() => RunComparison.Of(runs, new() { By = ["duble"] })).Message);
    }

    [Fact]
    public void Classifiers_are_compared_by_their_accuracy()
    {
        using TemporaryDirectory directory = new();
        ulong[] seeds = [0, 1];
        ExperimentRun[] runs = [.. seeds.Select(seed => Experiment.Load("digits-conv", seed, Settings.Digits).Run(directory.Path))];

        RunComparison comparison = RunComparison.Of(runs);

        Assert.Equal("accuracy", comparison.Measure);
        Assert.Equal(runs.Select(run => ((ExampleEvaluation)run.Result!.Evaluation!).Accuracy), comparison.Groups[0].Summary.Values);
        Assert.Null(comparison.Random);
        Assert.Contains("are compared, and these are of two: ", Assert.Throws<ExperimentException>(
            () => RunComparison.Of([runs[0], Run(directory, 0)])).Message);
    }

    [Fact]
    public void A_folder_stands_for_the_complete_runs_in_it()
    {
        using TemporaryDirectory directory = new();
        using Canceller canceller = new(step: 500);
        ExperimentRun whole = Run(directory, 0), cut = Experiment.Load("cartpole", 1, s_small).Run(
            directory["runs"], options: new() { Progress = canceller }, cancellation: canceller.Token);

        (IReadOnlyList<ExperimentRun> runs, IReadOnlyList<RunFolder> leftOut) = ComparedRuns.Open([directory["runs"], whole.Folder.Path]);

        Assert.Equal(whole.Folder.Path, Assert.Single(runs).Folder.Path);
        Assert.Equal(cut.Folder.Path, Assert.Single(leftOut).Path);
        Assert.Contains("is not complete", Assert.Throws<ExperimentException>(() => RunComparison.Of([cut])).Message);
        Assert.Throws<RunException>(() => ComparedRuns.Open([directory["no-such-run"]]));
    }

    private static ExperimentRun Run(TemporaryDirectory directory, ulong seed, params string[] set) =>
        Experiment.Load("cartpole", seed, [.. s_small, "steps=600", "warm_up_steps=200", .. set]).Run(directory["runs"]);
}
