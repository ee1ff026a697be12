using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche compare RUN RUN…</c>.</summary>
internal sealed class CompareCommand : EpocheCommand
{
    private readonly Argument<string[]> _runs = new("RUN")
    {
        HelpName = "RUN",
        Description =
            "Folders of runs, or of sweeps, which stand for the complete runs in them; the first group is what others are compared with",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string[]> _by = CliOption.Texts(
        "--by", "KEY", "A key of the recipes that tells groups apart (default: all that differ, but for the seed); can be repeated");
    private readonly Option<int?> _episodes = CliOption.WholeNumber(
        "--episodes", "How many greedy episodes every agent plays (default: 1,000)", maximum: 10_000_000);
    private readonly Option<ulong?> _seed = CliOption.Seed("The seed of these episodes (default: 0); training has seen none of them");
    private readonly Option<string?> _out = CliOption.Text(
        "--out", "FILE", "The picture, an SVG file (default: compare.svg in the folder of the sweep, or beside the first run)");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();

    private readonly ExperimentOptions _experiments;

    public CompareCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "compare", "Compare runs over their seeds: all agents play the same episodes; table, picture and JSON")
    {
        _experiments = experiments;
        Add(_runs);
        foreach (Option option in (Option[])[_by, _episodes, _seed, _out, _trust, _threads, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche compare runs/cartpole-discount", "the groups of a sweep"),
        ("epoche compare runs/cartpole-0 runs/cartpole-linear-0 --episodes 10000", "two runs, in pairs of episodes"),
        ("epoche compare runs/a runs/b --by double", "two sweeps, by one key"),
    ];

    private int Execute(ParseResult parsed)
    {
        Terminal messages = Terminal.ForJson(parsed.GetValue(_json));
        string[] paths = parsed.GetValue(_runs)!;
        (IReadOnlyList<ExperimentRun> runs, IReadOnlyList<RunFolder> leftOut) = ComparedRuns.Open(
            paths, Trusting(parsed.GetValue(_trust), _experiments));
        RefuseEpisodes(parsed, runs[0]);
        Threads.Use(parsed.GetValue(_threads));
        using Interruption interruption = new();
        using ComparisonDisplay display = new(messages, runs.Count);
        RunComparison comparison;
        try
        {
            comparison = RunComparison.Of(
                runs,
                new()
                {
                    By = parsed.GetValue(_by)!,
                    Episodes = parsed.GetValue(_episodes) ?? 1_000,
                    Seed = parsed.GetValue(_seed) ?? 0,
                    Progress = display,
                },
                interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCode;
        }

        display.Dispose();
        SeedTable.Print(messages.Out, comparison);
        foreach (RunFolder run in leftOut)
        {
            messages.Out.WriteLine($"Left out: {run.Path}: {RunWords.Of(run, run.ReadState())}");
        }

        string picture = parsed.GetValue(_out) ?? ComparedRuns.Picture(runs);
        comparison.SavePicture(picture);
        messages.Out.WriteLine($"Picture: {picture}");
        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(comparison.ToJson());
        }

        return ExitCode.Success;
    }

    private void RefuseEpisodes(ParseResult parsed, ExperimentRun first)
    {
        if (first.Capability<IPlaysGames>() is null
            && ((Option[])[_episodes, _seed]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new CliException($"'{first}' is not an agent: {given.Name} is for agents. Leave it out.");
        }
    }
}
