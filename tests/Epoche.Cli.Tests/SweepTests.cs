using System.Text.Json;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche sweep</c>, <c>epoche train --seeds</c> and <c>epoche compare</c>, as a user meets them.</summary>
public sealed class SweepTests
{
    private static readonly string[] s_small =
    [
        .. ((string[])
        [
            "network.hidden=[16]", "train_every_steps=16", "updates_per_train=8", "evaluation.every_steps=400", "evaluation.episodes=5",
            "evaluation.final_episodes=10", "evaluation.stop_when_perfect=false",
        ]).SelectMany(setting => (string[])["--set", setting]),
        "--steps", "1500",
    ];

    [Fact]
    public void A_killed_sweep_ends_as_if_nothing_had_happened()
    {
        using TemporaryDirectory directory = new();
        string[] call =
        [
            "sweep", "cartpole", "--seeds", "0..3", "--jobs", "2", "--json", .. s_small, "--set", "train_every_steps=1",
            "--runs", directory.Path,
        ];
        CliRun whole = CliRun.Of([.. call, "--name", "whole"]);
        for (int kills = 0; kills < 2; kills++)
        {
            using ChildProcess child = new([.. call, "--name", "killed"], (CheckpointPace.Variable, "0.01"));
            child.WaitFor(() => Directory.Exists(directory["killed"])
                && Directory.EnumerateFiles(directory["killed"], "checkpoint-*.json", SearchOption.AllDirectories).Count() > 2 + kills);
            child.Kill();
        }

        CliRun continued = CliRun.Of([.. call, "--name", "killed"]);

        Assert.Equal(Facts(whole, "whole"), Facts(continued, "killed"));
        Assert.Contains("killed", continued.LastLine);
        Assert.Equal(
            continued.LastLine.Trim(),
            SweepResult.Read(directory["killed"])!.ToJson());

        static string Facts(CliRun run, string name)
        {
            Assert.True(run.ExitCode == 0, run.Error);
            using JsonDocument json = JsonDocument.Parse(run.LastLine);
            string[] keys = ["run", "status", "value", "weights_sha256"];
            return string.Join('\n', json.RootElement.GetProperty("runs").EnumerateArray().Select(each =>
                string.Join(' ', keys.Select(key => each.GetProperty(key).ToString()))));
        }
    }

    [Fact]
    public void After_Ctrl_C_the_same_command_continues()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using TemporaryDirectory directory = new();
        string[] call = ["train", "cartpole", "--seeds", "0..2", .. s_small[..^1], "120000", "--name", "s", "--runs", directory.Path];
        using ChildProcess child = new([.. call, "--json"]);
        child.WaitForError(" of 120,000 steps"); // it ends seconds later
        child.Signal("INT");
        CliRun stopped = child.Wait();

        Assert.SkipWhen(stopped.ExitCode == 0, "The sweep ended before the signal came.");
        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("complete; the same command continues.", stopped.Error);
        CliRun continued = CliRun.Of(call);
        Assert.True(continued.ExitCode == 0, continued.Error);
        Assert.Contains("Going on from step", continued.Out);
        Assert.Contains("cartpole, by seed: 0: ", continued.Out);
        Assert.Contains($"Next:  epoche compare {directory["s"]}", continued.Out);
    }

    [Fact]
    public void A_failed_run_is_named_at_the_end_and_the_others_are_there()
    {
        using TemporaryDirectory directory = new();

        CliRun run = CliRun.Of(
        [
            "sweep", "cartpole", "--seeds", "0", .. s_small, "--set", "optimizer.clip_norm=", "--set", "optimizer.learning_rate=1e-3,1e30",
            "--runs", directory.Path,
        ]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\nFailed: cartpole-learning_rate-1e30-0: ", run.Out);
        Assert.Matches(@"\| optimizer.learning_rate=0.001 +\| +1 \|", run.Out);
    }

    [Fact]
    public void Runs_are_compared_on_the_same_episodes_beside_the_random_policy()
    {
        using TemporaryDirectory directory = new();
        CliRun trained = CliRun.Of(
        [
            "sweep", "cartpole", "--seeds", "0..1", .. s_small, "--set", "double=true,false", "--runs", directory.Path, "--quiet",
        ]);
        string sweep = directory["cartpole-double"];
        string run = Path.Combine(sweep, "cartpole-double-true-0");
        Assert.True(trained.ExitCode == 0, trained.Error);

        CliRun compared = CliRun.Of("compare", sweep, "--episodes", "20", "--json");
        CliRun evaluated = CliRun.Of("eval", run, "--episodes", "20", "--json");

        Assert.True(compared.ExitCode == 0, compared.Error);
        using JsonDocument comparison = JsonDocument.Parse(compared.LastLine), evaluation = JsonDocument.Parse(evaluated.LastLine);
        JsonElement groups = comparison.RootElement.GetProperty("groups"), result = evaluation.RootElement.GetProperty("evaluation");
        Assert.Equal(["double=false", "double=true"], groups.EnumerateArray().Select(group => group.GetProperty("label").GetString()));
        Assert.Equal(result.GetProperty("mean").GetDouble(), groups[1].GetProperty("values")[0].GetDouble());
        Assert.Equal(result.GetProperty("random").ToString(), comparison.RootElement.GetProperty("random").ToString());
        Assert.InRange(result.GetProperty("random").GetProperty("mean").GetDouble(), 20, 25);
        Assert.Contains("CartPole-v1: greedy return, the same 20 episodes for all", compared.Error);
        Assert.Contains("in pairs of the same seed", compared.Error);
        Assert.Contains("performance profile", File.ReadAllText(Path.Combine(sweep, "compare.svg")));
        Assert.Contains("; random policy 2", CliRun.Of("show", run).Out);
    }

    [Theory]
    [InlineData(
        "sweep cartpole --seeds 3..1",
        "--seeds expects whole numbers such as 0..4 or 1,5,9, of a range no more than 1000; received '3..1'.")]
    [InlineData("sweep cartpole --set discount=0.9,high", "--set discount=high: discount must be a number; received high")]
    [InlineData(
        "sweep cartpole --set discuont=0.9,0.99",
        "--set discuont=0.9: unknown key 'discuont';")]
    [InlineData("sweep cartpole --jobs 0", "--jobs expects a whole number from 1 to 1024, received '0'.\n  See: epoche sweep --help")]
    [InlineData("train cartpole --seed 1 --seeds 0..4", "--seed is for one run and --seeds for several: give one of them.")]
    [InlineData(
        "compare no-such-run", "There is no run 'no-such-run'.\n  'epoche list' shows the runs; 'epoche train RECIPE' makes one.")]
    [InlineData(
        "compare",
        "'epoche compare' needs RUN: Folders of runs, or of sweeps, which stand for the complete runs in them; the first group is what "
        + "others are compared with.\n  See: epoche compare --help")]
    public void What_cannot_be_done_is_an_error_before_anything_is_trained(string call, string message)
    {
        using TemporaryDirectory directory = new();

        string[] words = call.Split(' ');
        CliRun run = CliRun.Of(words[0] == "compare" ? words : [.. words, "--runs", directory.Path]);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"error: {message}", run.Error.ReplaceLineEndings("\n"));
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }
}
