namespace Epoche.Experiments;

/// <summary>One training of a trial: a run in the trial's folder, which can be paused at a step and goes on from its checkpoint.</summary>
internal sealed class SeedRun
{
    private readonly string _folder, _name;
    private readonly Func<Experiment> _read;
    private readonly ExperimentOptions _experiments;
    private readonly RunOptions _options;
    private readonly Action<ExperimentProgress> _report;

    /// <param name="folder">The trial's folder.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="read">Reads the recipe with the trial's settings.</param>
    /// <param name="experiments">What recipes may name.</param>
    /// <param name="options">How it is saved.</param>
    /// <param name="report">Receives its progress.</param>
    public SeedRun(
        string folder, ulong seed, Func<Experiment> read, ExperimentOptions experiments, RunOptions options,
        Action<ExperimentProgress> report)
    {
        (_folder, _name, Seed) = (folder, $"seed-{seed}", seed);
        (_read, _experiments, _options, _report) = (read, experiments, options, report);
    }

    public ulong Seed { get; }

    private string Path => System.IO.Path.Combine(_folder, _name);

    /// <summary>Trains until the end, or until a step.</summary>
    /// <param name="until">Where to pause; null: nowhere.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What it came to; null where it paused.</returns>
    /// <exception cref="TrialFailedException">It cannot be trained to its end with these settings.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RunResult? Train(int? until, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Listener listener = new(progress =>
        {
            _report(progress);
            if (until <= progress.Report.Step && !progress.Report.IsLast)
            {
                stop.Cancel(); // on the training thread: this step is its last
            }
        });
        RunOptions options = _options with { Progress = listener, IsPlain = true };
        RunResult? result;
        try
        {
            result = Train(until, options, stop.Token);
        }
        catch (Exception exception) when (exception is ConfigurationException or ExperimentException { Problem: ExperimentProblem.Request })
        {
            throw new TrialFailedException(exception.Message, exception);
        }

        cancellation.ThrowIfCancellationRequested();
        return result?.Status switch
        {
            RunStatus.Complete => result,
            RunStatus.Failed => throw new TrialFailedException($"seed {Seed}: {result.Problem}"),
            _ => null,
        };
    }

    /// <summary>The best of the evaluations up to a step, as its curve has them; NaN where there is none.</summary>
    public double BestUntil(int step, string tag, Direction direction)
    {
        double[] values = [.. RunLog.Read(Path).Scalars(tag).Where(point => point.Step <= step).Select(point => point.Value)];
        return values.Length == 0 ? double.NaN : direction == Direction.Maximize ? values.Max() : values.Min();
    }

    /// <summary>Removes what only a training that goes on needs.</summary>
    public void Thin()
    {
        foreach (string name in (string[])["checkpoints", "model"])
        {
            FolderRemoval.Remove(System.IO.Path.Combine(Path, name));
        }
    }

    private RunResult? Train(int? until, RunOptions options, CancellationToken cancellation)
    {
        if (!RunFolder.IsRun(Path))
        {
            return _read().Run(_folder, _name, options, cancellation).Result;
        }

        ExperimentRun run = Experiment.Open(RunFolder.Open(Path), _experiments);
        return run.HasEnded() ? run.Result
            : run.Folder.CheckpointStep >= until ? null
            : run.Resume(steps: null, options, cancellation).Result;
    }

    private sealed class Listener(Action<ExperimentProgress> report) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value) => report(value);
    }
}
