using System.CommandLine;
using Epoche.Cli.Imitation;
using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche show RUN</c>, or a recipe.</summary>
internal sealed class ShowCommand : EpocheCommand
{
    private readonly Argument<string> _what = new("RUN")
    {
        HelpName = "RUN",
        Description = "A run's folder, a model (a .epoche file, or a folder with a model.yaml), or the name or path of a recipe",
    };

    private readonly Option<string?> _graph = new("--graph")
    {
        HelpName = "FILE.svg",
        Description = "Draw the model's graph as text, and with FILE.svg into that file",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ShowCommand(Terminal terminal)
        : base(terminal, "show", "Show a run: its complete recipe, its model, its result; or show a recipe")
    {
        Add(_what);
        Add(_graph);
        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche show runs/cartpole-0", "a run"),
        ("epoche show runs/cartpole-0 --graph net.svg", "a run, with a picture of its network"),
        ("epoche show best.epoche --graph", "a model and its graph"),
        ("epoche show cartpole > my.yaml", "a recipe, to start your own from"),
    ];

    private int Execute(ParseResult parsed)
    {
        string what = parsed.GetValue(_what)!;
        Drawing? drawing = parsed.GetResult(_graph) is null ? null : new Drawing(parsed.GetValue(_graph));
        if (IsModel(what))
        {
            ShowModel(what, Model.Load(what), drawing);
        }
        else if (RecipeCatalog.Names.Contains(what) || (File.Exists(what) && !Directory.Exists(what)))
        {
            RequireNoDrawing(drawing, "a recipe, which has no model yet");
            Terminal.Out.Write(RecipeCatalog.Find(what).Yaml);
        }
        else
        {
            ShowRun(RunFolder.Open(what, RecipeCatalog.Names), drawing);
        }

        return ExitCode.Success;
    }

    private static bool IsModel(string path) =>
        (path.EndsWith(ModelFile.Extension, StringComparison.OrdinalIgnoreCase) && File.Exists(path)) || File.Exists(Path.Combine(path, "model.yaml"));

    private static void RequireNoDrawing(Drawing? drawing, string what)
    {
        if (drawing is not null)
        {
            throw new CliException($"--graph draws a model; this is {what}.", ExitCode.Usage);
        }
    }

    private void ShowModel(string path, Model model, Drawing? drawing)
    {
        Section("Model", path, model.Summary());
        if (drawing is null)
        {
            return;
        }

        Section("Graph", drawing.File ?? "", model.GraphText());
        if (drawing.File is { } file)
        {
            File.WriteAllText(file, model.GraphSvg());
        }
    }

    private void ShowRun(RunFolder run, Drawing? drawing)
    {
        TextWriter output = Terminal.Out;
        output.WriteLine($"{run.Path}");
        output.WriteLine();
        Section("Recipe", run.RecipePath, File.ReadAllText(run.RecipePath));
        if (run.HasModel)
        {
            ShowModel(run.ModelPath, run.LoadModel(), drawing);
        }
        else
        {
            RequireNoDrawing(drawing, "a run that has not saved its model yet");
        }

        if (ImitationCall.ReadTable(run) is { } table)
        {
            Section("Result", run.ResultPath, table);
        }
        else if (run.ReadResult() is { } result)
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
        Terminal.Out.WriteLine($"{title}  {path}".TrimEnd());
        foreach (string line in text.TrimEnd().Split('\n'))
        {
            Terminal.Out.WriteLine(line.Length == 0 ? "" : $"  {line}");
        }

        Terminal.Out.WriteLine();
    }

    /// <summary>That the graph is to be drawn.</summary>
    /// <param name="File">Where the SVG picture goes; null: text only.</param>
    private sealed record Drawing(string? File);
}
