using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche curves RECIPE</c>.</summary>
internal sealed class CurvesCommand : EpocheCommand
{
    private readonly Argument<string> _recipe = new("RECIPE")
    {
        HelpName = "RECIPE",
        Description = "A recipe's name (see 'epoche list') or the path of your own YAML file",
    };
    private readonly Option<string?> _optimizers = CliOption.Text(
        "--optimizers", "A,B,…", "The optimizers to compare; A:RATE gives one a learning rate of its own (default: the recipe's alone)");
    private readonly Option<string?> _seeds = CliOption.Text("--seeds", "FIRST..LAST", "The seeds, such as 0..4 or 1,5,9 (default: 0..4)");
    private readonly Option<int?> _steps = CliOption.WholeNumber("--steps", "Train each for no more than this many steps");
    private readonly Option<string[]> _set = CliOption.Texts(
        "--set", "KEY=VALUE", "Override a key of the recipe in all of them; can be repeated");
    private readonly Option<string?> _out = CliOption.Text(
        "--out", "FILE", "The picture: FILE.svg and FILE.png (default: curves-RECIPE in the directory of runs)");
    private readonly Option<string?> _runs = CliOption.Text(
        "--runs", "DIR", $"The directory of runs (default: {RunFolder.DefaultDirectory})");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _quiet = CliOption.Flag("--quiet", "No progress: only the results");

    private readonly ExperimentOptions _experiments;

    public CurvesCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "curves", "Train a recipe with several optimizers and seeds, and draw loss and return of all in one picture")
    {
        _experiments = experiments;
        Add(_recipe);
        foreach (Option option in (Option[])[_optimizers, _seeds, _steps, _set, _out, _runs, _trust, _threads, _quiet])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche curves cartpole --optimizers adam,rmsprop --seeds 0..4", "ten runs, one picture; existing runs are not trained again"),
        ("epoche curves cartpole --optimizers adam:4e-3,adam:1e-3", "two learning rates"),
    ];

    private int Execute(ParseResult parsed)
    {
        RecipeText text = RecipeCatalog.Find(parsed.GetValue(_recipe)!);
        string[] overrides = parsed.GetValue(_set)!;
        IReadOnlyList<OptimizerVariant> variants =
            parsed.GetValue(_optimizers) is { } optimizers ? OptimizerVariant.Parse(optimizers) : [OptimizerVariant.Own(text)];
        IReadOnlyList<ulong> seeds = SeedList.Parse(parsed.GetValue(_seeds) ?? "0..4");
        string directory = PathText.Native(parsed.GetValue(_runs) ?? RunFolder.DefaultDirectory);
        Threads.Use(parsed.GetValue(_threads));
        ExperimentOptions experiments = Trusting(parsed.GetValue(_trust), _experiments);
        OptimizerComparison comparison = new(text, variants, seeds, overrides, parsed.GetValue(_steps), experiments);
        TrainingCall call = new(Terminal, parsed.GetValue(_quiet));
        int exitCode = call.ExecuteAll((options, cancellation) => comparison.Run(directory, options, cancellation));
        if (exitCode != ExitCode.Success)
        {
            return exitCode;
        }

        string path = parsed.GetValue(_out) ?? Path.Combine(directory, $"curves-{PortableName.Of(text.Name)}");
        string stem = Path.GetExtension(path) is ".svg" or ".png" ? path[..^4] : path;
        ComparisonCharts.Save(ComparisonCharts.Of(comparison), stem + ".svg", stem + ".png");
        Terminal.Out.WriteLine($"Curves: {stem}.svg, {stem}.png");
        return ExitCode.Success;
    }
}
