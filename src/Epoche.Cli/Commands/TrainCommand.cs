using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche train RECIPE</c>.</summary>
internal sealed class TrainCommand : EpocheCommand
{
    private readonly Argument<string> _recipe = new("RECIPE")
    {
        HelpName = "RECIPE",
        Description = "A recipe's name (see 'epoche list') or the path of your own YAML file",
    };
    private readonly Option<ulong?> _seed = CliOption.Seed(
        "The seed of everything random; the same seed gives the same weights, bit for bit");
    private readonly Option<string?> _seeds = CliOption.Text(
        "--seeds", "FIRST..LAST", "Several seeds, such as 0..4, many at once, in one folder: short for 'epoche sweep'");
    private readonly Option<int?> _steps = CliOption.WholeNumber(
        "--steps", "Train for no more than this many environment steps (or updates, if there is no environment)");
    private readonly Option<string[]> _set = CliOption.Texts(
        "--set", "KEY=VALUE", "Override a key of the recipe, such as optimizer.learning_rate=1e-3; can be repeated");
    private readonly Option<string?> _environment = CliOption.Text(
        "--env", "NAME", "Another environment than the recipe's: a name, a DLL or a C# file, or Python's gymnasium:NAME");
    private readonly Option<string[]> _imports = CliOption.Import();
    private readonly Option<string?> _runs = CliOption.Text(
        "--runs", "DIR", $"The directory of runs (default: {RunFolder.DefaultDirectory})");
    private readonly Option<string?> _name = CliOption.Text(
        "--name", "NAME", "The run's folder in it (default: RECIPE-SEED, with a counter where that exists; of a sweep RECIPE-seeds)");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();
    private readonly Option<bool> _quiet = CliOption.Flag("--quiet", "No progress: only the result");

    private readonly ExperimentOptions _experiments;

    public TrainCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "train", "Train a recipe; the run becomes a folder with the recipe, the best model and the result")
    {
        _experiments = experiments;
        Add(_recipe);
        Option[] options = [_seed, _seeds, _steps, _environment, _imports, _set, _runs, _name, _trust, _threads, _json, _quiet];
        foreach (Option option in options)
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche train cartpole", "a perfect CartPole agent, in seconds"),
        ("epoche train cartpole --seed 7 --name lucky", "another seed, as runs/lucky"),
        ("epoche train cartpole --set epsilon.end=0.1", "one setting changed"),
        ("epoche train cartpole --seeds 0..4", "five seeds, in runs/cartpole-seeds; run again, it continues"),
        ("epoche train cartpole-ppo --env gymnasium:CartPole-v1 --trust", "an environment of Python's Gymnasium"),
        ("epoche train my.yaml --json | tail -1", "your own recipe; the result for a program"),
    ];

    private int Execute(ParseResult parsed)
    {
        if (parsed.GetValue(_seeds) is { } seeds)
        {
            return Sweep(parsed, seeds);
        }

        TrainingCall call = new(Terminal, parsed.GetValue(_quiet), parsed.GetValue(_json));
        Threads.Use(parsed.GetValue(_threads));
        Experiment experiment = Experiment.Load(
            parsed.GetValue(_recipe)!,
            parsed.GetValue(_seed),
            Settings(parsed),
            parsed.GetValue(_steps),
            Trusting(parsed.GetValue(_trust), _experiments));
        string runs = parsed.GetValue(_runs) ?? RunFolder.DefaultDirectory;
        return call.Execute((options, cancellation) => experiment.Run(runs, parsed.GetValue(_name), options, cancellation));
    }

    /// <summary>What is changed of the recipe: <c>--env</c> and <c>--import</c> are short for keys, and give way to them.</summary>
    private string[] Settings(ParseResult parsed)
    {
        List<string> settings = [];
        if (parsed.GetValue(_environment) is { } environment)
        {
            settings.Add($"environment={environment}");
            settings.Add("evaluation.confirm_environment=null"); // a harder form of the recipe's own
        }

        if (parsed.GetValue(_imports) is { Length: > 0 } imports)
        {
            settings.Add($"python.imports=[{string.Join(", ", imports)}]");
        }

        return [.. settings, .. parsed.GetValue(_set)!];
    }

    private int Sweep(ParseResult parsed, string seeds)
    {
        if (parsed.GetValue(_seed) is not null)
        {
            throw new CliException("--seed is for one run and --seeds for several: give one of them.");
        }

        Sweep sweep = SweepCall.Read(
            parsed.GetValue(_recipe)!,
            seeds,
            Settings(parsed),
            parsed.GetValue(_steps),
            Trusting(parsed.GetValue(_trust), _experiments));
        return new SweepCall(Terminal, parsed.GetValue(_quiet), parsed.GetValue(_json)).Execute(
            sweep, parsed.GetValue(_runs), parsed.GetValue(_name), jobs: null, parsed.GetValue(_threads));
    }
}
