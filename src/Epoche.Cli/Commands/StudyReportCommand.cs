using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche study report STUDY</c>.</summary>
internal sealed class StudyReportCommand : EpocheCommand
{
    private readonly Argument<string> _study = StudyCommand.StudyArgument();
    private readonly Option<string?> _name = StudyCommand.NameOption();
    private readonly Option<string?> _out = CliOption.Text(
        "--out", "FILE", "The page (default: report.html in the study's folder, or NAME.report.html beside the journal file)");
    private readonly Option<string?> _charts = CliOption.Text(
        "--charts", "DIR", "Write each chart as an SVG file of its own too, to this folder");

    public StudyReportCommand(Terminal terminal)
        : base(terminal, "report", "Make the report of a study, finished or not: one HTML file with all charts and a table of the trials")
    {
        Add(_study);
        foreach (Option option in (Option[])[_name, _out, _charts])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche study report runs/cartpole-search", "runs/cartpole-search/report.html"),
        ("epoche study report optuna.log --name mine --out mine.html", "one study of a journal"),
        ("epoche study report runs/cartpole-search --charts charts", "and each chart by itself"),
    ];

    private int Execute(ParseResult parsed)
    {
        FoundStudy found = FoundStudy.Open(parsed.GetValue(_study)!, parsed.GetValue(_name));
        Terminal.Out.WriteLine($"Report: {found.SaveReport(parsed.GetValue(_out))}");
        if (parsed.GetValue(_charts) is { } folder)
        {
            IReadOnlyList<string> charts = found.SaveCharts(folder);
            Terminal.Out.WriteLine($"Charts: {folder}   {string.Join(", ", charts.Select(path => Path.GetFileName(path)))}");
        }

        return ExitCode.Success;
    }
}
