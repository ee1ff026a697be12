using System.Globalization;
using System.Text.Json;

namespace Epoche.Cli.Tests;

public sealed class EnvCommandTests
{
    [Fact]
    public void A_trace_has_a_line_for_the_reset_and_one_for_each_step()
    {
        CliRun run = CliRun.Of("env", "trace", "CartPole-v1", "--seed", "3", "--actions", "0,1,1,0", "--gymnasium-seeding", "--csv");

        Assert.Equal(0, run.ExitCode);
        double[][] rows = [.. run.Out.TrimEnd().Split(Environment.NewLine).Select(
            l => l.Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(5, rows.Length);
        Assert.All(rows, row => Assert.Equal(4 + 3, row.Length));
        // As NumPy prints them: numpy.random.Generator(numpy.random.PCG64(3)).uniform(-0.05, 0.05, 4)
        Assert.Equal(
            [-0.04143508328563757, -0.02631894934039003, 0.030127446520639686, 0.008216203606436781], rows[0][..4], new Near(1e-8));
        Assert.Equal([0, 0, 0], rows[0][4..]);
        Assert.Equal([1, 0, 0], rows[1][4..]);
    }

    [Fact]
    public void Actions_come_from_a_file_too()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["actions.txt"], "0,1\n1,0\n");

        CliRun fromFile = CliRun.Of("env", "trace", "CartPole-v1", "--actions", "@" + directory["actions.txt"], "--csv");

        Assert.Equal(CliRun.Of("env", "trace", "CartPole-v1", "--actions", "0,1,1,0", "--csv"), fromFile);
    }

    [Fact]
    public void A_truncation_at_the_time_limit_is_in_the_trace()
    {
        // Pendulum never terminates; its limit is 200 steps.
        CliRun run = CliRun.Of("env", "trace", "Pendulum-v1", "--actions", string.Join(',', Enumerable.Repeat("-0.5", 200)), "--csv");

        Assert.EndsWith(",0,1", run.LastLine);
    }

    [Fact]
    public void Without_csv_it_is_a_table_for_people()
    {
        CliRun run = CliRun.Of("env", "trace", "CartPole-v1", "--actions", string.Join(',', Enumerable.Repeat("1", 20)));

        Assert.Contains("step", run.Out);
        Assert.Contains("reset", run.Out);
        Assert.Contains("terminated", run.Out);
    }

    [Theory]
    [InlineData("env trace CartPole-v1 --actions 0,x", "Number 2 of the actions is 'x'; expected a whole number, such as in 0,1,1,0.")]
    [InlineData("env trace CartPole-v1 --actions 0,7", "CartPole-v1: the action for step 1 is 7; expected 0 to 1.")]
    [InlineData("env trace CartPole-v1 --actions @no-such-file", "--actions: there is no file 'no-such-file'.")]
    [InlineData("env trace CartPole-v1", "--actions needs a value: --actions A,B,….\n  See: epoche env trace --help")]
    [InlineData(
        "env trace CartPool-v1 --actions 0",
        "There is no environment 'CartPool-v1'. Did you mean 'CartPole-v1'?\n  Environments: "
        + EnvironmentNames.All + ".")]
    [InlineData(
        "env bench CartPool-v1",
        "There is no environment 'CartPool-v1'. Did you mean 'CartPole-v1'?\n  Environments: "
        + EnvironmentNames.All + ".")]
    [InlineData(
        "env score CartPole-v1", "CartPole-v1 has no scripted player. Environments with one: " + EnvironmentNames.WithPlayer + ".")]
    [InlineData(
        "env bench CartPole-v1 --count 0",
        "--count expects a whole number from 1 to 1048576, received '0'.\n  See: epoche env bench --help")]
    public void Bad_arguments_are_named(string call, string message)
    {
        CliRun run = CliRun.Of(call.Split(' '));

        run.AssertFailed(2, message);
    }

    [Fact]
    public void The_scripted_players_show_what_can_be_earned()
    {
        Assert.Contains("return 99.0 ± 0.0 (min 99, max 99), 100% perfect", CliRun.Of("env", "score", "Catch-8x8", "--episodes", "20").Out);

        using JsonDocument json = JsonDocument.Parse(CliRun.Of("env", "score", "Cave-48x48", "--episodes", "2", "--json").LastLine);
        Assert.Equal(2000, json.RootElement.GetProperty("mean").GetDouble());
        Assert.Equal(82, json.RootElement.GetProperty("blocks_passed").GetDouble());
    }

    [Fact]
    public void A_benchmark_prints_steps_per_second()
    {
        CliRun run = CliRun.Of("env", "bench", "CartPole-v1", "--count", "256", "--json");

        using JsonDocument json = JsonDocument.Parse(run.LastLine);
        Assert.Equal(256, json.RootElement.GetProperty("count").GetInt32());
        Assert.True(json.RootElement.GetProperty("steps_per_second").GetDouble() > 1e5);
    }
}

/// <summary>Equal within a distance.</summary>
internal sealed class Near(double tolerance) : IEqualityComparer<double>
{
    public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

    public int GetHashCode(double value) => 0;
}
