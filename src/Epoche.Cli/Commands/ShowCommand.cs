using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche show RUN</c>, or a recipe.</summary>
internal sealed class ShowCommand : EpocheCommand
{
    private readonly Argument<string> _what = new("RUN")
    {
        HelpName = "RUN",
        Description = "A run's folder, a model (a .epoche file, or a folder with a model.yaml), or the name or path of a recipe or study",
    };

    private readonly Option<string?> _graph = ModelView.GraphOption();

    private readonly ExperimentOptions _experiments;

    public ShowCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "show", "Show a run: its complete recipe, its model, its result; or show a recipe or a study")
    {
        _experiments = experiments;
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
        ("epoche show cartpole-search > mine.yaml", "a study, likewise"),
    ];

    private int Execute(ParseResult parsed)
    {
        string what = parsed.GetValue(_what)!;
        ModelView view = new(Terminal.Out, parsed, _graph);
        if (ModelView.IsModel(what))
        {
            view.Show(what);
        }
        else if (StudyCatalog.Names.Contains(what))
        {
            view.RequireNoGraph("a study, which has no model");
            Terminal.Out.Write(StudyCatalog.BuiltIn(what).Yaml);
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
        ShownWriter output = Terminal.Out;
        output.WriteLine($"{run.Path}");
        output.WriteLine();
        view.Section("Recipe", run.RecipePath, ConfigMap.ReadText(run.RecipePath));
        if (run.HasModel)
        {
            view.Show(run.ModelPath);
            if (RefusingClassifier.ReadRule(run) is var (rule, path))
            {
                view.Section("Refusal", path, rule.Guarantee is { } promise ? $"{rule.Meaning}\n{promise}" : rule.Meaning);
            }
        }
        else
        {
            view.RequireNoGraph("a run that has not saved its model yet");
        }

        ExperimentRun? read = TryRead(run);
        Recipe? recipe = read?.Recipe;
        if (recipe?.Capability<IDescribesResults>()?.ReadDescription(run) is { } description)
        {
            view.Section("Result", run.ResultPath, description);
        }
        else if ((read?.ResultBesideRandom() ?? run.ReadResult()) is { } result)
        {
            output.WriteLine($"Result  {run.ResultPath}");
            ResultReport.Training(output, recipe, result);
        }
        else
        {
            output.WriteLine($"No result: {RunWords.Of(run, run.ReadState())}");
        }
    }

    /// <summary>A run with its recipe; null where this version cannot read it, or it names code, which showing needs none of.</summary>
    private ExperimentRun? TryRead(RunFolder run)
    {
        try
        {
            return Experiment.Open(run, _experiments);
        }
        catch (Exception exception)
            when (exception is ConfigurationException or ExperimentException or UntrustedCodeException
                or DataFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
