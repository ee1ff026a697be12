namespace Epoche.Cli.Tests;

/// <summary>Recipes of tables by the command: what it says of policies that explore, and what else their runs are good for.</summary>
public sealed class TableTests
{
    private const string Said = "40 episodes with 10% of the actions at random: return ";

    [Fact]
    public void An_evaluation_with_random_actions_says_so_wherever_it_is_shown()
    {
        using TemporaryDirectory directory = new();
        string[] train =
        [
            "train", "cliff-sarsa", "--runs", directory.Path, "--steps", "3000", "--set", "evaluation.final_episodes=40",
        ];

        CliRun trained = CliRun.Of(train), shown = CliRun.Of("show", directory["cliff-sarsa-0"]);
        CliRun evaluated = CliRun.Of("eval", directory["cliff-sarsa-0"], "--episodes", "40", "--seed", "3");

        Assert.All((CliRun[])[trained, shown, evaluated], run => Assert.Contains(Said, run.Out + run.Error, StringComparison.Ordinal));
        Assert.Contains("\"random_actions\":0.1", CliRun.Of([.. train, "--name", "other", "--json"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_a_table_is_resumed_played_and_reported()
    {
        using TemporaryDirectory directory = new();
        Assert.Equal(0, CliRun.Of("train", "taxi", "--runs", directory.Path, "--steps", "3000", "--quiet").ExitCode);

        Assert.Equal(0, CliRun.Of("resume", directory["taxi-0"], "--steps", "4000", "--quiet").ExitCode);
        Assert.Equal(0, CliRun.Of("play", directory["taxi-0"], "--gif", directory["t.gif"]).ExitCode);
        Assert.Equal(0, CliRun.Of("report", directory["taxi-0"], "--out", directory["t.html"]).ExitCode);
        Assert.Contains("Taxi-v3", File.ReadAllText(directory["t.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train frozenlake --set method=td", "method must be one of q-learning, double-q-learning, sarsa, expected-sarsa; received")]
    [InlineData("train frozenlake --set method=double-q-learning --set lambda=0.5", "double Q-learning has no traces")]
    [InlineData("train frozenlake --set environment=CartPole-v1", "Set Tiles for real numbers.")]
    [InlineData("train frozenlake --set step_size=1.5", "step_size must be")]
    [InlineData("train mountaincar-tiles --set tiles.low=[1]", "tiles.low must be 2 numbers, one for each that the environment shows")]
    [InlineData("train mountaincar-tiles --set tiles.cells=60000", "tiles.cells is too many")]
    public void What_makes_no_table_is_an_error_before_anything_is_trained(string call, string message)
    {
        using TemporaryDirectory directory = new();
        CliRun run = CliRun.Of([.. call.Split(' '), "--runs", directory["runs"]]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory["runs"]));
    }
}
