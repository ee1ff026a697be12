using System.Globalization;

namespace Epoche.Experiments.Tests.Finance;

public sealed class FinanceTrialTests
{
    private static readonly string[] s_short =
    [
        "steps=4_000", "environments=8", "rollout_steps=50", "epochs=1", "batch_size=200", "evaluation.every_steps=2_000",
        "evaluation.episodes=4", "evaluation.final_episodes=4", "network.hidden=[8]",
    ];

    [Fact]
    public void Everybody_lives_the_same_lives_and_the_figures_are_those_of_the_evaluation()
    {
        using TemporaryDirectory directory = new();
        ExperimentRun run = Experiment.Load("life", set: s_short).Run(directory.Path);

        FinanceReport report = new FinanceTrial(run).Run(40, seed: 3);

        FinanceOutcome agent = report.Outcomes[0];
        EpisodeEvaluation evaluation = Assert.IsType<EpisodeEvaluation>(run.Evaluate(40, seed: 3).Evaluation);
        Assert.Equal(["life", "pay-due", "constant", "best-constant", "sixty-forty", "hundred-minus-age"], report.Outcomes.Select(
            outcome => outcome.Name));
        Assert.Equal(evaluation.Mean, agent.Mean, 0.2); // final wealth less the first equity, which is up to 0.024
        Assert.Null(agent.Difference);
        Assert.All(report.Outcomes.Skip(1), outcome =>
        {
            Assert.Equal(40, outcome.Wealth.Count);
            Assert.Equal(agent.Mean - outcome.Mean, outcome.Difference!.Value.Mean, 1e-9);
            Assert.True(outcome.Difference.Value.Interval.Low <= outcome.Difference.Value.Mean);
            Assert.True(outcome.CertaintyEquivalents[0] >= outcome.CertaintyEquivalents[2] && outcome.ShortfallMean <= outcome.Mean);
        });
        Assert.All(report.Split.Shares, shares => Assert.Equal(1, shares.Sum(), 1e-9));
        Assert.Equal(report.Time.Points.Count, report.Life.Sizes.Count);
        Assert.Equal(80 + (1.0 / 12), report.Time.Points[^1], 1e-9);
        string page = Report.ToHtml(FinancePage.Of(report));
        Assert.Contains("hundred-minus-age", page, StringComparison.Ordinal);
        Assert.Equal(report.Outcomes.Count, FinanceColumns.Rows(report).Count());
        Assert.All(FinanceColumns.Rows(report), row => Assert.Equal(FinanceColumns.Headings(report).Count, row.Count));
    }

    [Fact]
    public void Mertons_formula_stands_beside_the_agents_share()
    {
        using TemporaryDirectory directory = new();
        FinanceReport report = new FinanceTrial(Experiment.Load("merton", set: s_short).Run(directory.Path)).Run(30);
        Assert.Equal(0.625, report.Share!.Value.Formula, 1e-12);
        Assert.InRange(report.Share.Value.Agent, 0, 1.5);
        Assert.InRange(FinanceColumns.ShareOfBest(report)!.Value, 0.1, 1.5);
        Assert.Contains("Merton's formula: 62.5%", string.Join(' ', FinanceColumns.Notes(report)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_market_of_a_file_is_traded_on_bars_that_training_has_not_seen()
    {
        using TemporaryDirectory directory = new();
        string csv = directory["prices.csv"];
        Rng random = new(1);
        double price = 100;
        File.WriteAllLines(
            csv,
            ["date,Close", .. Enumerable.Range(0, 400).Select(i => string.Create(
                CultureInfo.InvariantCulture, $"day {i},{price *= 1 + random.NextNormal(0, 0.01f):F4}"))]);
        ExperimentRun run = Experiment.Load("merton", set: [$"environment=market:{csv},window=4,episode=30,part=train", .. s_short])
            .Run(directory.Path);
        FinanceReport report = new FinanceTrial(run).Run(20);
        Assert.Equal(["merton", "buy-and-hold", "half", "cash", "one-bar-late", "shuffled"], report.Outcomes.Select(each => each.Name));
        Assert.Contains("test", report.Environment, StringComparison.Ordinal);
        Assert.Equal(1, report.Outcomes[3].Mean, 1e-9);

        // The recipe keeps the whole path and what identifies the prices; others do not continue the run unnoticed.
        Assert.Contains("environment_sha256", run.Recipe.ResolvedYaml, StringComparison.Ordinal);
        Assert.Contains("part=train", run.Recipe.ResolvedYaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_runs_have_no_wealth_to_report_on()
    {
        using TemporaryDirectory directory = new();
        ExperimentRun run = Experiment.Load("cartpole", set: Settings.CartPole).Run(directory.Path);
        ExperimentException error = Assert.Throws<ExperimentException>(() => new FinanceTrial(run));
        Assert.Contains("its environment is CartPole-v1", error.Message, StringComparison.Ordinal);
        Assert.Contains("LifeFinance-v0", error.Message, StringComparison.Ordinal);
    }
}
