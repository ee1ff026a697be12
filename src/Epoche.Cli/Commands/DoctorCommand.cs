using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche doctor RUN|RECIPE</c>.</summary>
internal sealed class DoctorCommand : EpocheCommand
{
    private readonly Argument<string> _what = new("RUN|RECIPE")
    {
        HelpName = "RUN|RECIPE",
        Description = "A run's folder, whose model is examined; or a recipe's name or file, whose agent is trained for some seconds first",
    };
    private readonly Option<ulong?> _seed = CliOption.Seed("The seed of the recipe's training (default: the recipe's own, or 0)");
    private readonly Option<string[]> _set = CliOption.Texts(
        "--set", "KEY=VALUE", "Override a key of the recipe, such as optimizer.learning_rate=1e-3; can be repeated");
    private readonly Option<int?> _steps = CliOption.WholeNumber(
        "--steps", "Environment steps of its own training at most (default: 20,000)");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();

    private readonly ExperimentOptions _experiments;

    public DoctorCommand(Terminal terminal, ExperimentOptions experiments)
        : base(
            terminal, "doctor",
            "Look for what is wrong with an agent that does not learn, and name the key to change; exit code 4 if there is an alarm")
    {
        _experiments = experiments;
        Add(_what);
        foreach (Option option in (Option[])[_seed, _set, _steps, _trust, _threads, _json])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche doctor cartpole", "a recipe: a short training, at most 20 seconds, and fifteen checks"),
        ("epoche doctor cartpole --set optimizer.learning_rate=4", "what is wrong with this?"),
        ("epoche doctor runs/cartpole-0", "the model of a run; the run stays as it is"),
        ("epoche doctor my.yaml --json | tail -1", "your own recipe; the checks with their figures, for a program"),
    ];

    private int Execute(ParseResult parsed)
    {
        Terminal messages = Terminal.ForJson(parsed.GetValue(_json));
        Threads.Use(parsed.GetValue(_threads));
        using Interruption interruption = new();
        DoctorReport report;
        try
        {
            DoctorOptions options = new() { Progress = what => messages.Error.WriteLine($"… {what}") };
            options = parsed.GetValue(_steps) is { } steps ? options with { Steps = steps } : options;
            report = Examine(parsed, options, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCode;
        }

        foreach (string line in DoctorTable.Lines(report))
        {
            messages.Out.WriteLine(line);
        }

        if (parsed.GetValue(_json))
        {
            Terminal.Out.WriteLine(report.ToJson());
        }

        return report.IsHealthy ? ExitCode.Success : ExitCode.Alarm;
    }

    private DoctorReport Examine(ParseResult parsed, DoctorOptions options, CancellationToken cancellation)
    {
        string what = parsed.GetValue(_what)!;
        ExperimentOptions experiments = Trusting(parsed.GetValue(_trust), _experiments);
        if (RecipeCatalog.Names.Contains(what) || (File.Exists(what) && !Directory.Exists(what)))
        {
            Experiment experiment = Experiment.Load(what, parsed.GetValue(_seed), parsed.GetValue(_set)!, options: experiments);
            Warn(experiment.Recipe);
            return AgentDoctor.Examine(experiment, options, cancellation);
        }

        if (((Option[])[_seed, _set]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new CliException(
                $"'{what}' is not a recipe; {given.Name} changes recipes, and a run is examined as it is. Leave it out.");
        }

        ExperimentRun run = Experiment.Open(what, experiments);
        Warn(run.Recipe);
        return AgentDoctor.Examine(run, options, cancellation);
    }
}
