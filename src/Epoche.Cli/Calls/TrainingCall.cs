namespace Epoche.Cli.Calls;

/// <summary>What all commands that train share: progress, notices, Ctrl-C, and how the result is printed.</summary>
/// <param name="terminal">Where the result for programs goes.</param>
/// <param name="quiet">Whether to show no progress.</param>
/// <param name="json">Whether to print the result for programs; all else then goes to standard error.</param>
internal sealed class TrainingCall(Terminal terminal, bool quiet, bool json = false)
{
    /// <summary>Where all but the result for programs goes.</summary>
    public Terminal Messages { get; } = terminal.ForJson(json);

    /// <summary>Trains, and prints what came of it.</summary>
    /// <returns>The exit code.</returns>
    public int Execute(Func<RunOptions, CancellationToken, ExperimentRun> train)
    {
        using Interruption interruption = new();
        ExperimentRun run = Watch(options => train(options, interruption.Token));
        string wall = Format.Duration(ProcessClock.SecondsSinceStart());
        Print(run, run.IsResumed ? $"{wall} since it was resumed" : $"{wall} in all");
        return run.Result!.Status == RunStatus.Failed ? ExitCode.Failure : interruption.ExitCode;
    }

    /// <summary>Trains several, one after the other, with a line for each.</summary>
    /// <returns>The exit code.</returns>
    public int ExecuteAll(Func<RunOptions, CancellationToken, IEnumerable<(string Title, ExperimentRun Run)>> train)
    {
        using Interruption interruption = new();
        using ProgressDisplay display = new(Messages, quiet);
        foreach ((string title, ExperimentRun run) in train(Options(display), interruption.Token))
        {
            display.Dispose();
            Messages.Out.WriteLine(ResultReport.Line(title, run));
            if (run.Result!.Status == RunStatus.Failed)
            {
                return ExitCode.Failure;
            }
        }

        return interruption.ExitCode;
    }

    /// <summary>Prints a result.</summary>
    /// <param name="run">The run.</param>
    /// <param name="wall">How long this call took, in words; null where it did not train.</param>
    public void Print(ExperimentRun run, string? wall = null)
    {
        RunResult result = run.Result! with { Run = run.Folder.Path };
        if (run.Capability<IDescribesResults>()?.ReadDescription(run.Folder) is { } description)
        {
            ResultReport.Description(Messages.Out, run, description);
        }
        else
        {
            ResultReport.Training(Messages.Out, run.Recipe, result, wall);
        }

        if (json)
        {
            terminal.Out.WriteLine(result.ToJson());
        }
    }

    private ExperimentRun Watch(Func<RunOptions, ExperimentRun> train)
    {
        using ProgressDisplay display = new(Messages, quiet);
        return train(Options(display));
    }

    private RunOptions Options(ProgressDisplay display) => new()
    {
        Progress = quiet ? null : display,
        Notices = notice => (notice.IsWarning || quiet ? Messages.Error : Messages.Out).WriteLine(notice.Text),
        CheckpointEvery = CheckpointPace.OfEnvironment(),
        WallSeconds = ProcessClock.SecondsSinceStart,
    };
}
