using System.CommandLine;
using Epoche.Cli.Doubt;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche classify RUN IMAGE.png…</c>.</summary>
internal sealed class ClassifyCommand : EpocheCommand
{
    private readonly Argument<string> _run = new("RUN") { HelpName = "RUN", Description = "The run's folder, such as runs/refuse-0; its recipe is one of kind bayesian" };
    private readonly Argument<string[]> _images = new("IMAGE.png")
    {
        HelpName = "IMAGE.png",
        Description = "PNG files, grey or colour, light ink on dark; several give a line each",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _invert = CliOption.Flag("--invert", "The images have dark ink on light paper");
    private readonly Option<bool> _resize = CliOption.Flag("--resize", "Scale images of other sizes");
    private readonly Option<string?> _out = CliOption.Text("--out", "DIR", "Where the pictures of the histograms go (default: classified in the run's folder)");
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();

    public ClassifyCommand(Terminal terminal)
        : base(terminal, "classify", "Say what images show, or \"I don't know\"; exit code 3 where one was refused, 1 where one could not be read")
    {
        Add(_run);
        Add(_images);
        foreach (Option option in (Option[])[_invert, _resize, _out, _threads, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche classify runs/refuse-0 seven.png", "the answer, and the histograms of all classes"),
        ("epoche classify runs/refuse-0 scans/*.png --invert --resize", "a line for each; dark ink on paper, any size"),
        ("epoche classify runs/refuse-0 seven.png --json | tail -1", "for a program"),
    ];

    private int Execute(ParseResult parsed)
    {
        Terminal messages = Terminal.ForJson(parsed.GetValue(_json));
        RunFolder run = RunFolder.Open(parsed.GetValue(_run)!);
        BayesianRecipe recipe = Classifiers.RecipeOf(run);
        Threads.Use(parsed.GetValue(_threads));
        string[] paths = parsed.GetValue(_images)!;
        PictureReader reader = new(recipe.Data.Image, parsed.GetValue(_invert), parsed.GetValue(_resize));
        (List<(string Path, float[] Pixels)> pictures, List<UnreadPicture> unread) = reader.ReadAll(paths); // all are read before the first is classified
        DoubtingModel model = DoubtingModel.Load(run);
        model.RequireFits(recipe);
        Tensor images = Tensor.Wrap([.. pictures.SelectMany(picture => picture.Pixels)], recipe.Data.Input.Prepend(pictures.Count));
        Prediction prediction = new DoubtJudge(recipe, model).Predict(images);
        Classification classification = new(
            Answers.Labels(model.Predictive), [.. pictures.Select(p => p.Path)], [.. pictures.Select(p => p.Pixels)], prediction, model.Rule.Judge(prediction), recipe.Data.Image[1]);
        string directory = parsed.GetValue(_out) ?? Path.Combine(run.Path, "classified");
        IReadOnlyList<string> drawn = classification.Draw(directory);
        classification.Print(messages.Out);
        foreach ((string path, float[] pixels) in pictures)
        {
            if (PictureHint.Of(pixels, recipe.Data.Image, parsed.GetValue(_invert)) is { } hint)
            {
                messages.Out.WriteLine($"Hint: '{path}' {hint}");
            }
        }

        unread.ForEach(picture => messages.Error.WriteLine($"error: {picture.Problem}"));
        messages.Out.WriteLine($"Histograms: {(drawn.Count == 1 ? drawn[0] : directory)}");
        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(classification.ToJson(run.Path, drawn, unread));
        }

        return unread.Count > 0 ? ExitCode.Failure : classification.IsAnyRefused ? ExitCode.Refused : ExitCode.Success;
    }
}
