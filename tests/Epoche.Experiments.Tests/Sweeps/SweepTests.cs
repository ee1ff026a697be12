namespace Epoche.Experiments.Tests.Sweeps;

/// <summary>All combinations of values and seeds, trained side by side.</summary>
public sealed class SweepTests
{
    private static readonly SweepAxis[] s_small =
        [.. Settings.CartPole.Append("evaluation.stop_when_perfect=false").Select(SweepAxis.Parse)];

    [Fact]
    public void Runs_side_by_side_have_the_bits_of_runs_one_after_the_other()
    {
        using TemporaryDirectory directory = new();
        SweepAxis axis = SweepAxis.Parse("discount=0.9,0.99");

        SweepResult one = Of([0, 1], axis).Run(directory["runs"], "one", new() { Jobs = 1 });
        SweepResult two = Of([0, 1], axis).Run(directory["runs"], "two", new() { Jobs = 3 });
        ExperimentRun alone = Experiment.Load("cartpole", 1, [.. Settings.CartPole, "evaluation.stop_when_perfect=false", "discount=0.99"])
            .Run(directory["runs"], "alone");

        Assert.Equal(
            ["cartpole-discount-0.9-0", "cartpole-discount-0.9-1", "cartpole-discount-0.99-0", "cartpole-discount-0.99-1"],
            one.Runs.Select(run => run.Name));
        Assert.Equal(RunStatus.Complete, one.Status);
        Assert.Equal(one.Runs.Select(run => run.WeightsSha256), two.Runs.Select(run => run.WeightsSha256));
        Assert.Equal(alone.Result!.WeightsSha256, two.Runs[3].WeightsSha256);
        Assert.Equal(["discount=0.9", "discount=0.99"], two.Groups.Select(group => group.Label));
        Assert.Equal(one.Groups.Select(group => $"{group}"), two.Groups.Select(group => $"{group}"));
        Assert.Equal(alone.Result.Evaluation is EpisodeEvaluation { Mean: var mean } ? mean : 0, two.Groups[1].Summary.Values[1]);
    }

    [Fact]
    public void A_stopped_sweep_continues_where_it_was_and_keeps_what_is_complete()
    {
        using TemporaryDirectory directory = new();
        SweepResult whole = Of([0, 1, 2]).Run(directory["runs"], "whole");
        using CancellationTokenSource stop = new();
        Stopping listener = new(stop);

        SweepResult stopped = Of([0, 1, 2]).Run(directory["runs"], "mine", new() { Jobs = 2, Progress = listener }, stop.Token);
        Assert.All(stopped.Runs, run => Assert.Null(run.Problem));
        Assert.Equal(RunStatus.Interrupted, stopped.Status);
        Assert.Contains(stopped.Runs, run => run.Status == SweepRunStatus.Complete);
        string kept = Path.Combine(directory["runs"], "mine", stopped.Runs.First(run => run.Status == SweepRunStatus.Complete).Name);
        string result = File.ReadAllText(Path.Combine(kept, "result.json"));
        List<string> notices = [];
        SweepResult continued = Of([0, 1, 2]).Run(directory["runs"], "mine", new() { Notices = notice => notices.Add(notice.Text) });

        Assert.Equal(RunStatus.Complete, continued.Status);
        Assert.Equal(
            whole.Runs.Select(run => (run.Name, run.WeightsSha256, run.Value)),
            continued.Runs.Select(run => (run.Name, run.WeightsSha256, run.Value)));
        Assert.Equal(result, File.ReadAllText(Path.Combine(kept, "result.json")));
        Assert.All(notices, notice => Assert.Matches(@"^cartpole-[012]: (Going on from step|There is no intact checkpoint)", notice));
    }

