using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche sweep RECIPE</c>.</summary>
internal sealed class SweepCommand : EpocheCommand
{
    private readonly Argument<string> _recipe = new("RECIPE")
    {
        HelpName = "RECIPE",
        Description = "A recipe's name (see 'epoche list') or the path of your own YAML file",
    };
    private readonly Option<string?> _seeds = CliOption.Text("--seeds", "FIRST..LAST", "The seeds, such as 0..9 or 1,5,9 (default: 0..4)");
    private readonly Option<string[]> _set = CliOption.Texts(
        "--set",
        "KEY=A,B,…",
        "Give a key of the recipe one value, or several, each with every seed; commas within brackets, braces or quotes belong to a value. "
        + "Can be repeated: all combinations are trained");
    private readonly Option<int?> _steps = CliOption.WholeNumber("--steps", "Train each for no more than this many steps");
    private readonly Option<int?> _jobs = CliOption.WholeNumber(
        "--jobs", "How many runs train at once (default: one per core); the result is the same for any number", maximum: 1024);
    private readonly Option<string?> _runs = CliOption.Text(
        "--runs", "DIR", $"The directory of runs (default: {RunFolder.DefaultDirectory})");
    private readonly Option<string?> _name = CliOption.Text(
        "--name", "NAME", "The sweep's folder in it (default: RECIPE-seeds, or RECIPE-KEY by the keys with several values)");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<int?> _threads = CliOption.WholeNumber(
        "--threads", "How many threads share the kernels (default: the cores that the runs leave)", maximum: 1024);
    private readonly Option<bool> _json = CliOption.Json();
    private readonly Option<bool> _quiet = CliOption.Flag("--quiet", "No progress: only the results");

    private readonly ExperimentOptions _experiments;

    public SweepCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "sweep", "Train a recipe with several seeds and values, many at once; run again, it continues where it stopped")
    {
        _experiments = experiments;
        Add(_recipe);
        foreach (Option option in (Option[])[_seeds, _set, _steps, _jobs, _runs, _name, _trust, _threads, _json, _quiet])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche sweep cartpole --seeds 0..9", "ten seeds: every value, mean, median, interquartile mean and interval"),
        ("epoche sweep cartpole --seeds 0..4 --set discount=0.9,0.99 --set double=true,false", "in runs/cartpole-discount-double"),
        ("epoche sweep cartpole --set network.hidden=[64,64],[256] --jobs 1", "two networks, one run at a time"),
    ];

    private int Execute(ParseResult parsed)
    {
        Sweep sweep = SweepCall.Read(
            parsed.GetValue(_recipe)!,
            parsed.GetValue(_seeds) ?? "0..4",
            parsed.GetValue(_set)!,
            parsed.GetValue(_steps),
            Trusting(parsed.GetValue(_trust), _experiments));
        return new SweepCall(Terminal, parsed.GetValue(_quiet), parsed.GetValue(_json)).Execute(
            sweep, parsed.GetValue(_runs), parsed.GetValue(_name), parsed.GetValue(_jobs), parsed.GetValue(_threads));
    }
}
