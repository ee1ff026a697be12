using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche env bench NAME</c>.</summary>
internal sealed class EnvBenchCommand : EpocheCommand
{
    private const int DefaultCount = 4096;
    private const int DefaultSeconds = 1;

    private readonly Argument<string> _name = new("NAME") { HelpName = "NAME", Description = EnvCommand.NameOrCode };
    private readonly Option<int?> _count = CliOption.WholeNumber(
        "--count", $"How many environments step side by side (default: {DefaultCount})", maximum: 1 << 20);
    private readonly Option<int?> _seconds = CliOption.WholeNumber(
        "--seconds", $"How long to measure (default: {DefaultSeconds})", maximum: 3600);
    private readonly Option<ulong?> _seed = CliOption.Seed("The seed of starts and actions (default: 0)");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<string[]> _imports = CliOption.Import();
    private readonly Option<bool> _json = CliOption.Flag("--json", "Print the result as one JSON object");

    public EnvBenchCommand(Terminal terminal)
        : base(terminal, "bench", "Measure the steps per second of one core, resets included, with random actions")
    {
        Add(_name);
        foreach (Option option in (Option[])[_count, _seconds, _seed, _trust, _imports, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche env bench CartPole-v1", "one second of it"),
        ("epoche env bench CartPole-v1 --count 1", "a single environment"),
        ("epoche env bench Lander.cs --trust", "a custom environment"),
    ];

    private int Execute(ParseResult parsed)
    {
        EnvironmentEntry entry = EnvCommand.Find(parsed.GetValue(_name)!, Code(parsed.GetValue(_trust)), parsed.GetValue(_imports));
        int count = parsed.GetValue(_count) ?? DefaultCount;
        using IBatchEnvironment environment = entry.CreateBatch(count);
        EnvironmentThroughput measured = EnvironmentBenchmark.Run(
            environment, TimeSpan.FromSeconds(parsed.GetValue(_seconds) ?? DefaultSeconds), parsed.GetValue(_seed) ?? 0);
        Terminal.Out.WriteLine(parsed.GetValue(_json) ? Json(measured) : Sentence(measured));
        return ExitCode.Success;
    }

    private static string Json(EnvironmentThroughput measured) => JsonText.Object(json =>
    {
        json.WriteString("environment", measured.Environment);
        json.WriteNumber("count", measured.Count);
        json.WriteNumber("steps", measured.Steps);
        json.WriteNumber("seconds", Math.Round(measured.Seconds, 6));
        json.WriteNumber("steps_per_second", Math.Round(measured.StepsPerSecond));
        json.WriteNumber("peak_steps_per_second", Math.Round(measured.PeakStepsPerSecond));
    });

    private static string Sentence(EnvironmentThroughput measured) =>
        $"{measured.Environment}: {Format.Rate(measured.StepsPerSecond)} steps/s on one core, "
        + $"{Format.Rate(measured.PeakStepsPerSecond)} at its best ({Format.Count(measured.Count)} side by side, "
        + $"{Format.Count(measured.Steps)} steps in {Format.Duration(measured.Seconds)})";
}
