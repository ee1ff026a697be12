using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche study importance STUDY</c>.</summary>
internal sealed class StudyImportanceCommand : EpocheCommand
{
    private const string PedAnova = "pedanova", Fanova = "fanova";

    private readonly Argument<string> _study = StudyCommand.StudyArgument();
    private readonly Option<string?> _name = StudyCommand.NameOption();
    private readonly Option<string?> _by = CliOption.Name(
        "--by",
        "The method: pedanova (default), how the settings of the best trials differ; fanova, the share of the variance that each explains",
        () => [PedAnova, Fanova]);
    private readonly Option<int?> _objective = CliOption.WholeNumber("--objective", "Which objective, from 1 (default: 1)");
    private readonly Option<bool> _json = CliOption.Flag("--json", "Print the result as one JSON object");

    public StudyImportanceCommand(Terminal terminal)
        : base(terminal, "importance", "Show how much each setting matters for the objective")
    {
        Add(_study);
        foreach (Option option in (Option[])[_name, _by, _objective, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche study importance runs/cartpole-search", "a table with bars"),
        ("epoche study importance runs/cartpole-search --by fanova", "by another method"),
    ];

    private int Execute(ParseResult parsed)
    {
        FoundStudy found = FoundStudy.Open(parsed.GetValue(_study)!, parsed.GetValue(_name));
        StudyRecord study = found.Record;
        int objective = (parsed.GetValue(_objective) ?? 1) - 1;
        if (objective >= study.Directions.Count)
        {
            throw new CliException(
                $"'{found.Path}' has {Format.Count(study.Directions.Count, "objective")}; received --objective {objective + 1}.");
        }

        string method = parsed.GetValue(_by) ?? PedAnova;
        StudyHistory history = new(study.Directions, study.Trials);
        IReadOnlyList<ParameterImportance> shares =
            method == Fanova ? Importance.Fanova(history, objective) : Importance.PedAnova(history, objective);
        if (!shares.Any(one => one.Share > 0))
        {
            throw Nothing(found, objective, method);
        }

        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(StudyJson.Importance(found, objective, method, shares));
        }
        else
        {
            StudyTable.PrintImportance(Terminal.Out, found, objective, method == Fanova ? "fANOVA" : "PED-ANOVA", shares);
        }

        return ExitCode.Success;
    }

    private static CliException Nothing(FoundStudy found, int objective, string method)
    {
        double[] values =
        [
            .. found.Record.Trials.Where(trial => trial.State == TrialState.Complete && trial.Values?.Count > objective)
                .Select(trial => trial.Values![objective]).Where(double.IsFinite),
        ];
        string why = values.Length < 2
                ? $"{Format.Count(values.Length, "trial")} with a value; importance needs at least 2, better 20 and more."
            : values.All(value => value == values[0]) ? $"{Format.Count(values.Length, "trial")} of the same value: no setting matters yet."
            : method == Fanova && found.Record.Trials.Any(trial => trial.Parameters.Count > 0)
                ? "no setting that all trials have and that fANOVA finds to matter; --by pedanova takes conditional ones too."
            : "no setting that differs between its trials.";
        return new($"'{found.Path}' has {why}", ExitCode.Failure);
    }
}
