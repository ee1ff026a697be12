using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche report RUN</c>.</summary>
internal sealed class ReportCommand : EpocheCommand
{
    private readonly Argument<string> _run = new("RUN") { HelpName = "RUN", Description = "The run's folder, such as runs/cartpole-0" };
    private readonly Option<string?> _out = CliOption.Text("--out", "FILE", "The destination (default: report.html in the run's folder)");

    private readonly ExperimentOptions _experiments;

    public ReportCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "report", "Make the report of a run, finished or not: one HTML file with curves, pictures, recipe and result")
    {
        _experiments = experiments;
        Add(_run);
        Add(_out);
        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche report runs/cartpole-0", "runs/cartpole-0/report.html"),
        ("epoche report runs/cartpole-0 --out cartpole.html", "elsewhere"),
    ];

    private int Execute(ParseResult parsed)
    {
        string path = Save(parsed.GetValue(_run)!, parsed.GetValue(_out));
        Terminal.Out.WriteLine($"Report: {path}");
        return ExitCode.Success;
    }

    private string Save(string run, string? path)
    {
        try
        {
            return Experiment.Open(run, _experiments).SaveReport(path);
        }
        catch (UntrustedCodeException) // which only the film of a run that has none would need
        {
            RunFolder folder = RunFolder.Open(run);
            path ??= Path.Combine(folder.Path, "report.html");
            Report.Save(Report.FromRun(folder.Path), path);
            return path;
        }
    }
}
