using System.Text.Json;

namespace Epoche.Cli.Tests;

/// <summary>Whole calls of <c>train</c>, <c>eval</c>, <c>show</c> and <c>list</c>, as a user makes them.</summary>
public sealed class TrainTests
{
    /// <summary>A training of a moment.</summary>
    private static readonly string[] s_short =
    [
        "train", "cartpole", "--steps", "1500", "--set", "network.hidden=[16]", "--set", "train_every_steps=16", "--set",
        "updates_per_train=8",
        "--set", "evaluation.every_steps=500", "--set", "evaluation.episodes=10", "--set", "evaluation.final_episodes=50",
    ];

    [Fact]
    public void A_run_is_a_folder_with_its_recipe_its_model_and_its_result()
    {
        using TemporaryDirectory directory = new();

        CliRun run = CliRun.Of([.. s_short, "--seed", "3", "--runs", directory.Path]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal([directory["cartpole-3"]], Directory.GetFileSystemEntries(directory.Path));
        Assert.Equal(
            ["episode.gif", "evaluation.png", "model/model.yaml", "model/weights.safetensors", "recipe.yaml", "report.html", "result.json"],
            Directory.GetFiles(directory["cartpole-3"], "*", SearchOption.AllDirectories).Select(
                f => Path.GetRelativePath(directory["cartpole-3"], f).Replace('\\', '/'))
                .Where(f => !f.StartsWith("checkpoints/", StringComparison.Ordinal) && !f.Contains("events", StringComparison.Ordinal))
                    .Order());
        Assert.Single(FolderListing.Files(directory["cartpole-3"], name => name.StartsWith("events.", StringComparison.Ordinal)));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(directory["cartpole-3"], "checkpoints"), "*.json"));
        Assert.Contains("50 greedy episodes: return ", run.Out);
        Assert.Contains($"epoche eval {directory["cartpole-3"]}", run.Out);
        string recipe = File.ReadAllText(Path.Combine(directory["cartpole-3"], "recipe.yaml"));
        Assert.Contains("seed: 3", recipe);
        Assert.Contains("target_tau: 1.0", recipe); // defaults are written out
    }

    [Fact]
    public void With_json_the_last_line_of_standard_output_is_one_object_and_all_else_goes_to_standard_error()
    {
        using TemporaryDirectory directory = new();

        CliRun run = CliRun.Of([.. s_short, "--json", "--runs", directory.Path]);

        Assert.Equal(run.LastLine, run.Out.TrimEnd());
        Assert.Contains("greedy episodes", run.Error);
        using JsonDocument json = JsonDocument.Parse(run.LastLine);
        JsonElement result = json.RootElement;
        Assert.Equal(directory["cartpole-0"], result.GetProperty("run").GetString());
        Assert.Equal("cartpole", result.GetProperty("recipe").GetString());
        Assert.Equal(0UL, result.GetProperty("seed").GetUInt64());
        Assert.Equal("complete", result.GetProperty("status").GetString());
        Assert.InRange(result.GetProperty("train_seconds").GetDouble(), 0.001, result.GetProperty("wall_seconds").GetDouble());
        Assert.Equal(1500, result.GetProperty("env_steps").GetInt64());
        Assert.Equal((1500 - 1000 + 16) / 16 * 8, result.GetProperty("updates").GetInt64(), 8.0);
        Assert.Equal(64, result.GetProperty("weights_sha256").GetString()!.Length);
        JsonElement evaluation = result.GetProperty("evaluation");
        Assert.Equal(50, evaluation.GetProperty("episodes").GetInt32());
        Assert.InRange(
            evaluation.GetProperty("mean").GetDouble(),
            evaluation.GetProperty("min").GetDouble(),
            evaluation.GetProperty("max").GetDouble());
        Assert.InRange(evaluation.GetProperty("perfect_share").GetDouble(), 0, 1);
        Assert.True(evaluation.GetProperty("std").GetDouble() >= 0);
    }

    [Fact]
    public void The_same_recipe_and_seed_give_the_same_weights_for_any_number_of_threads()
    {
        using TemporaryDirectory directory = new();

        string[] hashes = [.. new[] { "1", "2" }.Select(
            threads => CliRun.Of([.. s_short, "--threads", threads, "--json", "--runs", directory.Path]).WeightsSha256)];
        string other = CliRun.Of([.. s_short, "--seed", "1", "--json", "--runs", directory.Path]).WeightsSha256;

        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], other);
    }

    [Fact]
    public void The_resolved_recipe_of_a_run_repeats_it()
    {
        using TemporaryDirectory directory = new();
        string first = CliRun.Of([.. s_short, "--seed", "5", "--json", "--runs", directory.Path]).WeightsSha256;

        CliRun again = CliRun.Of("train", Path.Combine(directory["cartpole-5"], "recipe.yaml"), "--json", "--runs", directory.Path);

        Assert.Equal(first, again.WeightsSha256);
        Assert.True(Directory.Exists(directory["cartpole-5-2"])); // named by the recipe, and the first run is not overwritten
    }

    [Fact]
    public void An_evaluation_repeats_with_its_seed_and_differs_with_another()
    {
        using TemporaryDirectory directory = new();
        CliRun trained = CliRun.Of([.. s_short, "--name", "mine", "--json", "--runs", directory.Path]);

        CliRun[] runs = [.. new[] { "4", "4", "5" }.Select(
            seed => CliRun.Of("eval", directory["mine"], "--episodes", "30", "--seed", seed, "--json"))];

        string[] evaluations = [.. runs.Select(r => JsonDocument.Parse(r.LastLine).RootElement.GetProperty("evaluation").GetRawText())];
        Assert.Equal(evaluations[0], evaluations[1]);
        Assert.NotEqual(evaluations[0], evaluations[2]);
        Assert.Contains("\"episodes\":30", evaluations[0]);
        Assert.Equal(trained.WeightsSha256, runs[0].WeightsSha256);
        Assert.Contains("30 greedy episodes", runs[0].Error);
    }

    [Fact]
    public void A_run_and_a_recipe_can_be_shown()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--name", "mine", "--quiet", "--runs", directory.Path]);

        CliRun shown = CliRun.Of("show", directory["mine"]);
        CliRun listed = CliRun.Of("list", "--runs", directory.Path);
        CliRun recipe = CliRun.Of("show", "cartpole");

        foreach (string expected in (string[])["environment: CartPole-v1", "dense", "parameters", "50 greedy episodes"])
        {
            Assert.Contains(expected, shown.Out);
        }

        Assert.Contains("complete; 50 greedy episodes", listed.Out);
        Assert.StartsWith("# CartPole-v1", recipe.Out);
    }

    [Fact]
    public void A_run_and_a_model_are_drawn()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--name", "mine", "--quiet", "--runs", directory.Path]);

        CliRun run = CliRun.Of("show", directory["mine"], "--graph", directory["net.svg"]);
        CliRun model = CliRun.Of("show", Path.Combine(directory["mine"], "model"), "--graph");
        CliRun recipe = CliRun.Of("show", "cartpole", "--graph");

        Assert.Contains("● dense", run.Out);
        Assert.StartsWith("<svg", File.ReadAllText(directory["net.svg"]));
        Assert.Contains("◆ output", model.Out);
        recipe.AssertFailed(2, "--graph draws a model; this is a recipe, which has no model yet.");
    }

    [Fact]
    public void A_summary_is_the_model_alone()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--name", "mine", "--quiet", "--runs", directory.Path]);

        CliRun run = CliRun.Of("summary", directory["mine"]);
        CliRun graph = CliRun.Of("summary", Path.Combine(directory["mine"], "model"), "--graph", directory["net.svg"]);

        Assert.StartsWith("Model", run.Out);
        Assert.Contains("parameters", run.Out);
        Assert.DoesNotContain("Recipe", run.Out);
        Assert.Contains("● dense", graph.Out);
        Assert.StartsWith("<svg", File.ReadAllText(directory["net.svg"]));
    }

    [Fact]
    public void Quiet_prints_the_result_alone()
    {
        using TemporaryDirectory directory = new();

        CliRun run = CliRun.Of([.. s_short, "--quiet", "--runs", directory.Path]);

        Assert.StartsWith("cartpole, seed 0: trained", run.Out);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_with_the_step_and_keeps_the_last_good_model()
    {
        using TemporaryDirectory directory = new();

        CliRun run = CliRun.Of(
            [.. s_short, "--set", "optimizer.learning_rate=1e38", "--set", "optimizer.clip_norm=null", "--json", "--runs", directory.Path]);

        Assert.Equal(1, run.ExitCode);
        const string problem = "Step 1: an infinite value in the new value of 'dense/kernel' [4, 16]. The parameters are as they were "
            + "before this step. Usual causes: a learning rate that is too large, inputs that are not scaled or hold NaN, a logarithm or "
            + "division at zero; clipping the gradient norm helps against the first.";
        Assert.Contains($"Stopped: {problem}\ncartpole, seed 0: trained ", run.Error.ReplaceLineEndings("\n"));
        using JsonDocument json = JsonDocument.Parse(run.LastLine);
        Assert.Equal("failed", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(problem, json.RootElement.GetProperty("problem").GetString());
        Assert.Equal(0, CliRun.Of("eval", directory["cartpole-0"], "--episodes", "3").ExitCode);
    }

    [Fact]
    public void A_damaged_model_is_an_error_that_names_the_file()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--name", "mine", "--quiet", "--runs", directory.Path]);
        string weights = Path.Combine(directory["mine"], "model", "weights.safetensors");
        byte[] whole = File.ReadAllBytes(weights);
        long header = BitConverter.ToInt64(whole);
        File.WriteAllBytes(weights, whole[..100]);

        CliRun run = CliRun.Of("eval", directory["mine"]);

        run.AssertFailed(1, $"{weights}: byte 0: expected a header of at most 92 bytes; found the length {header}");
    }
}
