using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche study</c>: what came of a search for settings.</summary>
internal sealed class StudyCommand : EpocheCommand
{
    public StudyCommand(Terminal terminal)
        : base(terminal, "study", "Look at a study: its trials, the best, which settings matter, a report, an export")
    {
        Add(new StudyShowCommand(terminal));
        Add(new StudyBestCommand(terminal));
        Add(new StudyImportanceCommand(terminal));
        Add(new StudyReportCommand(terminal));
        Add(new StudyExportCommand(terminal));
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche study show runs/cartpole-search", "the trials"),
        ("epoche study best runs/cartpole-search --set", "the best settings, for 'epoche train'"),
        ("epoche study importance optuna.log --name mine", "which settings matter, in a journal of Python's Optuna"),
        ("epoche study report runs/cartpole-search", "one HTML page with all charts"),
        ("epoche study export runs/cartpole-search --csv trials.csv", "a table for other programs"),
    ];

    /// <summary>The argument of all of them.</summary>
    public static Argument<string> StudyArgument() => new("STUDY")
    {
        HelpName = "STUDY",
        Description = "The folder of a study, or a journal file such as study.log, of Python's Optuna too",
    };

    /// <summary>Which study of a file.</summary>
    public static Option<string?> NameOption() => CliOption.Text("--name", "NAME", "Which study, where a journal file holds several");
}
