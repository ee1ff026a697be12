using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche env score NAME</c>.</summary>
internal sealed class EnvScoreCommand : EpocheCommand
{
    private const int DefaultEpisodes = 100;

    private readonly Argument<string> _name = new("NAME") { HelpName = "NAME", Description = EnvCommand.NameOrCode };
    private readonly Option<int?> _episodes = CliOption.WholeNumber(
        "--episodes", $"How many episodes (default: {DefaultEpisodes})", maximum: 1_000_000);
    private readonly Option<ulong?> _seed = CliOption.Seed(
        "The seed of the episodes (default: 0): those of 'epoche eval' with the same seed");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<string[]> _imports = CliOption.Import();
    private readonly Option<bool> _json = CliOption.Flag("--json", "Print the result as one JSON object");

    public EnvScoreCommand(Terminal terminal)
        : base(terminal, "score", "Score the environment's scripted player, for comparison with agents")
    {
        Add(_name);
        foreach (Option option in (Option[])[_episodes, _seed, _trust, _imports, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche env score Catch-16x16", "100 episodes"),
        ("epoche env score Cave-48x48 --episodes 12 --seed 3", "a few others"),
    ];

    private static string WithPlayer => string.Join(", ", EnvironmentRegistry.All.Where(e => e.Player is not null).Select(e => e.Name));

    private int Execute(ParseResult parsed)
    {
        string name = parsed.GetValue(_name)!;
        EnvironmentEntry entry = EnvCommand.Find(name, Code(parsed.GetValue(_trust)), parsed.GetValue(_imports));
        ScriptedPlayer player = entry.Player ?? throw new CliException(EnvironmentCode.IsCode(name)
            ? $"{entry.Name} has no scripted player: it does not implement {nameof(IScripted)}."
            : $"{entry.Name} has no scripted player. Environments with one: {WithPlayer}.");
        using IBatchEnvironment environment = entry.CreateBatch(1);
        EvaluationReport report = player.Play(
            environment, parsed.GetValue(_episodes) ?? DefaultEpisodes, Seeds.UserEvaluation(parsed.GetValue(_seed) ?? 0));
        double? measured = entry.Measure?.Mean(report);
        Terminal.Out.WriteLine(parsed.GetValue(_json) ? Json(entry, report, measured) : Sentence(entry, report, measured));
        return ExitCode.Success;
    }

    private static string Sentence(EnvironmentEntry entry, EvaluationReport report, double? measured) =>
        $"{entry.Name}, its scripted player in {Format.Count(report.Episodes, "episode")}: "
        + $"return {Format.Spread(report.Mean, report.Deviation)} (min {Format.Return(report.Min)}, max {Format.Return(report.Max)})"
        + (report.PerfectShare is { } share ? $", {Format.Share(share)} perfect" : "")
        + (measured is { } mean ? $"; {Format.Score(mean)} {entry.Measure!.Name}" : "");

    private static string Json(EnvironmentEntry entry, EvaluationReport report, double? measured) => JsonText.Object(json =>
    {
        json.WriteString("environment", entry.Name);
        json.WriteString("player", "scripted");
        json.WriteNumber("episodes", report.Episodes);
        json.Finite("mean", report.Mean);
        json.Finite("std", report.Deviation);
        json.Finite("min", report.Min);
        json.Finite("max", report.Max);
        if (measured is { } mean)
        {
            json.Finite(entry.Measure!.Name.Replace(' ', '_'), mean);
        }
    });
}
