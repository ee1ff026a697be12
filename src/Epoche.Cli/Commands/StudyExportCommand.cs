using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche study export STUDY</c>.</summary>
internal sealed class StudyExportCommand : EpocheCommand
{
    private const string StandardOutput = "-";

    private readonly Argument<string> _study = StudyCommand.StudyArgument();
    private readonly Option<string?> _name = StudyCommand.NameOption();
    private readonly Option<string?> _csv = CliOption.Text(
        "--csv", "FILE", "A table with a row for each trial; - for standard output, which is the default without --json");
    private readonly Option<string?> _json = CliOption.Text(
        "--json", "FILE", "A JSON object for each trial, one on each line, with the reports on its way; - for standard output");

    public StudyExportCommand(Terminal terminal)
        : base(terminal, "export", "Export all trials of a study: number, state, values, settings, notes, times")
    {
        Add(_study);
        foreach (Option option in (Option[])[_name, _csv, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche study export runs/cartpole-search > trials.csv", "a table"),
        ("epoche study export runs/cartpole-search --csv trials.csv --json trials.jsonl", "both forms, as files"),
    ];

    private int Execute(ParseResult parsed)
    {
        string? csv = parsed.GetValue(_csv), json = parsed.GetValue(_json);
        if (csv == StandardOutput && json == StandardOutput)
        {
            throw new CliException("--csv - and --json - both write to standard output: name a file for one of them.");
        }

        StudyRecord study = FoundStudy.Open(parsed.GetValue(_study)!, parsed.GetValue(_name)).Record;
        if (csv is not null || json is null)
        {
            Write(csv ?? StandardOutput, StudyExport.ToCsv(study), "Table");
        }

        if (json is not null)
        {
            Write(json, StudyExport.ToJsonLines(study), "Lines");
        }

        return ExitCode.Success;
    }

    private void Write(string path, string text, string what)
    {
        if (path == StandardOutput)
        {
            Terminal.Out.Write(text);
        }
        else
        {
            AtomicFile.Write(path, text);
            Terminal.Error.WriteLine($"{what}:  {path}");
        }
    }
}