    [Fact]
    public void What_was_written_is_read_again_and_more_seeds_are_added_to_it()
    {
        using TemporaryDirectory directory = new();
        SweepResult first = Of([5]).Run(directory["runs"]);
        string folder = Path.Combine(directory["runs"], "cartpole-seeds");

        SweepResult read = SweepResult.Read(folder)!, more = Of([6]).Run(directory["runs"]);

        Assert.Equal(first.ToJson(), read.ToJson());
        Assert.Equal([5ul, 6], more.Runs.Select(run => run.Seed));
        Assert.Equal("cartpole", Assert.Single(more.Groups).Label);
        Assert.Equal(2, more.Groups[0].Summary.Values.Count);
        Assert.Null(SweepResult.Read(directory["runs"]));
        string svg = File.ReadAllText(Path.Combine(folder, "sweep.svg"));
        Assert.Contains("interquartile mean over seeds", svg);
        Assert.Contains("class=\"band", svg);
        System.Xml.Linq.XDocument.Parse(svg);
        Assert.Contains("2 of 2", File.ReadAllText(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public void A_run_that_fails_stops_no_other_and_says_why()
    {
        using TemporaryDirectory directory = new();
        Sweep sweep = Of([0], SweepAxis.Parse("optimizer.learning_rate=1e-3,1e30"), SweepAxis.Parse("optimizer.clip_norm="));

        SweepResult result = sweep.Run(directory["runs"], "mixed");

        Assert.Equal([SweepRunStatus.Complete, SweepRunStatus.Failed], result.Runs.Select(run => run.Status));
        Assert.NotEmpty(result.Runs[1].Problem!);
        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Equal("optimizer.learning_rate=0.001", Assert.Single(result.Groups).Label);
        Assert.Equal(result.ToJson(), SweepResult.Read(result.Sweep)!.ToJson());
    }

    [Fact]
    public void Other_runs_in_its_folder_are_not_overwritten()
    {
        using TemporaryDirectory directory = new();
        Of([0]).Run(directory["runs"], "mine");

        ExperimentException other = Assert.Throws<ExperimentException>(
            () => Of([0], SweepAxis.Parse("discount=0.5")).Run(directory["runs"], "mine"));
        ExperimentException run = Assert.Throws<ExperimentException>(
            () => Of([0]).Run(Path.Combine(directory["runs"], "mine"), "cartpole-0"));

        Assert.Matches(@"it has discount=0\.9\d*, and discount=0\.5 is wanted\.\n  Runs are never overwritten", other.Message);
        Assert.Contains("is a run, not a sweep", run.Message);
    }

    [Fact]
    public void What_cannot_be_swept_is_refused_before_anything_is_trained()
    {
        Assert.Contains("make the same recipe", Refused("optimizer.clip_norm=null,~").Message);
        Assert.Contains("those of --seeds", Refused("seed=1,2").Message);
        Assert.Contains("at most 10,000 runs", Refused("batch_size=" + string.Join(',', Enumerable.Range(1, 10_001))).Message);
        Assert.Contains(
            "several networks", Assert.Throws<ExperimentException>(() => new Sweep(RecipeCatalog.BuiltIn("imitate"), [0])).Message);
        Assert.Throws<ConfigurationException>(() => Of([0], SweepAxis.Parse("discount=0.9,high")));

        static ExperimentException Refused(string axis) => Assert.Throws<ExperimentException>(() => Of([0], SweepAxis.Parse(axis)));
    }

    [Fact]
    public void A_table_shows_the_cells_that_it_has()
    {
        using TemporaryDirectory directory = new();
        SweepAxis name = SweepAxis.Parse("name=other");
        RecipeTable table = new([Of([0, 1]), Of([0, 1], name)], directory["runs"]);
        Assert.Contains("·", table.ToMarkdown()[^1]);
        Of([0, 1], name).Run(directory["runs"], "other");

        string partial = table.ToMarkdown()[2];
        table.Fill();

        Assert.StartsWith("| cartpole |", partial);
        Assert.Contains("·", partial);
        Assert.DoesNotContain("·", string.Join('\n', table.ToMarkdown()));
        Assert.Equal(2, table.ToJson().Count);
        Assert.Contains(RecipeTable.Agents, recipe => recipe.Name == "cartpole");
        Assert.DoesNotContain(RecipeTable.Agents, recipe => recipe.Name is "imitate" or "mnist-mlp");
    }

    private static Sweep Of(IReadOnlyList<ulong> seeds, params SweepAxis[] axes) =>
        new(RecipeCatalog.BuiltIn("cartpole"), seeds, [.. s_small, .. axes]);

    /// <summary>Stops when a run trains after another has ended.</summary>
    private sealed class Stopping(CancellationTokenSource stop) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value)
        {
            if (value.Ended > 0 && value.Running.Any(run => run.Progress is not null))
            {
                stop.Cancel();
            }
        }
    }
}
