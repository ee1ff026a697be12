using System.CommandLine;
using Epoche.Cli.Doubt;
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

    private readonly Option<string?> _graph = ModelView.GraphOption();

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
        ModelView view = new(Terminal.Out, parsed, _graph);
        if (ModelView.IsModel(what))
        {
            view.Show(what);
        }
        else if (RecipeCatalog.Names.Contains(what) || (File.Exists(what) && !Directory.Exists(what)))
        {
            view.RequireNoGraph("a recipe, which has no model yet");
            Terminal.Out.Write(RecipeCatalog.Find(what).Yaml);
        }
        else
        {
            ShowRun(RunFolder.Open(what, RecipeCatalog.Names), view);
        }

        return ExitCode.Success;
    }

    private void ShowRun(RunFolder run, ModelView view)
    {
        TextWriter output = Terminal.Out;
        output.WriteLine($"{run.Path}");
        output.WriteLine();
        view.Section("Recipe", run.RecipePath, ConfigMap.ReadText(run.RecipePath));
        if (run.HasModel)
        {
            view.Show(run.ModelPath);
            if (DoubtingModel.ReadRule(run) is { } rule)
            {
                view.Section("Refusal", DoubtingModel.RulePath(run), rule.Guarantee is { } promise ? $"{rule.Meaning}\n{promise}" : rule.Meaning);
            }
        }
        else
        {
            view.RequireNoGraph("a run that has not saved its model yet");
        }

        if (ImitationCall.ReadTable(run) is { } table)
        {
            view.Section("Result", run.ResultPath, table);
        }
        else if (run.ReadResult() is { } result)
        {
            output.WriteLine($"Result  {run.ResultPath}");
            ResultReport.Training(output, RecipeReader.TryRead(run), result);
        }
        else
        {
            output.WriteLine($"No result: {RunState.Of(run)}");
        }
    }
}
