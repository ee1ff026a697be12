using System.Diagnostics;

namespace Epoche.Cli.Tests;

/// <summary>Environments in Python, as a user meets them.</summary>
public sealed class PythonTests
{
    private static readonly Lazy<bool> s_hasPython = new(Find);

    private static readonly string[] s_short =
    [
        "--set", "network.hidden=[16]", "--set", "evaluation.every_steps=400", "--set", "evaluation.episodes=3", "--set",
        "evaluation.final_episodes=4", "--set", "evaluation.stop_when_perfect=false", "--set", "evaluation.confirm_environment=null",
        "--json", "--quiet",
    ];

    [Fact]
    public void A_Python_environment_is_refused_unless_it_is_trusted()
    {
        using TemporaryDirectory directory = new();
        CliRun run = CliRun.Of("train", "cartpole", "--env", "gymnasium:Cart-v0", "--runs", directory.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("names code, 'gymnasium:Cart-v0', which is not loaded unless it is trusted", run.Error);
        Assert.Contains("--trust", run.Error);
        Assert.Equal(2, CliRun.Of("env", "bench", "gymnasium:Cart-v0").ExitCode);
    }

    [Fact]
    public void A_run_that_was_interrupted_ends_with_the_weights_of_one_that_was_not()
    {
        RequirePython();
        using TemporaryDirectory directory = new();
        string[] train =
        [
            "train", "cartpole", "--env", "gymnasium:Cart-v0", "--import", "toys", "--trust", "--runs", directory.Path, .. s_short, "--set",
            "environments=3", "--set", "warm_up_steps=200",
        ];
        CliRun whole = CliRun.Of([.. train, "--name", "whole", "--steps", "1500"]);
        CliRun parts = CliRun.Of([.. train, "--name", "parts", "--steps", "800", "--set", "python.processes=2"]);
        Assert.Equal(0, parts.ExitCode);

        CliRun resumed = CliRun.Of("resume", directory["parts"], "--steps", "1500", "--trust", "--json", "--quiet");

        Assert.Equal(whole.WeightsSha256, resumed.WeightsSha256);
        string recipe = File.ReadAllText(Path.Combine(directory["whole"], "recipe.yaml"));
        Assert.Contains("environment: \"gymnasium:Cart-v0\"", recipe);
        Assert.Contains("environment_sha256: ", recipe);
    }

    [Fact]
    public void What_fails_in_Python_leaves_the_run_to_be_resumed()
    {
        RequirePython();
        using TemporaryDirectory directory = new();
        CliRun run = CliRun.Of(
        [
            "train", "cartpole", "--env", "gymnasium:flawed:Throws", "--trust", "--runs", directory.Path, "--name", "bad", .. s_short,
            "--set", "python.arguments={after: 900}", "--set", "python.time_limit=60",
        ]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("failed: ValueError: the engine is on fire", run.Error);
        Assert.Contains("flawed.py, line", run.Error);
        Assert.Contains("about to throw", run.Error);
        Assert.Contains("resume", run.Error);
    }

    [Fact]
    public void It_is_checked_by_name_and_says_which_Python_it_is_of()
    {
        RequirePython();
        CliRun run = CliRun.Of("env", "check", "gymnasium:Cart-v0");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("gymnasium:Cart-v0 (Of Python: Python 3.", run.Out);
        Assert.DoesNotContain("FAIL", run.Out);
    }

    [Fact]
    public void An_environment_that_draws_itself_is_filmed()
    {
        RequirePython();
        using TemporaryDirectory directory = new();
        CliRun run = CliRun.Of(
        [
            "train", "pendulum-ppo", "--env", "gymnasium:toys:Plane", "--trust", "--runs", directory.Path, "--name", "plane", .. s_short,
            "--set", "python.time_limit=25", "--steps", "600", "--set", "rollout_steps=16",
        ]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(File.Exists(Path.Combine(directory["plane"], "episode.gif")), run.Error);
    }

    [Fact]
    public void The_fake_game_of_Atari_needs_no_Python()
    {
        CliRun run = CliRun.Of("env", "bench", "atari:fake", "--count", "2");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith("atari:fake: ", run.Out);
    }

    private static void RequirePython() =>
        Assert.SkipUnless(s_hasPython.Value, "There is no Python with NumPy here: apt-get install python3-numpy.");

    /// <summary>Finds a Python with NumPy, and shows it the tests' own gymnasium.</summary>
    private static bool Find()
    {
        Environment.SetEnvironmentVariable("PYTHONPATH", Path.Combine(AppContext.BaseDirectory, "python"));
        Environment.SetEnvironmentVariable("PYTHONDONTWRITEBYTECODE", "1");
        foreach (string program in (string[])[Environment.GetEnvironmentVariable("EPOCHE_PYTHON") ?? "", "/usr/bin/python3", "python"])
        {
            try
            {
                using Process? process = program.Length == 0 ? null
                    : Process.Start(new ProcessStartInfo(program, ["-c", "import numpy.random"]) { RedirectStandardError = true });
                process?.WaitForExit();
                if (process?.ExitCode == 0)
                {
                    Environment.SetEnvironmentVariable("EPOCHE_PYTHON", program);
                    return true;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // It is not there; the next one may be.
            }
        }

        return false;
    }
}
