
namespace Epoche.Cli.Tests;

/// <summary>What needs a process of its own: signals, and what the processor is said to be able to do.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void A_signal_ends_training_cleanly_and_keeps_the_best_model_so_far(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using TemporaryDirectory directory = new();
        using ChildProcess child = new(
        [
            "train", "cartpole", "--set", "network.hidden=[16]", "--set", "evaluation.stop_when_perfect=false", "--steps", "100000000",
            "--runs", directory.Path,
        ]);
        string? line;
        do
        {
            line = child.ReadLine(); // progress, once training is under way
            Assert.NotNull(line);
        }
        while (!line.Contains("evaluated", StringComparison.Ordinal));

        foreach (string figure in (string[])["steps  return ", "ε ", "loss ", "env-steps/s ", "updates/s ", " left"])
        {
            Assert.Contains(figure, line);
        }

        child.Signal(signal);
        CliRun run = child.Wait();

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("Interrupted: the best model so far is kept.", run.Out);
        Assert.Empty(run.Error);
        RunResult result = RunFolder.Open(directory["cartpole-0"]).ReadResult()!;
        Assert.Equal(RunStatus.Interrupted, result.Status);
        Assert.NotNull(result.Evaluation);
        CliRun evaluated = CliRun.Of("eval", directory["cartpole-0"], "--episodes", "3", "--json");
        Assert.Equal(0, evaluated.ExitCode);
        Assert.Contains(result.WeightsSha256!, evaluated.LastLine);
    }

    [Fact]
    public void Narrower_vectors_give_the_same_weights()
    {
        using TemporaryDirectory directory = new();
        string[] call =
        [
            "train", "cartpole", "--steps", "1300", "--set", "evaluation.final_episodes=5", "--set", "evaluation.episodes=5", "--json",
            "--runs", directory.Path,
        ];
        List<string> hashes = [];

        (string, string)[] variables = [("EPOCHE_TEST", "as it is"), ("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX2", "0")];
        foreach ((string, string) variable in variables)
        {
            using ChildProcess child = new(call, variable);
            hashes.Add(child.Wait().WeightsSha256);
        }

        Assert.Single(hashes.Distinct());
    }
}
