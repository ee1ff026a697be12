using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche doubt RUN</c>.</summary>
internal sealed class DoubtCommand : EpocheCommand
{
    private readonly Argument<string> _run = new("RUN")
    {
        HelpName = "RUN", Description = "The run's folder, such as runs/refuse-0; its recipe is one of kind bayesian",
    };
    private readonly Option<string?> _out = CliOption.Text("--out", "FILE", $"The page (default: {DoubtPage.Name} in the run's folder)");
    private readonly Option<string?> _images = CliOption.Text(
        "--images", "DIR", "Write the images of the page as PNG files, for 'epoche classify'");
    private readonly Option<string?> _chart = CliOption.Text("--chart", "FILE.svg", "Also write the risk-coverage curves as a picture");
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();

    private readonly ExperimentOptions _experiments;

    public DoubtCommand(Terminal terminal, ExperimentOptions experiments)
        : base(
            terminal, "doubt",
            "Test a classifier on its test set, noise, letters, clothes and distorted images: what it answers, what it refuses")
    {
        _experiments = experiments;
        Add(_run);
        foreach (Option option in (Option[])[_out, _images, _chart, _threads, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche doubt runs/refuse-0", "a table, and a page with curves and images: runs/refuse-0/doubt.html"),
        ("epoche doubt runs/refuse-0 --images some", "and some of the images as files: some/letters-0.png"),
        ("epoche doubt runs/mnist-refuse-0 --json | tail -1", "the figures for a program"),
    ];

    private int Execute(ParseResult parsed)
    {
        Terminal messages = Terminal.ForJson(parsed.GetValue(_json));
        ExperimentRun run = Experiment.Open(parsed.GetValue(_run)!, _experiments);
        IRefuses recipe = RefusingRuns.Require(run);
        Threads.Use(parsed.GetValue(_threads));
        RefusingClassifier classifier = recipe.LoadClassifier(run.Folder);
        string path = parsed.GetValue(_out) ?? Path.Combine(run.Folder.Path, DoubtPage.Name);
        MakeFolders(path, parsed.GetValue(_chart), parsed.GetValue(_images));
        using Interruption interruption = new();
        DoubtReport report;
        try
        {
            report = new DoubtTrial(run.Folder, run.Recipe, classifier)
                .Run(what => messages.Error.WriteLine($"… {what}"), interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCode;
        }

        foreach (string line in DoubtTable.Lines(report))
        {
            messages.Out.WriteLine(line);
        }

        Report.Save(DoubtPage.Of(report, classifier.Labels), path);
        messages.Out.WriteLine($"Page: {path}");
        if (parsed.GetValue(_chart) is { } chart)
        {
            DoubtPage.SaveChart(report, chart);
            messages.Out.WriteLine($"Chart: {chart}");
        }

        if (parsed.GetValue(_images) is { } directory)
        {
            DoubtPage.SaveImages(report, directory);
            messages.Out.WriteLine($"Images: {directory}");
        }

        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(DoubtJson.Write(report));
        }

        return ExitCode.Success;
    }

    /// <summary>A trial takes minutes: a destination that cannot be written is reported before it.</summary>
    private static void MakeFolders(string page, string? chart, string? images)
    {
        foreach (string? folder in (string?[])[
            Path.GetDirectoryName(Path.GetFullPath(page)), chart is null ? null : Path.GetDirectoryName(Path.GetFullPath(chart)), images])
        {
            if (folder is not null)
            {
                NewFolder.Make(folder);
            }
        }
    }
}
