using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche resume RUN</c>.</summary>
internal sealed class ResumeCommand : EpocheCommand
{
    private readonly Argument<string> _run = new("RUN") { HelpName = "RUN", Description = "The run's folder, such as runs/cartpole-0" };
    private readonly Option<int?> _steps = CliOption.WholeNumber(
        "--steps", "Train up to this many steps in total, more or fewer than the recipe says; schedules keep their length");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<int?> _threads = CliOption.Threads();
    private readonly Option<bool> _json = CliOption.Json();
    private readonly Option<bool> _quiet = CliOption.Flag("--quiet", "No progress: only the result");

    private readonly ExperimentOptions _experiments;

    public ResumeCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "resume", "Resume a run that was interrupted or killed; the result is that of an uninterrupted run, bit for bit")
    {
        _experiments = experiments;
        Add(_run);
        foreach (Option option in (Option[])[_steps, _trust, _threads, _json, _quiet])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche resume runs/cartpole-0", "from its newest checkpoint to its end; of a run that has ended, prints the result"),
        ("epoche resume runs/cartpole-0 --steps 100000", "go on learning beyond the recipe"),
    ];

    private int Execute(ParseResult parsed)
    {
        TrainingCall call = new(Terminal, parsed.GetValue(_quiet), parsed.GetValue(_json));
        ExperimentRun run = Experiment.Open(parsed.GetValue(_run)!, Trusting(parsed.GetValue(_trust), _experiments));
        Threads.Use(parsed.GetValue(_threads));
        long? steps = parsed.GetValue(_steps);
        if (run.HasEnded(steps))
        {
            call.Print(run.Resume(steps)); // needs no lock, and no right to write
            return run.Result!.Status == RunStatus.Failed ? ExitCode.Failure : ExitCode.Success;
        }

        return call.Execute((options, cancellation) => run.Resume(steps, options, cancellation));
    }
}
