using System.Diagnostics;
using System.Globalization;

namespace Epoche.Cli.Tests;

/// <summary>Environments in Python, as a user meets them.</summary>
public sealed class PythonTests
{
    private static readonly Lazy<bool> s_hasPython = new(Find);

    private static readonly string[] s_short =
    [
        "--set", "network.hidden=[16]", "--set", "evaluation.every_steps=250", "--set", "evaluation.episodes=2", "--set",
        "evaluation.final_episodes=2", "--set", "evaluation.stop_when_perfect=false", "--set", "evaluation.confirm_environment=null",
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
            "environments=3", "--set", "warm_up_steps=150",
        ];
        CliRun whole = CliRun.Of([.. train, "--name", "whole", "--steps", "600"]);
        CliRun parts = CliRun.Of([.. train, "--name", "parts", "--steps", "350", "--set", "python.processes=2"]);
        Assert.Equal(0, parts.ExitCode);

        CliRun resumed = CliRun.Of("resume", directory["parts"], "--steps", "600", "--trust", "--json", "--quiet");

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
            "--set", "python.arguments={after: 300}", "--set", "python.time_limit=60",
        ]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("failed: ValueError: the engine is on fire", run.Error);
        Assert.Contains("flawed.py, line", run.Error);
        Assert.Contains("about to throw", run.Error);
        Assert.Contains("resume", run.Error);
    }

    /// <summary>The emulator fails in the midst of training; once it is mended, training continues from the last checkpoint.</summary>
    [Fact]
    public void A_game_of_Atari_that_fails_leaves_a_run_that_resumes()
    {
        RequirePython();
        using TemporaryDirectory directory = new();
        string[] lines =
        [
            "import toys", "class Game(toys.Raw):", "    steps = 0", "    def step(self, action):", "        Game.steps += 1",
            "        if Game.steps > 700: raise ValueError('the tape is torn')", "        return super().step(action)",
        ];
        File.WriteAllLines(directory["tape.py"], lines);

        CliRun run = CliRun.Of(
        [
            "train", "atari-pong", "--env", "atari:tape:Game", "--trust", "--runs", directory.Path, "--name", "torn", "--steps", "240",
            "--set", $"python.folders=[{directory.Path}]", "--set", "network.convolutions=[{filters: 4, kernel_size: 8, strides: 8}]",
            "--set", "warm_up_steps=60", "--set", "replay.capacity=500", "--set", "frames=2", .. s_short,
        ]);
        File.WriteAllLines(directory["tape.py"], lines.Where(line => !line.Contains("torn", StringComparison.Ordinal)));
        CliRun resumed = CliRun.Of("resume", directory["torn"], "--trust", "--json", "--quiet");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ValueError: the tape is torn", run.Error);
        Assert.Equal(64, resumed.WeightsSha256.Length);
        Assert.Contains("has changed", resumed.Error);
    }

    /// <summary>One waits for the next step, the other hangs in one and does not look at its input.</summary>
    [Theory]
    [InlineData("toys:Cart")]
    [InlineData("flawed:Hangs")]
    public void No_Python_is_left_when_the_program_is_killed(string name)
    {
        RequirePython();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Children are looked for in /proc.");
        using TemporaryDirectory directory = new();
        using ChildProcess child = new(
        [
            "train", "cartpole", "--env", $"gymnasium:{name}", "--trust", "--runs", directory.Path, "--name", "killed", "--steps",
            "10000000", "--set", "python.time_limit=60", "--set", "python.processes=2", "--set", "environments=2", .. s_short,
        ]);
        List<int> python = [];
        child.WaitFor(() => (python = ChildrenOf(child.Id)).Count == 2);
        child.WaitFor(() => Directory.Exists(directory["killed"]));

        child.Kill();
        Stopwatch watch = Stopwatch.StartNew();
        while (python.Exists(IsRunning) && watch.Elapsed < TimeSpan.FromSeconds(3))
        {
            Thread.Sleep(20);
        }

        Assert.Equal(2, python.Count);
        Assert.DoesNotContain(python, IsRunning);
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
            "--set", "python.time_limit=25", "--steps", "200", "--set", "rollout_steps=16",
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

    private static List<int> ChildrenOf(int parent) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(id => id > 0 && StatusOf(id) is [_, var of, ..] && of == $"{parent}"),
    ];

    private static bool IsRunning(int process) => StatusOf(process) is [not "Z", ..];

    /// <summary>State and parent of a process, and more; empty where it is gone.</summary>
    private static string[] StatusOf(int process)
    {
        try
        {
            string line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
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
