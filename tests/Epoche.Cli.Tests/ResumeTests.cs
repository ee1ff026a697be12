using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche resume</c>, as a user meets it.</summary>
public sealed class ResumeTests
{
    private static readonly string[] s_short =
    [
        "train", "cartpole", "--json", "--set", "network.hidden=[16]", "--set", "evaluation.every_steps=400", "--set",
        "evaluation.episodes=5", "--set", "evaluation.final_episodes=20",
        "--set", "evaluation.stop_when_perfect=false",
    ];

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void After_a_signal_it_goes_on_with_the_step_that_was_next(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using TemporaryDirectory directory = new();
        string[] train = [.. s_short, "--steps", "40000", "--runs", directory.Path];
        JsonElement expected = Result(CliRun.Of([.. train, "--name", "whole"]));
        using ChildProcess child = new(
        [
            .. train, "--name", "mine",
        ], (CheckpointPace.Variable, "1000000")); // no checkpoint but that of the signal
        child.WaitForError(" of 40,000 steps"); // the first line of progress
        child.Signal(signal);
        CliRun interrupted = child.Wait();
        Assert.SkipWhen(interrupted.ExitCode == 0, "The run ended before the signal came.");

        Assert.Equal(exitCode, interrupted.ExitCode);
        Assert.Contains($"'epoche resume {directory["mine"]}' resumes it", interrupted.Error);
        long done = Result(interrupted).GetProperty("env_steps").GetInt64();
        Assert.Contains(
            $"interrupted at step {done:N0}; 'epoche resume {directory["mine"]}' resumes it; ",
            CliRun.Of("list", "--runs", directory.Path).Out);
        CliRun resumed = CliRun.Of("resume", directory["mine"], "--json");

        Assert.Contains($"Going on from step {done:N0}.", resumed.Error);
        AssertSame(expected, Result(resumed));
        Assert.True(
            Result(resumed).GetProperty("train_seconds").GetDouble() > Result(interrupted).GetProperty("train_seconds").GetDouble());
    }

    [Fact]
    public void A_run_that_has_ended_prints_its_result()
    {
        using TemporaryDirectory directory = new();
        CliRun trained = CliRun.Of([.. s_short, "--steps", "1500", "--runs", directory.Path]);
        string file = File.ReadAllText(Path.Combine(directory["cartpole-0"], "result.json"));

        foreach (string[] more in (string[][])[[], ["--steps", "1500"], ["--steps", "100"]])
        {
            CliRun resumed = CliRun.Of(["resume", directory["cartpole-0"], "--json", .. more]);
            Assert.Equal(0, resumed.ExitCode);
            Assert.Equal(trained.LastLine, resumed.LastLine);
            Assert.Contains("20 greedy episodes", resumed.Error);
        }

        Assert.Equal(file, File.ReadAllText(Path.Combine(directory["cartpole-0"], "result.json")));
    }

    [Theory]
    [InlineData("evaluation.stop_when_perfect=false")]
    [InlineData("optimizer.learning_rate={schedule: linear, from: 1e-3, to: 1e-5, steps: 400}")]
    public void With_more_steps_a_run_that_has_ended_learns_on_as_if_it_had_never_ended(string setting)
    {
        using TemporaryDirectory directory = new();
        string[] train = [.. s_short, "--set", setting, "--runs", directory.Path];
        JsonElement whole = Result(CliRun.Of([.. train, "--steps", "3001", "--name", "whole"]));
        CliRun.Of([.. train, "--steps", "1700", "--name", "mine"]);

        JsonElement resumed = Result(CliRun.Of("resume", directory["mine"], "--steps", "3001", "--json"));

        AssertSame(whole, resumed);
        AssertSame(whole, Result(CliRun.Of("resume", directory["mine"], "--json"))); // it has ended there
    }

