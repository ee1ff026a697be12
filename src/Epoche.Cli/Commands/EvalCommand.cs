using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche eval RUN</c>.</summary>
internal sealed class EvalCommand : EpocheCommand
{
    private readonly Argument<string> _run = new("RUN") { HelpName = "RUN", Description = "The run's folder, such as runs/cartpole-0" };
    private readonly Option<int?> _episodes = CliOption.WholeNumber(
        "--episodes",
        "How many episodes of an agent (default: as the recipe says); classifiers are evaluated on their whole test set",
        maximum: 10_000_000);
    private readonly Option<ulong?> _seed = CliOption.Seed("The seed of an agent's episodes (default: 0); training has seen none of them");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();

    private readonly ExperimentOptions _experiments;

    public EvalCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "eval", "Evaluate a run's model on episodes, or examples, that training never saw")
    {
        _experiments = experiments;
        Add(_run);
        foreach (Option option in (Option[])[_episodes, _seed, _trust, _threads, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche eval runs/cartpole-0", "1,000 greedy episodes"),
        ("epoche eval runs/cartpole-0 --episodes 10000 --seed 5", "more of them, others"),
    ];

    private int Execute(ParseResult parsed)
    {
        Terminal messages = Terminal.ForJson(parsed.GetValue(_json));
        ExperimentRun run = Experiment.Open(parsed.GetValue(_run)!, Trusting(parsed.GetValue(_trust), _experiments));
        Warn(run.Recipe);
        if (run.Capability<IPlaysGames>() is null)
        {
            RefuseEpisodes(parsed, run, _episodes, _seed);
        }

        Threads.Use(parsed.GetValue(_threads));
        RunResult result = run.Evaluate(parsed.GetValue(_episodes), parsed.GetValue(_seed) ?? 0);
        messages.Out.WriteLine(ResultReport.Sentence(result.Evaluation!));
        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine((result with { WallSeconds = ProcessClock.SecondsSinceStart() }).ToJson());
        }

        return ExitCode.Success;
    }

    private static void RefuseEpisodes(ParseResult parsed, ExperimentRun run, params Option[] options)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            string what = run.Capability<IClassifies>() is null ? $"of kind {run.Kind}" : "a classifier";
            throw new CliException(
                $"'{run}' is {what}, which is always evaluated on its whole test set: {given.Name} is for agents. Leave it out.");
        }
    }
}
