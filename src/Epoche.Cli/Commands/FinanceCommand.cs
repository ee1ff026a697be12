using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche finance RUN</c>.</summary>
internal sealed class FinanceCommand : EpocheCommand
{
    private const int DefaultEpisodes = 4_000;

    private readonly Argument<string> _run = new("RUN")
    {
        HelpName = "RUN", Description = "The run's folder, such as runs/life-0; its agent acts in a financial environment",
    };
    private readonly Option<int?> _episodes = CliOption.WholeNumber(
        "--episodes", $"How many episodes each player lives (default: 4,000)", maximum: 1_000_000);
    private readonly Option<ulong?> _seed = CliOption.Seed("The seed of the episodes (default: 0); training has seen none of them");
    private readonly Option<string?> _out = CliOption.Text("--out", "FILE", $"The page (default: {FinancePage.Name} in the run's folder)");
    private readonly Option<string?> _chart = CliOption.Text("--chart", "FILE.svg", "Also write the agent's median life as a picture");
    private readonly Option<string?> _part = CliOption.Name(
        "--part", "Of a market, which bars: test (default), validation, train or all", () => Enum.GetNames<MarketPart>());
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();

    private readonly ExperimentOptions _experiments;

    public FinanceCommand(Terminal terminal, ExperimentOptions experiments)
        : base(
            terminal, "finance",
            "Report on an agent's wealth: certainty equivalents, shortfall, ruin, beside rules of thumb that live the same episodes")
    {
        _experiments = experiments;
        Add(_run);
        foreach (Option option in (Option[])[_episodes, _seed, _part, _out, _chart, _threads, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche finance runs/life-0", "a table, and a page: runs/life-0/finance.html"),
        ("epoche finance runs/merton-0 --episodes 20000 --seed 5", "more episodes, others"),
        ("epoche finance runs/life-0 --json | tail -1", "the figures for a program"),
    ];

    private int Execute(ParseResult parsed)
    {
        Terminal messages = Terminal.ForJson(parsed.GetValue(_json));
        ExperimentRun run = Experiment.Open(parsed.GetValue(_run)!, _experiments);
        Threads.Use(parsed.GetValue(_threads));
        FinanceTrial trial = new(run, parsed.GetValue(_part) is { } part ? Enum.Parse<MarketPart>(part) : MarketPart.Test);
        string path = parsed.GetValue(_out) ?? Path.Combine(run.Folder.Path, FinancePage.Name);
        foreach (string file in (string[])[path, parsed.GetValue(_chart) ?? path])
        {
            NewFolder.Make(Path.GetDirectoryName(Path.GetFullPath(file))!);
        }

        using Interruption interruption = new();
        FinanceReport report;
        try
        {
            report = trial.Run(
                parsed.GetValue(_episodes) ?? DefaultEpisodes, parsed.GetValue(_seed) ?? 0, who => messages.Error.WriteLine($"… {who}"),
                interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCode;
        }

        messages.Out.WriteLine($"{report.Recipe}, seed {report.Seed}, in {report.Environment}");
        messages.Out.WriteLine("");
        foreach (string line in TextTable.Lines(
            [FinanceColumns.Headings(report), .. FinanceColumns.Rows(report)], FinanceColumns.TextColumns))
        {
            messages.Out.WriteLine(line);
        }

        messages.Out.WriteLine("");
        foreach (string note in FinanceColumns.Notes(report))
        {
            messages.Out.WriteLine(note);
        }

        Report.Save(FinancePage.Of(report), path);
        messages.Out.WriteLine($"Page: {path}");
        if (parsed.GetValue(_chart) is { } chart)
        {
            FinancePage.SaveChart(report, chart);
            messages.Out.WriteLine($"Chart: {chart}");
        }

        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(FinanceJson.Write(report));
        }

        return ExitCode.Success;
    }
}