    [Fact]
    public void A_goal_that_was_reached_does_not_end_a_run_that_was_given_more_steps()
    {
        using TemporaryDirectory directory = new();
        string[] goal = ["--set", "evaluation.stop_at_return=9", "--set", "evaluation.confirm_episodes=5"];
        JsonElement trained = Result(CliRun.Of([.. s_short, .. goal, "--steps", "5000", "--runs", directory.Path]));
        Assert.True(trained.GetProperty("env_steps").GetInt64() < 3_000);

        JsonElement resumed = Result(CliRun.Of("resume", directory["cartpole-0"], "--steps", "3000", "--json"));

        Assert.Equal(3_000, resumed.GetProperty("env_steps").GetInt64());
    }

    [Fact]
    public void Episodes_that_were_played_do_not_end_a_run_that_was_given_more_steps()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--set", "episodes=30", "--runs", directory.Path]);

        Assert.Equal(
            2_000, Result(CliRun.Of("resume", directory["cartpole-0"], "--steps", "2000", "--json")).GetProperty("env_steps").GetInt64());
    }

    [Fact]
    public void Fewer_steps_than_were_made_are_refused()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--steps", "1500", "--runs", directory.Path]);
        File.Delete(Path.Combine(directory["cartpole-0"], "result.json")); // as if killed during the final evaluation

        CliRun refused = CliRun.Of("resume", directory["cartpole-0"], "--steps", "1400");
        refused.AssertFailed(
            2,
            $"--steps 1,400 is the number of steps in all, and the run '{directory["cartpole-0"]}' has 1,500 already. Give more, or leave "
            + "the option out to train as its recipe says.");
        Assert.Equal(0, CliRun.Of("resume", directory["cartpole-0"]).ExitCode);
    }

    [Fact]
    public void Damaged_checkpoints_are_reported_and_cost_nothing_but_time()
    {
        using TemporaryDirectory directory = new();
        JsonElement expected = Result(CliRun.Of([.. s_short, "--steps", "2500", "--runs", directory.Path]));
        File.Delete(Path.Combine(directory["cartpole-0"], "result.json"));
        string checkpoints = Path.Combine(directory["cartpole-0"], "checkpoints");
        foreach (string path in Directory.GetFiles(checkpoints, "*.segment"))
        {
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        }

        CliRun resumed = CliRun.Of("resume", directory["cartpole-0"], "--json");

        Assert.Matches(
            $"^A checkpoint is damaged and was passed over: {Regex.Escape(checkpoints)}.[0-9a-f]{{32}}\\.segment: the whole file: expected "
            + "[0-9]+ bytes; found [0-9]+\nThere is no intact checkpoint yet: starting from the recipe, with the same result\\.\n",
            resumed.Error.ReplaceLineEndings("\n"));
        AssertSame(expected, Result(resumed));
    }

    [Fact]
    public void A_name_that_is_taken_points_to_resume()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--steps", "1100", "--runs", directory.Path, "--name", "mine"]);

        CliRun again = CliRun.Of([.. s_short, "--runs", directory.Path, "--name", "mine"]);

        again.AssertFailed(
            2,
            $"There is a run '{directory["mine"]}' already, and runs are never overwritten. 'epoche resume {directory["mine"]}' resumes "
            + "it; or choose another --name, or remove that folder.");
    }

    [Fact]
    public void A_run_that_another_process_works_on_is_left_alone()
    {
        using TemporaryDirectory directory = new();
        using ChildProcess child = new([.. s_short, "--steps", "100000000", "--runs", directory.Path]);
        Stopwatch watch = Stopwatch.StartNew();
        while (!Checkpoints.IsOpen(Path.Combine(directory["cartpole-0"], "checkpoints")) && watch.Elapsed.TotalSeconds < 60)
        {
            Thread.Sleep(20);
        }

        CliRun refused = CliRun.Of("resume", directory["cartpole-0"]);
        refused.AssertFailed(
            1, $"Another process works on the run '{directory["cartpole-0"]}', and only one may. Wait until it ends, or end it.");
        Assert.Contains("running", CliRun.Of("list", "--runs", directory.Path).Out);
        Assert.Contains("running", CliRun.Of("show", directory["cartpole-0"]).Out);

        child.Kill();
        Assert.Contains("interrupted", CliRun.Of("list", "--runs", directory.Path).Out);
    }

    [Fact]
    public void Where_nothing_can_be_written_the_error_says_so_and_the_last_checkpoint_holds()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs the shell's limit on the size of files.");
        using TemporaryDirectory directory = new();
        string[] train = [.. s_short, "--steps", "6000", "--set", "replay.capacity=6000", "--runs", directory.Path];
        JsonElement expected = Result(CliRun.Of([.. train, "--name", "whole"]));

        // No file may grow beyond 64 KiB: the first checkpoints fit, a later one does not.
        using ChildProcess child = ChildProcess.Limited(blocks: 128, [.. train, "--name", "mine"], (CheckpointPace.Variable, "0.02"));
        CliRun failed = child.Wait();

        Assert.Equal(1, failed.ExitCode);
        Assert.Matches(
            "(^|\n)error: The checkpoint of step [0-9],[0-9]{3} cannot be written: A file of this size is more than the file system, "
            + "or a limit of the user's, allows\\.\n  The one of step [0-9,]+ is intact: mend the cause, then 'epoche resume "
            + $"{Regex.Escape(directory["mine"])}' resumes it, with the same result\\.\n$",
            failed.Error);
        CliRun resumed = CliRun.Of("resume", directory["mine"], "--json");
        Assert.Contains("Going on from step", resumed.Error);
        AssertSame(expected, Result(resumed));
    }

    [Fact]
    public void A_folder_that_may_only_be_read_is_an_error_before_any_training()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions differ there.");
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--steps", "1100", "--runs", directory.Path]);
        string run = directory["cartpole-0"], checkpoints = Path.Combine(run, "checkpoints");
        File.Delete(Path.Combine(run, "result.json"));
        File.Delete(Path.Combine(checkpoints, "lock"));
        string[] before = [.. Directory.GetFiles(checkpoints).Order()];
        using ReadOnly protection = new(checkpoints);
        Assert.SkipUnless(protection.Holds, "This user may write everywhere, and the file system knows no immutable folders.");

        CliRun refused = CliRun.Of("resume", run);

        refused.AssertFailed(
            1, $"The run '{run}' cannot be written to: Access to the path '{Path.Combine(checkpoints, "lock")}' is denied.");
        Assert.Equal(before, Directory.GetFiles(checkpoints).Order());
    }

    private static JsonElement Result(CliRun run)
    {
        Assert.True(run.LastLine.StartsWith('{'), run.Error);
        using JsonDocument json = JsonDocument.Parse(run.LastLine);
        return json.RootElement.Clone();
    }

    private static void AssertSame(JsonElement expected, JsonElement found)
    {
        foreach (string key in (string[])["status", "env_steps", "updates", "evaluation", "weights_sha256"])
        {
            Assert.Equal(expected.GetProperty(key).GetRawText(), found.GetProperty(key).GetRawText());
        }
    }

    /// <summary>A folder that nobody may write to; for the administrator, whom permissions do not bind, an immutable one.</summary>
    private sealed class ReadOnly : IDisposable
    {
        private readonly string _folder;

        public ReadOnly(string folder)
        {
            _folder = folder;
            if (Environment.IsPrivilegedProcess)
            {
                Change("chattr", "+i");
            }
            else
            {
                Change("chmod", "555");
            }

            try
            {
                File.WriteAllText(Path.Combine(folder, "probe"), "");
                File.Delete(Path.Combine(folder, "probe"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Holds = true;
            }
        }

        public bool Holds { get; }

        public void Dispose()
        {
            if (Environment.IsPrivilegedProcess)
            {
                Change("chattr", "-i");
            }
            else
            {
                Change("chmod", "755");
            }
        }

        private void Change(string program, string argument)
        {
            try
            {
                using Process process = Process.Start(new ProcessStartInfo(program, [argument, _folder]) { RedirectStandardError = true })!;
                process.WaitForExit();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // No such program: Holds says that nothing was achieved.
            }
        }
    }
}
