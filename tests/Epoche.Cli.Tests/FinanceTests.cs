using System.Text.Json;

namespace Epoche.Cli.Tests;

public sealed class FinanceTests
{
    private static readonly string[] s_short =
    [
        "--set", "steps=4_000", "--set", "environments=8", "--set", "rollout_steps=50", "--set", "epochs=1", "--set", "batch_size=200",
        "--set", "evaluation.every_steps=2_000", "--set", "evaluation.episodes=4", "--set", "evaluation.final_episodes=4", "--set",
        "network.hidden=[8]",
    ];

    [Fact]
    public void A_report_is_a_table_a_page_and_an_object()
    {
        using TemporaryDirectory directory = new();
        Assert.Equal(0, CliRun.Of(["train", "merton", "--runs", directory.Path, "--quiet", .. s_short]).ExitCode);

        CliRun run = CliRun.Of("finance", directory["merton-0"], "--episodes", "20", "--json");

        Assert.Equal(0, run.ExitCode);
        using JsonDocument json = JsonDocument.Parse(run.LastLine);
        Assert.Equal(0.625, json.RootElement.GetProperty("formula_share").GetDouble(), 1e-9);
        Assert.Equal(6, json.RootElement.GetProperty("players").GetArrayLength());
        Assert.Contains("hundred-minus-age", File.ReadAllText(directory["merton-0/finance.html"]), StringComparison.Ordinal);
        CliRun table = CliRun.Of("finance", directory["merton-0"], "--episodes", "20", "--chart", directory["some/wealth.svg"]);
        Assert.Contains("| optimal", table.Out, StringComparison.Ordinal);
        Assert.Contains("<svg", File.ReadAllText(directory["some/wealth.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_players_are_scored_side_by_side_and_one_by_its_name()
    {
        CliRun all = CliRun.Of("env", "score", "Merton-v0", "--episodes", "10"),
            one = CliRun.Of("env", "score", "Merton-v0", "--episodes", "10", "--player", "all-safe"),
            constant = CliRun.Of("env", "score", "Merton-v0", "--episodes", "10", "--action", "0");
        Assert.Equal(5, all.Out.Trim().Split('\n').Length);
        Assert.Contains("all-safe (all in the safe asset) in 10 episodes: return 0.55", one.Out, StringComparison.Ordinal);
        Assert.Contains("[0] (the same action always) in 10 episodes: return 0.55", constant.Out, StringComparison.Ordinal);
        CliRun.Of("env", "score", "Merton-v0", "--player", "all-save").AssertFailed(
            2, "--player: Merton-v0 has no player 'all-save'. Did you mean 'all-safe'?\n  Players: optimal, sixty-forty, "
            + "hundred-minus-age, all-risky, all-safe.");
        CliRun.Of("env", "score", "Merton-v0", "--action", "2").AssertFailed(
            2, "--action: Number 0 of a constant action must be from 0 to 1.5; received 2.");
        CliRun.Of("env", "score", "Merton-v0", "--action", "a").AssertFailed(2, "--action: 'a' is not a number.");
    }
}
