using System.CommandLine;
using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche show RUN</c>, or a recipe.</summary>
internal sealed class ShowCommand : EpocheCommand
{
    private readonly Argument<string> _what = new("RUN")
    {
        HelpName = "RUN",
        Description = "A run's folder, or the name or path of a recipe",
    };

    public ShowCommand(Terminal terminal)
        : base(terminal, "show", "Show a run: its complete recipe, its model, its result; or show a recipe")
    {
        Add(_what);
        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche show runs/cartpole-0", "a run"),
        ("epoche show cartpole > my.yaml", "a recipe, to start your own from"),
    ];

    private int Execute(ParseResult parsed)
    {
        string what = parsed.GetValue(_what)!;
        if (RecipeCatalog.Names.Contains(what) || (File.Exists(what) && !Directory.Exists(what)))
        {
            Terminal.Out.Write(RecipeCatalog.Find(what).Yaml);
            return ExitCode.Success;
        }

        ShowRun(RunFolder.Open(what, RecipeCatalog.Names));
        return ExitCode.Success;
    }

    private void ShowRun(RunFolder run)
    {
        TextWriter output = Terminal.Out;
        output.WriteLine($"{run.Path}");
        output.WriteLine();
        Section("Recipe", run.RecipePath, File.ReadAllText(run.RecipePath));
        if (run.HasModel)
        {
            Section("Model", run.ModelPath, run.LoadModel().Summary());
        }

        if (run.ReadResult() is { } result)
        {
            output.WriteLine($"Result  {run.ResultPath}");
            ResultReport.Training(output, result);
        }
        else
        {
            output.WriteLine($"No result: {RunState.Of(run)}");
        }
    }

    private void Section(string title, string path, string text)
    {
        Terminal.Out.WriteLine($"{title}  {path}");
        foreach (string line in text.TrimEnd().Split('\n'))
        {
            Terminal.Out.WriteLine(line.Length == 0 ? "" : $"  {line}");
        }

        Terminal.Out.WriteLine();
    }
}
