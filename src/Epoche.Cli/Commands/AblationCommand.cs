using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche ablation</c>.</summary>
internal sealed class AblationCommand : EpocheCommand
{
    private readonly Argument<string?> _recipe = new("RECIPE")
    {
        HelpName = "RECIPE",
        Description = $"A recipe of kind bayesian with variational inference (default: {AblationStudy.Reference})",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<ulong?> _seed = CliOption.Seed("The seed of all trainings (default: the recipe's)");
    private readonly Option<int?> _epochs = CliOption.WholeNumber(
        "--epochs", "Passes of the longer optimization (default: four times those of the recipe)", maximum: 100_000);
    private readonly Option<int?> _samples = CliOption.WholeNumber(
        "--samples", "Networks of the larger draw (default: five times those of the recipe)", maximum: 10_000);
    private readonly Option<string[]> _set = CliOption.Texts(
        "--set", "KEY=VALUE", "Override a key of the recipe in all of them; can be repeated");
    private readonly Option<string?> _runs = CliOption.Text(
        "--runs", "DIR", $"The directory of runs (default: {RunFolder.DefaultDirectory})");
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();
    private readonly Option<bool> _quiet = CliOption.Flag("--quiet", "No progress: only the results");

    public AblationCommand(Terminal terminal)
        : base(terminal, "ablation", "The reference's four suggestions, each alone and all together: a convolutional network, "
            + "longer optimization, more samples, a stricter rule")
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
        ("epoche ablation", "four trainings, six rows; existing runs are not trained again"),
        ("epoche ablation --epochs 50 --samples 1000 --seed 1", "longer, more"),
    ];

    private int Execute(ParseResult parsed)
    {
        TrainingCall call = new(Terminal, parsed.GetValue(_quiet), parsed.GetValue(_json));
        RecipeText text = RecipeCatalog.Find(parsed.GetValue(_recipe) ?? AblationStudy.Reference);
        AblationStudy study = new(
            text, parsed.GetValue(_set), parsed.GetValue(_seed), parsed.GetValue(_epochs), parsed.GetValue(_samples));
        Threads.Use(parsed.GetValue(_threads));
        string runs = parsed.GetValue(_runs) ?? RunFolder.DefaultDirectory;
        int exitCode = call.ExecuteAll((options, cancellation) => study.Run(runs, options, cancellation));
        if (exitCode != ExitCode.Success)
        {
            return exitCode;
        }

        foreach (string line in AblationTable.Lines(study.Rows))
        {
            call.Messages.Out.WriteLine(line);
        }

        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(AblationTable.Json(study));
        }

        return ExitCode.Success;
    }
}
