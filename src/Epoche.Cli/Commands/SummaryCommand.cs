using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche summary MODEL</c>: the layers of a model, and its graph.</summary>
internal sealed class SummaryCommand : EpocheCommand
{
    private readonly Argument<string> _what = new("MODEL")
    {
        HelpName = "MODEL",
        Description = "A .epoche file, a folder with a model.yaml, the folder of a run, or of a network of a study",
    };

    private readonly Option<string?> _graph = ModelView.GraphOption();

    public SummaryCommand(Terminal terminal)
        : base(terminal, "summary", "Show the layers of a model with their shapes and parameters, and draw its graph")
    {
        Add(_what);
        Add(_graph);
        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche summary runs/cartpole-0", "a run's model, layer by layer"),
        ("epoche summary best.epoche --graph", "a model file, with its graph as text"),
        ("epoche summary best.epoche --graph net.svg", "the graph as a picture too"),
    ];

    private int Execute(ParseResult parsed)
    {
        string what = parsed.GetValue(_what)!;
        ModelView view = new(Terminal.Out, parsed, _graph);
        if (ModelView.IsModel(what))
        {
            view.Show(what);
        }
        else if (!RunFolder.IsRun(what) && ModelView.IsModel(Path.Combine(what, "model"))) // a network of a study
        {
            view.Show(Path.Combine(what, "model"));
        }
        else
        {
            RunFolder run = RunFolder.Open(what, RecipeCatalog.Names);
            run.RequireModel();
            view.Show(run.ModelPath);
        }

        return ExitCode.Success;
    }
}
