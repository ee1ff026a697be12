using System.Text.Json;
using Epoche.Tracking.Tests.Support;

namespace Epoche.Tracking.Tests.Runs;

public sealed class RunResultTests : IDisposable
{
    private static readonly RunResult s_result = new()
    {
        Run = "runs/cartpole-0",
        Recipe = "cartpole",
        Seed = ulong.MaxValue,
        Status = RunStatus.Complete,
        TrainSeconds = 2.25,
        WallSeconds = 2.5,
        EnvSteps = 24_000,
        Updates = 11_776,
        Evaluation = new EpisodeEvaluation(1_000, 500, 0, 500, 500, 1) { Counted = new("blocks passed", 18.5), Random = new(1_000, 22.5) },
        WeightsSha256 = "ab",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_result_reads_back_as_it_was_written()
    {
        RunFolder run = RunFolder.Create(_folder.Path, null, "r", "");
        Assert.Null(run.ReadResult());

        run.WriteResult(s_result);

        Assert.Equal(s_result with { Run = run.Path }, run.ReadResult());
        Assert.Equal(s_result, RunResult.FromJson(s_result.ToJson()));
        Assert.Equal(
            s_result with { Problem = "NaN", Status = RunStatus.Failed },
            RunResult.FromJson((s_result with { Problem = "NaN", Status = RunStatus.Failed }).ToJson()));
    }

    [Fact]
    public void A_run_that_was_moved_is_named_where_it_lies()
    {
        RunFolder run = RunFolder.Create(_folder.Path, "before", "r", "");
        run.WriteResult(s_result with { Run = run.Path });
        Directory.Move(run.Path, _folder.File("after"));

        RunFolder moved = RunFolder.Open(_folder.File("after"));

        Assert.Equal((moved.Path, moved.Path), (moved.ReadResult()!.Run, moved.ReadState().Result!.Run));
    }

    [Fact]
    public void Numbers_that_json_cannot_hold_become_null()
    {
        RunResult diverged = s_result with { Evaluation = new ExampleEvaluation(10, double.NaN, double.PositiveInfinity) };

        string json = diverged.ToJson();

        Assert.Contains("\"accuracy\":null,\"loss\":null", json);
        Assert.DoesNotContain('\n', json);
        Assert.Equal(double.NaN, Assert.IsType<ExampleEvaluation>(RunResult.FromJson(json).Evaluation).Loss);
    }

    [Fact]
    public void What_metrics_say_of_a_classifier_is_kept()
    {
        ExampleEvaluation evaluation = new(10, 0.9, 0.2)
        {
            Set = "drawn digits",
            Measurements = [new("top_5_accuracy", 1), new("f1", 0.88), new("ece", 0.01)],
        };

        string json = (s_result with { Evaluation = evaluation }).ToJson();

        Assert.Contains("\"loss\":0.2,\"top_5_accuracy\":1,\"f1\":0.88,\"ece\":0.01,\"set\":\"drawn digits\"", json);
        ExampleEvaluation read = Assert.IsType<ExampleEvaluation>(RunResult.FromJson(json).Evaluation);
        Assert.Equal(evaluation.Measurements, read.Measurements);
        Assert.Equal(evaluation.Set, read.Set);
        Assert.Equal(0.88, read.Measured("f1"));
        Assert.Null(read.Measured("auroc"));
    }

    [Fact]
    public void Details_are_a_section_of_their_own_and_read_back()
    {
        RunResult result = s_result with { Details = JsonDocument.Parse("""{"best":"256","table":[1,2]}""").RootElement };

        string json = result.ToJson();

        Assert.EndsWith(""","weights_sha256":"ab","details":{"best":"256","table":[1,2]}}""", json);
        Assert.Equal("256", RunResult.FromJson(json).Details?.GetProperty("best").GetString());
        Assert.Equal(json, RunResult.FromJson(json).ToJson());
        Assert.Throws<ArgumentException>(() => s_result with { Details = JsonDocument.Parse("[]").RootElement });
    }

    /// <summary>Results that earlier versions wrote, as they did.</summary>
    [Fact]
    public void Results_of_earlier_versions_are_read()
    {
        RunResult study = RunResult.FromJson(
            """
            {"run":"runs/imitate-0","recipe":"imitate","seed":0,"status":"complete","train_seconds":20.1,"wall_seconds":25,
             "env_steps":0,"updates":9600,
             "evaluation":{"examples":1000,"accuracy":0.979,"loss":0.05},"weights_sha256":"cd","best":"256x2","smallest_perfect":null,
             "agent":{"run":"runs/cartpole-0","play":{"episodes":100,"mean":500,"std":0,"min":500,"max":500,"perfect_share":1}},
             "baseline":{"action":1,"train_accuracy":0.51,"test_accuracy":0.5},"networks":[{"name":"linear"}]}
            """);

        Assert.Equal(0.979, Assert.IsType<ExampleEvaluation>(study.Evaluation).Accuracy);
        Assert.Equal("256x2", study.Details?.GetProperty("best").GetString());
        Assert.Equal(
            ["best", "smallest_perfect", "agent", "baseline", "networks"],
            study.Details!.Value.EnumerateObject().Select(member => member.Name));

        RunResult interrupted = RunResult.FromJson(
            """
            {"run":"r","recipe":"mnist","seed":3,"status":"interrupted","train_seconds":null,"wall_seconds":1.5,
             "env_steps":0,"updates":469}
            """);

        Assert.Equal(
            (RunStatus.Interrupted, (double?)null, (long?)469), (interrupted.Status, interrupted.TrainSeconds, interrupted.Updates));
        Assert.Null(interrupted.Evaluation);
    }

    [Theory]
    [InlineData("{ \"run\": ", "line 1")]
    [InlineData("[1]", "a JSON object")]
    [InlineData("{}", "status: expected text; found none")]
    [InlineData("{\"run\":\"r\",\"recipe\":\"r\",\"seed\":-1,\"status\":\"complete\",\"wall_seconds\":1}", "seed: expected a whole number "
        + "of 64 bits, not negative; found -1")]
    [InlineData("{\"run\":\"r\",\"recipe\":\"r\",\"seed\":1,\"status\":\"0\",\"wall_seconds\":1}",
        "status: expected complete, interrupted, failed; found '0'")]
    [InlineData("{\"run\":\"r\",\"recipe\":\"r\",\"seed\":1,\"status\":\"failed\",\"wall_seconds\":\"1\"}",
        "wall_seconds: expected a number; found String")]
    [InlineData("{\"run\":\"r\",\"recipe\":\"r\",\"seed\":1,\"status\":\"failed\",\"wall_seconds\":1,\"evaluation\":{\"episodes\":1.5}}",
        "evaluation.episodes: expected a whole number, not negative; found 1.5")]
    [InlineData("{\"run\":\"r\",\"recipe\":\"r\",\"seed\":1,\"status\":\"failed\",\"wall_seconds\":1e308}",
        "wall_seconds: expected a number of seconds; found 1e308")]
    [InlineData("{\"run\":\"r\",\"recipe\":\"r\",\"seed\":1,\"status\":\"failed\",\"wall_seconds\":1,\"train_seconds\":-1}",
        "train_seconds: expected a number of seconds; found -1")]
    [InlineData("{\"run\":\"r\",\"recipe\":\"r\",\"seed\":1,\"status\":\"failed\",\"wall_seconds\":1e999}",
        "wall_seconds: expected a number; found 1e999")]
    [InlineData("{\"run\":\"r\",\"recipe\":\"r\",\"seed\":1,\"status\":\"failed\",\"wall_seconds\":1,\"updates\":-5}",
        "updates: expected a whole number, not negative; found -5")]
    [InlineData(
        "{\"run\":\"r\",\"recipe\":\"r\",\"seed\":1,\"status\":\"failed\",\"wall_seconds\":1,"
        + "\"evaluation\":{\"episodes\":1,\"perfect_share\":1e308}}",
        "evaluation.perfect_share: expected a share from 0 to 1; found 1e308")]
    [InlineData(
        "{\"run\":\"r\",\"recipe\":\"r\",\"seed\":1,\"status\":\"failed\",\"wall_seconds\":1,"
        + "\"evaluation\":{\"examples\":1,\"accuracy\":-0.1}}",
        "evaluation.accuracy: expected a share from 0 to 1; found -0.1")]
    [InlineData(
        "{\"run\":\"r\",\"recipe\":\"r\",\"seed\":1,\"status\":\"failed\",\"wall_seconds\":1,"
        + "\"evaluation\":{\"examples\":1,\"ece\":1e999}}",
        "evaluation.ece: expected a number; found 1e999")]
    public void Damage_is_named_with_its_place(string content, string message)
    {
        RunFolder run = RunFolder.Create(_folder.Path, null, "r", "");
        File.WriteAllText(run.ResultPath, content);

        DataFormatException error = Assert.Throws<DataFormatException>(() => run.ReadResult());

        Assert.Equal(run.ResultPath, error.File);
        Assert.Contains(message, error.Message);
    }
}
