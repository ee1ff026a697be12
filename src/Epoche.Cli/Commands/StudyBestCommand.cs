using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche study best STUDY</c>.</summary>
internal sealed class StudyBestCommand : EpocheCommand
{
    private readonly Argument<string> _study = StudyCommand.StudyArgument();
    private readonly Option<string?> _name = StudyCommand.NameOption();
    private readonly Option<int?> _trial = CliOption.WholeNumber("--trial", "Another trial instead of the best, by its number", minimum: 0);
    private readonly Option<bool> _set = CliOption.Flag("--set", "Print the settings as options of 'epoche train', a line each");
    private readonly Option<bool> _yaml = CliOption.Flag("--yaml", "Print the settings as a part of a recipe, in YAML");
    private readonly Option<bool> _json = CliOption.Flag("--json", "Print the result as one JSON object");

    public StudyBestCommand(Terminal terminal)
        : base(terminal, "best", "Show the settings of the best trial; of several objectives, those that nothing beats")
    {
        Add(_study);
        foreach (Option option in (Option[])[_name, _trial, _set, _yaml, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche study best runs/cartpole-search", "the value and the settings"),
        ("epoche study best runs/cartpole-search --set", "as options of 'epoche train': in a shell, put it in $( ) behind that"),
        ("epoche study best runs/cartpole-search --yaml", "the part of a recipe"),
        ("epoche study best runs/front --trial 12 --set", "one trial of a front"),
    ];

    private int Execute(ParseResult parsed)
    {
        Option<bool>[] forms = [.. ((Option<bool>[])[_set, _yaml, _json]).Where(parsed.GetValue)];
        if (forms.Length > 1)
        {
            throw new CliException($"{forms[0].Name} and {forms[1].Name} are two forms of one result: choose one.");
        }

        FoundStudy found = FoundStudy.Open(parsed.GetValue(_study)!, parsed.GetValue(_name));
        IReadOnlyList<TrialRecord> best = parsed.GetValue(_trial) is { } number ? [Trial(found, number)] : Best(found);
        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(StudyJson.Best(found, best));
        }
        else if (parsed.GetValue(_set) || parsed.GetValue(_yaml))
        {
            Terminal.Out.Write(Settings(found, best, parsed.GetValue(_yaml)));
        }
        else
        {
            StudyTable.PrintBest(Terminal.Out, found, best);
        }

        return ExitCode.Success;
    }

    private static string Settings(FoundStudy found, IReadOnlyList<TrialRecord> best, bool isYaml)
    {
        if (best.Count > 1)
        {
            throw new CliException(
                $"The front of '{found.Path}' has {best.Count} trials, {string.Join(", ", best.Take(12).Select(trial => trial.Number))}"
                + $"{(best.Count > 12 ? ", …" : "")}: choose one by --trial.");
        }

        return isYaml ? StudySettings.Yaml(found, best[0]) : StudySettings.Options(found, best[0]);
    }

    private static TrialRecord Trial(FoundStudy found, int number) => number < found.Record.Trials.Count
        ? found.Record.Trials[number]
        : throw new CliException(
            $"'{found.Path}' has no trial {number}: it has {Format.Count(found.Record.Trials.Count, "trial")}, from 0.");

    private static IReadOnlyList<TrialRecord> Best(FoundStudy found)
    {
        StudyRecord study = found.Record;
        IReadOnlyList<TrialRecord> best = study.Directions.Count > 1 ? study.Front : found.Winner is { } one ? [one] : [];
        return best.Count > 0 ? best : throw new CliException(
            $"'{found.Path}' has no best trial: of {StudyColumns.Counts(study)} none is complete and violates no constraint.",
            ExitCode.Failure);
    }
}
