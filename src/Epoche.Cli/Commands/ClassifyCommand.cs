using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche classify RUN IMAGE…</c>.</summary>
internal sealed class ClassifyCommand : EpocheCommand
{
    private readonly Argument<string> _run = new("RUN")
    {
        HelpName = "RUN",
        Description = "The run's folder, such as runs/refuse-0; of kind bayesian, or any that learned from a table",
    };
    private readonly Argument<string[]> _images = new("IMAGE")
    {
        HelpName = "IMAGE",
        Description = "PNG, JPEG, GIF or BMP files of any size, grey or colour; several give a line each. Of a run that learned from a "
            + "table: a CSV file",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _inversion = CliOption.Name(
        "--inversion",
        "Whether dark ink becomes light: none, always, or auto, where the border is light (default: as model.yaml says)",
        () => Enum.GetNames<ImageInversion>());
    private readonly Option<string?> _out = CliOption.Text(
        "--out", "DIR", "Where the pictures of the histograms go (default: classified in the run's folder)");
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();

    private readonly ExperimentOptions _experiments;

    public ClassifyCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "classify", "Classify images, or say \"I don't know\"; exit code 3 if one was refused, 1 if one could not be read")
    {
        _experiments = experiments;
        Add(_run);
        Add(_images);
        foreach (Option option in (Option[])[_inversion, _out, _threads, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche classify runs/refuse-0 seven.png", "the answer, and the histograms of all classes"),
        ("epoche classify runs/refuse-0 scans/*.jpg", "a line for each; on paper or on a blackboard, of any size"),
        ("epoche classify runs/refuse-0 seven.png --json | tail -1", "for a program"),
        ("epoche classify runs/customers-0 new.csv", "rows of a table, for a run that learned from one"),
    ];

    private int Execute(ParseResult parsed)
    {
        Terminal messages = Terminal.ForJson(parsed.GetValue(_json));
        ExperimentRun run = Experiment.Open(parsed.GetValue(_run)!, _experiments);
        string[] paths = parsed.GetValue(_images)!;
        if (TableRows.IsOf(run))
        {
            Threads.Use(parsed.GetValue(_threads));
            return TableRows.Predict(run, paths, messages.Out, parsed.GetValue(_json) ? Terminal.Out : null);
        }

        IRefuses recipe = RefusingRuns.Require(run);
        Threads.Use(parsed.GetValue(_threads));
        RefusingClassifier classifier = recipe.LoadClassifier(run.Folder);
        ImageInput input = classifier.Input;
        if (parsed.GetValue(_inversion) is { } inversion)
        {
            input = input with { Inversion = Enum.Parse<ImageInversion>(inversion) };
        }

        // All are read before the first is classified.
        (List<ReadPicture> pictures, List<UnreadPicture> unread) = new PictureReader(input).ReadAll(paths);
        if (pictures.Count == 0)
        {
            Report(messages, unread);
            return ExitCode.Failure;
        }

        Tensor images = Tensor.Wrap([.. pictures.SelectMany(picture => picture.Input)], input.InputShape.Prepend(pictures.Count));
        PixelImage[] seen = [.. pictures.Select(picture => input.ToImage(picture.Input))];
        Prediction prediction = classifier.Predict(images);
        Classification classification = new(
            classifier.Labels, [.. pictures.Select(picture => picture.Path)], seen, prediction, classifier.Rule.Decide(prediction));
        string directory = PathText.Native(parsed.GetValue(_out) ?? Path.Combine(run.Folder.Path, "classified"));
        IReadOnlyList<string> drawn = classification.Draw(directory);
        classification.Print(messages.Out);
        for (int i = 0; i < seen.Length; i++)
        {
            if (PictureHint.Of(seen[i], input.Inversion) is { } hint)
            {
                messages.Out.WriteLine($"Hint: '{pictures[i].Path}' {hint}");
            }
        }

        Report(messages, unread);
        messages.Out.WriteLine($"Histograms: {(drawn.Count == 1 ? drawn[0] : directory)}");
        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(classification.ToJson(run.Folder.Path, drawn, unread));
        }

        return unread.Count > 0 ? ExitCode.Failure : classification.IsAnyRefused ? ExitCode.Refused : ExitCode.Success;
    }

    private static void Report(Terminal messages, List<UnreadPicture> unread) =>
        unread.ForEach(picture => messages.Error.WriteLine($"error: {picture.Problem}"));
}
