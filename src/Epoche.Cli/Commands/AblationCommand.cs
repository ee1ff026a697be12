using System.CommandLine;
using Epoche.Cli.Doubt;
using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche ablation</c>.</summary>
internal sealed class AblationCommand : EpocheCommand
{
    private const string Reference = "mnist-bnn-reference";

    private readonly Argument<string?> _recipe = new("RECIPE")
    {
        HelpName = "RECIPE",
        Description = $"A recipe of kind bayesian with variational inference (default: {Reference})",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<ulong?> _seed = CliOption.Seed("The seed of all trainings (default: the recipe's)");
    private readonly Option<int?> _epochs = CliOption.WholeNumber("--epochs", "Passes of the longer optimization (default: four times those of the recipe)", maximum: 100_000);
    private readonly Option<int?> _samples = CliOption.WholeNumber("--samples", "Networks of the larger draw (default: five times those of the recipe)", maximum: 10_000);
    private readonly Option<string[]> _set = CliOption.Texts("--set", "KEY=VALUE", "Override a key of the recipe in all of them; can be repeated");
    private readonly Option<string?> _runs = CliOption.Text("--runs", "DIR", $"The directory of runs (default: {RunFolder.DefaultDirectory})");
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();
    private readonly Option<bool> _quiet = CliOption.Flag("--quiet", "No progress: only the results");

    public AblationCommand(Terminal terminal)
        : base(terminal, "ablation", "The reference's four suggestions, each alone and all at once: a convolutional network, longer optimization, more samples, a stricter rule")
    {
        Add(_recipe);
        foreach (Option option in (Option[])[_seed, _epochs, _samples, _set, _runs, _threads, _json, _quiet])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche ablation", "four trainings, six rows; runs that are there already are not trained again"),
        ("epoche ablation --epochs 50 --samples 1000 --seed 1", "longer, more"),
    ];

    private int Execute(ParseResult parsed)
    {
        Terminal messages = Terminal.ForJson(parsed.GetValue(_json));
        RecipeText text = RecipeCatalog.Find(parsed.GetValue(_recipe) ?? Reference);
        string[] overrides = parsed.GetValue(_set)!;
        ulong? seed = parsed.GetValue(_seed);
        if (RecipeReader.Read(text, overrides, seed) is not BayesianRecipe { Inference: InferenceKind.Variational } recipe)
        {
            throw new CliException($"The ablation changes a Bayesian network trained by variational inference; the recipe '{text.Name}' is another. '{Reference}' is one.");
        }

        Threads.Use(parsed.GetValue(_threads));
        int epochs = parsed.GetValue(_epochs) ?? (4 * recipe.Epochs), samples = parsed.GetValue(_samples) ?? (5 * recipe.Prediction.Samples);
        KnownRuns runs = new(parsed.GetValue(_runs) ?? RunFolder.DefaultDirectory, messages, parsed.GetValue(_quiet));
        AblationStudy study = new(text, overrides, seed, runs);
        if (study.Run(Ablation.Changes(epochs, samples), out int exitCode) is not { } rows)
        {
            return exitCode;
        }

        foreach (string line in AblationStudy.Table(rows))
        {
            messages.Out.WriteLine(line);
        }

        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(AblationStudy.Json(recipe, rows));
        }

        return ExitCode.Success;
    }
}
