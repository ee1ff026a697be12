using Epoche.Cli.Runs;

namespace Epoche.Cli.Tests;

public sealed class RunFolderTests
{
    private static readonly RunResult Result = new()
    {
        Run = "runs/cartpole-0",
        Recipe = "cartpole",
        Seed = ulong.MaxValue,
        Status = RunStatus.Complete,
        TrainSeconds = 2.25,
        WallSeconds = 2.5,
        EnvSteps = 24_000,
        Updates = 11_776,
        Evaluation = new EpisodeEvaluation(1_000, 500, 0, 500, 500, 1) { Counted = new("blocks passed", 18.5) },
        WeightsSha256 = "ab",
    };

    [Fact]
    public void A_second_run_of_the_same_recipe_and_seed_gets_a_counter()
    {
        using TemporaryDirectory directory = new();

        string[] names = [.. Enumerable.Range(0, 3).Select(_ => Path.GetFileName(RunFolder.Create(directory.Path, null, "cartpole-0", "kind: dqn").Path))];

        Assert.Equal(["cartpole-0", "cartpole-0-2", "cartpole-0-3"], names);
        Assert.Equal(names, Directory.GetDirectories(directory.Path).Select(Path.GetFileName).Order()); // nothing half-written is left beside them
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_and_the_old_run_untouched()
    {
        using TemporaryDirectory directory = new();
        RunFolder first = RunFolder.Create(directory.Path, "mine", "cartpole-0", "first");

        CliException error = Assert.Throws<CliException>(() => RunFolder.Create(directory.Path, "mine", "cartpole-0", "second"));

        Assert.Contains("never overwritten", error.Message);
        Assert.Equal("first", File.ReadAllText(first.RecipePath));
        Assert.Single(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public void Runs_started_at_the_same_time_get_folders_of_their_own()
    {
        using TemporaryDirectory directory = new();
        string[] paths = new string[8];

        Parallel.For(0, paths.Length, i => paths[i] = RunFolder.Create(directory.Path, null, "r", $"{i}").Path);

        Assert.Equal(paths.Length, paths.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, paths.Length).Select(i => $"{i}"), paths.Select(p => File.ReadAllText(Path.Combine(p, "recipe.yaml"))));
    }

    [Fact]
    public void A_result_reads_back_as_it_was_written()
    {
        using TemporaryDirectory directory = new();
        RunFolder run = RunFolder.Create(directory.Path, null, "r", "");
        Assert.Null(run.ReadResult());

        run.WriteResult(Result);

        Assert.Equal(Result, run.ReadResult());
    }

    [Fact]
    public void Numbers_that_json_cannot_hold_become_null()
    {
        RunResult diverged = Result with { Evaluation = new ExampleEvaluation(10, double.NaN, double.PositiveInfinity) };

        string json = RunResultJson.Write(diverged, indented: false);

        Assert.Contains("\"accuracy\":null,\"loss\":null", json);
        Assert.DoesNotContain('\n', json);
    }

    [Fact]
    public void What_metrics_say_of_a_classifier_is_kept()
    {
        ExampleEvaluation evaluation = new(10, 0.9, 0.2) { Set = "drawn digits", Measurements = [new("top_5_accuracy", 1), new("f1", 0.88), new("ece", 0.01)] };

        string json = RunResultJson.Write(Result with { Evaluation = evaluation }, indented: false);

        Assert.Contains("\"loss\":0.2,\"top_5_accuracy\":1,\"f1\":0.88,\"ece\":0.01,\"set\":\"drawn digits\"", json);
        ExampleEvaluation read = Assert.IsType<ExampleEvaluation>(RunResultJson.Read(json).Evaluation);
        Assert.Equal(evaluation.Measurements, read.Measurements);
        Assert.Equal(evaluation.Set, read.Set);
    }

    [Fact]
    public void A_damaged_result_is_named()
    {
        using TemporaryDirectory directory = new();
        RunFolder run = RunFolder.Create(directory.Path, null, "r", "");
        File.WriteAllText(run.ResultPath, "{ \"run\": ");

        CliException error = Assert.Throws<CliException>(() => run.ReadResult());

        Assert.Contains(run.ResultPath, error.Message);
        Assert.Contains("damaged", CliRun.Of("list", "--runs", directory.Path).Out);
    }
}
