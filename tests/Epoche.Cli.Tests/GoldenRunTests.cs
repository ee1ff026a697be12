using Epoche.Cli.Tests.Pages;
using Epoche.Platforms;

namespace Epoche.Cli.Tests;

/// <summary>
/// The short run of every recipe, and of what no recipe asks for, gives the weights and the curves that it gave when they were recorded. A
/// change that is meant to give others records them again:
/// <c>EPOCHE_ACCEPT=1</c>, with a line in the changelog.
/// </summary>
public sealed class GoldenRunTests
{
    private static readonly Dictionary<string, string[]> s_variants = new()
    {
        ["cartpole, three steps, Polyak"] =
            ["cartpole", "--set", "replay.n_step=3", "--set", "target_every_steps=null", "--set", "target_every_updates=1", "--set",
            "target_tau=0.01", "--set", "double=true", "--set", "normalize_observations=true", "--set", "environments=3"],
        ["cartpole, dropout, squared error"] = ["cartpole", "--set", "network.dropout=0.2", "--set", "loss=mse", "--set", "frames=2"],
        ["cartpole, by episodes"] =
        [
            "cartpole", "--set", "episodes=60", "--set", "evaluation.stop_when_perfect=true", "--set", "evaluation.stop_at_return=30",
        ],
        ["cartpole, the last weights"] = ["cartpole", "--set", "evaluation.every_steps=null"],
        ["cartpole-ppo, every variant"] =
        [
            "cartpole-ppo", "--set", "value_clip=0.2", "--set", "target_kl=0.02", "--set", "entropy_weight=0.01", "--set",
            "normalize_observations=true", "--set", "scale_rewards=true", "--set", "network.shared=true", "--set", "batch_size=50",
        ],
        ["taxi by PPO under masks"] = ["cartpole-ppo", "--set", "environment=Taxi-v3", "--set", "evaluation.confirm_environment=Taxi-v3"],
        ["pendulum by A2C"] =
        [
            "cartpole-a2c", "--set", "environment=Pendulum-v1", "--set", "evaluation.confirm_environment=Pendulum-v1", "--set",
            "scale_rewards=true", "--set", "normalize_advantages=true",
        ],
        ["taxi by A3C under masks, shared layers"] =
        [
            "cartpole-a3c", "--set", "environment=Taxi-v3", "--set", "evaluation.confirm_environment=Taxi-v3", "--set",
            "network.shared=true",
        ],
        ["cartpole by REINFORCE side by side, running mean"] = ["cartpole-reinforce", "--set", "environments=3", "--set", "baseline=mean"],
        ["frozenlake, Q(λ) side by side"] = ["frozenlake", "--set", "lambda=0.8", "--set", "environments=3"],
        ["taxi, double Q-learning"] = ["taxi", "--set", "method=double-q-learning"],
        ["cliff, expected Sarsa"] = ["cliff", "--set", "method=expected-sarsa", "--set", "lambda=0.5", "--set", "traces=accumulating"],
        ["mountaincar-tiles, true online"] = ["mountaincar-tiles", "--set", "traces=dutch", "--set", "episodes=5"],
        ["mnist-bnn, Laplace"] = ["mnist-bnn", "--set", "inference=laplace"],
        ["mnist-bnn, dropout"] = ["mnist-bnn", "--set", "inference=dropout", "--set", "network.dropout=0.3"],
    };

    public static TheoryData<string> Cases =>
        [.. ShortRuns.Recipes, .. s_variants.Keys.Where(name => ShortRuns.Recipes.Contains(s_variants[name][0]))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_run_gives_the_recorded_weights_and_curves(string run)
    {
        RunFacts facts = s_variants.TryGetValue(run, out string[]? variant) ? Train(variant) : Undisturbed.Of(run).Facts;
        Require(run, facts.WeightsSha256, facts);
    }

    [Fact]
    public void A_study_of_imitation_gives_the_recorded_weights_and_curves()
    {
        using TemporaryDirectory directory = new();
        Assert.Equal(0, CliRun.Of(ShortRuns.Train("cartpole", "agent", directory.Path)).ExitCode);

        CliRun run = CliRun.Of(
            "imitate", "--agent", directory["agent"], "--runs", directory.Path, "--name", "study", "--pairs", "200", "--epochs", "5",
            "--set", "networks=[[], [16]]", "--set", "evaluation.episodes=5", "--json", "--quiet");

        Require("imitate", run.WeightsSha256, new RunFacts("", string.Join(
            '\n',
            RunCurves.Of(Path.Combine(directory["study"], "linear")),
            RunCurves.Of(Path.Combine(directory["study"], "16")))));
    }

    private static void Require(string run, string weights, RunFacts facts)
    {
        string actual = $"{run}: weights {weights} curves {facts.CurvesSha256}";
        if (Environment.GetEnvironmentVariable("EPOCHE_ACCEPT") == "1")
        {
            Accept(run, actual);
        }

        string expected = $"{run}: {GoldenRuns.Of(run)}";
        Assert.True(expected == actual, $"recorded: {expected}\nnow:      {actual}\n{facts.Outcome}");
    }

    private static RunFacts Train(string[] call)
    {
        using TemporaryDirectory directory = new();
        return RunFacts.Of(CliRun.Of([.. ShortRuns.Train(call[0], "golden", directory.Path), .. call[1..]]), directory["golden"]);
    }

    private static void Accept(string run, string line)
    {
        string source = Path.Combine(PageCommand.Root, "tests", "Epoche.Cli.Tests", "GoldenRuns.txt");
        lock (s_variants)
        {
            IEnumerable<string> others = File.ReadLines(source).Where(l => !l.StartsWith($"{run}: ", StringComparison.Ordinal));
            File.WriteAllLines(source, [.. ((string[])[.. others, line]).Order(StringComparer.Ordinal)]);
            File.Copy(source, GoldenRuns.Path, overwrite: true);
        }
    }
}
