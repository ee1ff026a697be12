using System.CommandLine;
using System.Globalization;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche imitate</c>.</summary>
internal sealed class ImitateCommand : EpocheCommand
{
    private readonly Option<string?> _agent = CliOption.Text(
        "--agent", "RUN", "The agent to imitate: a run's folder, or a recipe, which is trained first (default: cartpole)");
    private readonly Option<int?> _pairs = CliOption.WholeNumber(
        "--pairs", "Training records (default: 1,000; with --play 10,000)", minimum: 2);
    private readonly Option<bool> _play = CliOption.Flag("--play", "Find the smallest hidden layer that plays perfectly");
    private readonly Option<int?> _epochs = CliOption.WholeNumber("--epochs", "Passes over the records (default: 150)");
    private readonly Option<ulong?> _seed = CliOption.Seed(
        "The seed of everything random; the same seed gives the same weights, bit for bit");
    private readonly Option<string[]> _set = CliOption.Texts(
        "--set", "KEY=VALUE", "Override a setting, such as records.every=1 or networks=[[32],[64]]; can be repeated");
    private readonly Option<string?> _runs = CliOption.Text(
        "--runs", "DIR", $"The directory of runs (default: {RunFolder.DefaultDirectory})");
    private readonly Option<string?> _name = CliOption.Text(
        "--name", "NAME", "The folder in it (default: imitate-SEED, with a counter where that exists)");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();
    private readonly Option<bool> _quiet = CliOption.Flag("--quiet", "No progress: only the result");

    private readonly ExperimentOptions _experiments;

    public ImitateCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "imitate", "Learn a policy from records of a perfect agent, with networks of several sizes: which underfit, "
            + "overfit, and play perfectly")
    {
        _experiments = experiments;
        foreach (Option option in (Option[])[_agent, _pairs, _play, _epochs, _seed, _set, _runs, _name, _trust, _threads, _json, _quiet])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche imitate", "1,000 records, a linear model and networks of one, two and three hidden layers"),
        ("epoche imitate --pairs 10000", "more records: 95% and more of the test"),
        ("epoche imitate --play", "the smallest hidden layer that plays perfectly"),
        ("epoche imitate --set records.every=1", "every step is recorded: two episodes, and what they teach"),
        ("epoche resume runs/imitate-0", "go on with one that was interrupted"),
    ];

    private int Execute(ParseResult parsed)
    {
        TrainingCall call = new(Terminal, parsed.GetValue(_quiet), parsed.GetValue(_json));
        string recipe = parsed.GetValue(_play) ? "imitate-play" : "imitate";
        Threads.Use(parsed.GetValue(_threads));
        string[] overrides = [.. Overrides(parsed), .. parsed.GetValue(_set)!];
        ExperimentOptions experiments = Trusting(parsed.GetValue(_trust), _experiments);
        Experiment experiment = Experiment.Load(recipe, parsed.GetValue(_seed) ?? 0, overrides, options: experiments);
        string runs = parsed.GetValue(_runs) ?? RunFolder.DefaultDirectory;
        return call.Execute((options, cancellation) => experiment.Run(runs, parsed.GetValue(_name), options, cancellation));
    }

    private IEnumerable<string> Overrides(ParseResult parsed)
    {
        if (parsed.GetValue(_agent) is { } agent)
        {
            string quoted = "'" + agent.Replace("'", "''", StringComparison.Ordinal) + "'";
            yield return "agent=" + (RecipeCatalog.Names.Contains(agent) ? agent : quoted);
        }

        if (parsed.GetValue(_pairs) is { } pairs)
        {
            yield return $"records.pairs={pairs.ToString(CultureInfo.InvariantCulture)}";
        }

        if (parsed.GetValue(_epochs) is { } epochs)
        {
            yield return $"epochs={epochs.ToString(CultureInfo.InvariantCulture)}";
        }
    }
}
