using System.Diagnostics;
using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class PythonFailureTests
{
    /// <summary>What is part of the message, by the action that makes <c>flawed:Any</c> go wrong.</summary>
    private static readonly string[][] s_flaws =
    [
        ["step 6 of the episode of environment 1 failed: ValueError: the engine is on fire", "flawed.py, line", "about to throw"],
        ["the observation has the shape [3]; its space says [4]"],
        ["the observation is 'four words' (str); expected numbers"],
        ["number 2 of the observation is NaN"],
        ["the reward is 'much' (str); expected a number"],
        ["the reward is Infinity, in step 6 of the episode of environment 1"],
        ["expected 5, got 4"],
        ["ended with the exit code 7", "goodbye"],
        ["ended"], // it crashes
    ];

    /// <summary>A reset after each begins with a fresh process; nothing can be stepped without one.</summary>
    [Fact]
    public void What_goes_wrong_in_a_step_is_said_with_environment_step_place_and_last_words()
    {
        using IBatchEnvironment environment = PythonHere.Batch("flawed:Any", 2);
        TransitionBuffers buffers = new(environment);
        for (int flaw = 0; flaw < s_flaws.Length; flaw++)
        {
            environment.Reset(1, buffers.Observations);
            for (int step = 0; step < 5; step++)
            {
                environment.Step(new([0, 0]), buffers.View);
            }

            int[] actions = [0, flaw + 1];
            string message = Assert.Throws<PythonEnvironmentException>(() => environment.Step(new(actions), buffers.View)).Message;

            Assert.StartsWith("gymnasium:flawed:Any: ", message, StringComparison.Ordinal);
            Assert.All(s_flaws[flaw], expected => Assert.Contains(expected, message, StringComparison.Ordinal));
            Assert.Throws<InvalidOperationException>(() => environment.Step(new([0, 0]), buffers.View));
        }
    }

    [Fact]
    public void What_fails_in_reset_or_when_made_is_said_so()
    {
        using IBatchEnvironment environment = PythonHere.Batch("flawed:ThrowsInReset", 1, PythonHere.Options with { TimeLimit = 3 });

        string reset = Assert.Throws<PythonEnvironmentException>(() => Play(environment, 20)).Message;
        string made = Assert.Throws<PythonEnvironmentException>(() => PythonHere.Batch("flawed:ThrowsWhenMade")).Message;
        string missing = Assert.Throws<PythonEnvironmentException>(() => PythonHere.Batch("nowhere:Env")).Message;

        Assert.Contains("the reset of environment 0 failed: RuntimeError: no second life", reset, StringComparison.Ordinal);
        Assert.Contains("making of environment 0 failed: OSError: no display", made, StringComparison.Ordinal);
        Assert.Contains("it cannot be imported: ModuleNotFoundError: No module named 'nowhere'", missing, StringComparison.Ordinal);
        Assert.Contains("PYTHONPATH", missing, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Python_that_is_not_there_is_said_with_what_helps()
    {
        string message = Assert.Throws<PythonEnvironmentException>(
            () => GymnasiumEnvironment.Batch("Cart-v0", 1, new() { Executable = "no-such-python" })).Message;

        Assert.Contains("'no-such-python' cannot be started", message, StringComparison.Ordinal);
        Assert.Contains("EPOCHE_PYTHON", message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_hangs_is_ended_after_its_time()
    {
        PythonEnvironmentOptions options = PythonHere.Options with { StepTimeout = TimeSpan.FromSeconds(0.5) };
        using PythonBatch environment = (PythonBatch)PythonHere.Batch("flawed:Hangs", 2, options);
        environment.Reset(0, new float[8]);
        int process = environment.ProcessIds.Single();
        Stopwatch watch = Stopwatch.StartNew();

        string message = Assert.Throws<PythonEnvironmentException>(() => Play(environment, 20)).Message;

        Assert.Contains("gave no answer within 0.5 s", message, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
        Assert.False(PythonHere.IsAlive(process));
    }

    [Fact]
    public void A_process_that_is_killed_is_noticed_within_a_second()
    {
        using PythonBatch environment = (PythonBatch)PythonHere.Batch("Cart-v0", 4, PythonHere.Two);
        environment.Reset(0, new float[16]);
        using Process child = Process.GetProcessById(environment.ProcessIds.Last());
        child.Kill();
        Stopwatch watch = Stopwatch.StartNew();

        string message = Assert.Throws<PythonEnvironmentException>(() => Play(environment, 2_000_000, resets: false)).Message;

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.Elapsed}");
        Assert.Contains(OperatingSystem.IsWindows() ? "ended with" : "the signal 9", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_of_the_child_does_not_keep_the_pipe_open()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not fork.");
        using IBatchEnvironment environment = PythonHere.Batch("flawed:Forks");
        Stopwatch watch = Stopwatch.StartNew();

        Assert.Throws<PythonEnvironmentException>(() => Play(environment, 20));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void Prints_and_reads_of_an_environment_disturb_nothing()
    {
        float[] quiet = PythonRuleTests.Play("Cart-v0", 2, PythonHere.Options, 50);

        Assert.Equal(quiet, PythonRuleTests.Play("flawed:Prints", 2, PythonHere.Options, 50));
    }

    [Fact]
    public void No_process_is_left_where_the_batch_is_disposed()
    {
        PythonBatch environment = (PythonBatch)PythonHere.Batch("Cart-v0", 4, PythonHere.Two);
        environment.Reset(0, new float[16]);
        int[] processes = [.. environment.ProcessIds];
        environment.Dispose();

        Assert.Equal(2, processes.Length);
        Assert.DoesNotContain(processes, PythonHere.IsAlive);
    }

    [Theory]
    [InlineData(0, 1, null, "Processes is 0")]
    [InlineData(1, 0, null, "TimeLimit is 0")]
    [InlineData(1, 1, "[1]", "expected one JSON object")]
    [InlineData(1, 1, "{", "expected one JSON object")]
    public void Wrong_options_are_refused(int processes, int limit, string? arguments, string expected)
    {
        PythonEnvironmentOptions options = new() { Processes = processes, TimeLimit = limit, Arguments = arguments };

        Assert.Contains(expected, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    private static void Play(IBatchEnvironment environment, int steps, bool resets = true)
    {
        TransitionBuffers buffers = new(environment);
        if (resets)
        {
            environment.Reset(1, buffers.Observations);
        }

        RandomActions actions = new(environment.Spec.Actions, environment.Count, 64, seed: 2);
        for (int step = 0; step < steps; step++)
        {
            environment.Step(actions[step % 64], buffers.View);
        }
    }
}
