using System.CommandLine;
using Epoche.Cli.Imitation;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche report RUN</c>.</summary>
internal sealed class ReportCommand : EpocheCommand
{
    private readonly Argument<string> _run = new("RUN") { HelpName = "RUN", Description = "The run's folder, such as runs/cartpole-0" };
    private readonly Option<string?> _out = CliOption.Text("--out", "FILE", $"Where to (default: {RunPictures.ReportName} in the run's folder)");

    public ReportCommand(Terminal terminal)
        : base(terminal, "report", "Make the report of a run, finished or not: one HTML file with curves, pictures, recipe and result")
    {
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
        RunFolder folder = RunFolder.Open(parsed.GetValue(_run)!);
        string path = parsed.GetValue(_out) ?? Path.Combine(folder.Path, RunPictures.ReportName);
        if (RecipeReader.Read(folder) is ImitationRecipe imitation)
        {
            Report.Save(ImitationReport.Of(folder.Path, imitation), path);
            Terminal.Out.WriteLine($"Report: {path}");
            return ExitCode.Success;
        }

        string gif = Path.Combine(folder.Path, RunPictures.GifName);
        if (!File.Exists(gif) && folder.HasModel && RecipeReader.Read(folder) is DqnRecipe recipe && RunPictures.Gif(recipe, folder.LoadModel(), CancellationToken.None) is { Length: > 0 } film)
        {
            WholeFile.Write(gif, film); // a run that was interrupted has none
        }

        Report.Save(Report.FromRun(folder.Path), path);
        Terminal.Out.WriteLine($"Report: {path}");
        return ExitCode.Success;
    }
}
