using System.CommandLine;
using System.Globalization;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche env trace NAME</c>.</summary>
internal sealed class EnvTraceCommand : EpocheCommand
{
    private const int MostActionsBytes = 1 << 22; // of a file: two million actions

    private readonly Argument<string> _name = new("NAME") { HelpName = "NAME", Description = EnvCommand.NameOrCode };
    private readonly Option<ulong?> _seed = CliOption.Seed("The seed of the first state (default: 0)");
    private readonly Option<string?> _actions = CliOption.Text(
        "--actions", "A,B,…",
        "The actions, separated by commas: indices, or the numbers of each action in turn; @FILE reads them from a file");
    private readonly Option<bool> _gymnasium = CliOption.Flag(
        "--gymnasium-seeding", "Draw first states as Gymnasium's environment of this name does with this seed");
    private readonly Option<bool> _csv = CliOption.Flag(
        "--csv", "CSV without a heading: the reset, then one line per step; float32 numbers in full, flags as 0 or 1");

    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<string[]> _imports = CliOption.Import();

    public EnvTraceCommand(Terminal terminal)
        : base(terminal, "trace", "Trace an environment step by step: observation, reward, terminated, truncated")
    {
        _actions.Required = true;
        Add(_name);
        foreach (Option option in (Option[])[_seed, _actions, _gymnasium, _csv, _trust, _imports])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche env trace CartPole-v1 --seed 3 --actions 0,1,1,0", "four steps"),
        ("epoche env trace CartPole-v1 --seed 3 --actions @actions.txt --gymnasium-seeding --csv", "many, to compare with Gymnasium's"),
    ];

    private int Execute(ParseResult parsed)
    {
        EnvironmentEntry entry = EnvCommand.Find(parsed.GetValue(_name)!, Code(parsed.GetValue(_trust)), parsed.GetValue(_imports));
        IReadOnlyList<TraceRow> rows;
        try
        {
            rows = EnvironmentTrace.Run(
                entry.Create(), parsed.GetValue(_seed) ?? 0, ReadActions(parsed.GetValue(_actions)!), parsed.GetValue(_gymnasium));
        }
        catch (ArgumentException exception)
        {
            throw new CliException(ErrorText.Of(exception));
        }

        if (parsed.GetValue(_csv))
        {
            WriteCsv(rows);
        }
        else
        {
            WriteTable(rows);
        }

        return ExitCode.Success;
    }

    private static string ReadActions(string text)
    {
        if (!text.StartsWith('@'))
        {
            return text;
        }

        string path = text[1..];
        return File.Exists(path)
            ? ReadableFile.ReadText(path, MostActionsBytes).ReplaceLineEndings(",")
            : throw new CliException($"--actions: there is no file '{path}'.");
    }

    private void WriteCsv(IReadOnlyList<TraceRow> rows)
    {
        foreach (TraceRow row in rows)
        {
            Terminal.Out.WriteLine(row.ToCsv());
        }
    }

    private void WriteTable(IReadOnlyList<TraceRow> rows)
    {
        int step = 0;
        Terminal.Out.WriteLine($"{"step",5}  {"observation".PadRight((12 * rows[0].Observation.Count) - 2)}  {"reward",10}  ended");
        foreach (TraceRow row in rows)
        {
            string observation = string.Join(
                "  ", row.Observation.Select(x => x.ToString("0.000000", CultureInfo.InvariantCulture).PadLeft(10)));
            string ended = (row.Terminated, row.Truncated) switch
            {
                (true, true) => "terminated and truncated",
                (true, false) => "terminated",
                (false, true) => "truncated",
                _ => "",
            };
            string label = row.IsReset ? "reset" : (++step).ToString(CultureInfo.InvariantCulture);
            string reward = row.IsReset ? "" : row.Reward.ToString("0.0#####", CultureInfo.InvariantCulture);
            Terminal.Out.WriteLine($"{label,5}  {observation}  {reward,10}  {ended}".TrimEnd());
        }
    }
}
