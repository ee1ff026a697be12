using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche env score NAME</c>.</summary>
internal sealed class EnvScoreCommand : EpocheCommand
{
    private const int DefaultEpisodes = 100;
    private const string Scripted = "scripted";

    private readonly Argument<string> _name = new("NAME") { HelpName = "NAME", Description = EnvCommand.NameOrCode };
    private readonly Option<int?> _episodes = CliOption.WholeNumber(
        "--episodes", $"How many episodes (default: {DefaultEpisodes})", maximum: 1_000_000);
    private readonly Option<ulong?> _seed = CliOption.Seed(
        "The seed of the episodes (default: 0): those of 'epoche eval' with the same seed");
    private readonly Option<string?> _player = CliOption.Text(
        "--player", "NAME", "One of the scripted players, where there are several (default: all of them)");
    private readonly Option<string?> _action = CliOption.Text(
        "--action", "A,B,…", "The numbers of an action that is taken always, instead of a scripted player");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<string[]> _imports = CliOption.Import();
    private readonly Option<bool> _json = CliOption.Flag("--json", "Print the result as one JSON object");

    public EnvScoreCommand(Terminal terminal)
        : base(terminal, "score", "Score the environment's scripted player, for comparison with agents")
    {
        Add(_name);
        foreach (Option option in (Option[])[_episodes, _seed, _player, _action, _trust, _imports, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche env score Catch-16x16", "100 episodes"),
        ("epoche env score Cave-48x48 --episodes 12 --seed 3", "a few others"),
        ("epoche env score LifeFinance-v0 --episodes 4000 --action 1,1,1,0", "a constant action"),
    ];

    private static string WithPlayer => string.Join(", ", EnvironmentRegistry.All.Where(e => e.Player is not null).Select(e => e.Name));

    private int Execute(ParseResult parsed)
    {
        string name = parsed.GetValue(_name)!;
        EnvironmentEntry entry = EnvCommand.Find(name, Code(parsed.GetValue(_trust)), parsed.GetValue(_imports));
        IReadOnlyList<NamedPlayer> players = Chosen(entry, name, parsed.GetValue(_player), parsed.GetValue(_action));
        int episodes = parsed.GetValue(_episodes) ?? DefaultEpisodes;
        ulong seed = Seeds.UserEvaluation(parsed.GetValue(_seed) ?? 0);
        using IBatchEnvironment environment = entry.CreateBatch(1);
        List<Score> scores = [];
        foreach (NamedPlayer player in players)
        {
            EvaluationReport report = player.Player.Play(environment, episodes, seed);
            scores.Add(new(player, report, entry.Measure?.Mean(report)));
            if (!parsed.GetValue(_json))
            {
                Terminal.Out.WriteLine(Sentence(entry, scores[^1]));
            }
        }

        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(Json(entry, scores));
        }

        return ExitCode.Success;
    }

    private static IReadOnlyList<NamedPlayer> Chosen(EnvironmentEntry entry, string name, string? player, string? action)
    {
        if (action is not null)
        {
            return player is null ? [Constant(entry, action)] : throw new CliException(
                "--player and --action both say who plays; leave one of them out.");
        }

        if (entry.Player is not { } only)
        {
            throw new CliException(EnvironmentCode.IsCode(name)
                ? $"{entry.Name} has no scripted player: it does not implement {nameof(IScripted)}."
                : $"{entry.Name} has no scripted player. Environments with one: {WithPlayer}.");
        }

        if (player is null)
        {
            return entry.Players.Count > 0 ? entry.Players : [new(Scripted, "", only)];
        }

        string[] names = entry.Players.Count > 0 ? [.. entry.Players.Select(each => each.Name)] : [Scripted];
        return player == Scripted ? [new(Scripted, "", only)]
            : entry.Players.FirstOrDefault(each => each.Name == player) is { } found ? [found]
            : throw new CliException(
                $"--player: {entry.Name} has no player '{player}'.{NearestHint.For(player, names)}\n"
                + $"  Players: {string.Join(", ", names)}.");
    }

    private static NamedPlayer Constant(EnvironmentEntry entry, string action)
    {
        ActionSpec actions = entry.Spec.Actions;
        string[] texts = action.Split(',', StringSplitOptions.TrimEntries);
        float[] numbers = new float[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            numbers[i] = float.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
                ? number
                : throw new CliException($"--action: '{texts[i]}' is not a number.");
        }

        try
        {
            ConstantPolicy policy = new(actions, numbers);
            return new($"[{string.Join(", ", texts)}]", "the same action always", new(1, _ => policy));
        }
        catch (ArgumentException exception)
        {
            throw new CliException($"--action: {ErrorText.Of(exception)}");
        }
    }

    private static string Sentence(EnvironmentEntry entry, Score score)
    {
        EvaluationReport report = score.Report;
        string who = score.Player.Name == Scripted ? "its scripted player"
            : score.Player.Summary.Length == 0 ? score.Player.Name
            : $"{score.Player.Name} ({score.Player.Summary})";
        return $"{entry.Name}, {who} in {Format.Count(report.Episodes, "episode")}: "
            + $"return {Format.Spread(report.Mean, report.Deviation)} (min {Format.Return(report.Min)}, max {Format.Return(report.Max)})"
            + (report.PerfectShare is { } share ? $", {Format.Share(share)} perfect" : "")
            + (score.Measured is { } mean ? $"; {Format.Score(mean)} {entry.Measure!.Name}" : "");
    }

    private static string Json(EnvironmentEntry entry, List<Score> scores) => JsonText.Object(json =>
    {
        json.WriteString("environment", entry.Name);
        Write(json, entry, scores[0]);
        if (scores.Count == 1)
        {
            return;
        }

        json.WriteStartArray("players");
        foreach (Score score in scores)
        {
            json.WriteStartObject();
            Write(json, entry, score);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, EnvironmentEntry entry, Score score)
    {
        json.WriteString("player", score.Player.Name);
        json.WriteNumber("episodes", score.Report.Episodes);
        json.Finite("mean", score.Report.Mean);
        json.Finite("std", score.Report.Deviation);
        json.Finite("min", score.Report.Min);
        json.Finite("max", score.Report.Max);
        if (score.Measured is { } mean)
        {
            json.Finite(entry.Measure!.Name.Replace(' ', '_'), mean);
        }
    }

    private sealed record Score(NamedPlayer Player, EvaluationReport Report, double? Measured);
}
