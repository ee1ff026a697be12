using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche study show STUDY</c>.</summary>
internal sealed class StudyShowCommand : EpocheCommand
{
    private const int DefaultLimit = 50;

    private readonly Argument<string> _study = StudyCommand.StudyArgument();
    private readonly Option<string?> _name = StudyCommand.NameOption();
    private readonly Option<string?> _sort = CliOption.Name(
        "--sort", "The order of the trials: number (default), or value, the best first", () => ["number", "value"]);
    private readonly Option<int?> _limit = CliOption.WholeNumber(
        "--limit", $"How many trials are shown (default: {DefaultLimit}): the last ones by number, the best ones by value");
    private readonly Option<bool> _json = CliOption.Flag(
        "--json", "Print the study as one JSON object, with all trials unless --limit is given");

    public StudyShowCommand(Terminal terminal)
        : base(terminal, "show", "Show a study: its objectives, its trials, the best of them")
    {
        Add(_study);
        foreach (Option option in (Option[])[_name, _sort, _limit, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche study show runs/cartpole-search", "the last trials, and the best"),
        ("epoche study show runs/cartpole-search --sort value --limit 10", "the ten best"),
        ("epoche study show optuna.log --name mine --json", "one study of a journal, for programs"),
    ];

    private int Execute(ParseResult parsed)
    {
        FoundStudy found = FoundStudy.Open(parsed.GetValue(_study)!, parsed.GetValue(_name));
        StudyRecord study = found.Record;
        bool isByValue = parsed.GetValue(_sort) == "value";
        if (isByValue && study.Directions.Count != 1)
        {
            throw new CliException($"'{found.Path}' has {study.Directions.Count} objectives, and no order by value: leave --sort out.");
        }

        bool isJson = parsed.GetValue(_json);
        int limit = parsed.GetValue(_limit) ?? (isJson ? int.MaxValue : DefaultLimit);
        IReadOnlyList<TrialRecord> shown = isByValue ? [.. StudyOrder.ByValue(study).Take(limit)] : [.. study.Trials.TakeLast(limit)];
        if (isJson)
        {
            Terminal.Out.WriteLine(StudyJson.Study(found, shown));
        }
        else
        {
            StudyTable.Print(Terminal.Out, found, shown, isByValue);
        }

        return ExitCode.Success;
    }
}
