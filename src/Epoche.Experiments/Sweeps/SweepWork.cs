namespace Epoche.Experiments;

/// <summary>The training of a sweep: some threads, each of which takes the next run that is not complete.</summary>
internal sealed class SweepWork
{
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly IReadOnlyList<SweepCell> _cells;
    private readonly IReadOnlyDictionary<string, ExperimentRun> _found;
    private readonly IReadOnlyList<SweepRun> _earlier;
    private readonly SweepOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly SweepRun[] _runs;
    private readonly Queue<int> _waiting = [];
    private readonly SortedDictionary<int, ExperimentProgress?> _training = [];

    public SweepWork(
        string folder,
        IReadOnlyList<SweepCell> cells,
        IReadOnlyDictionary<string, ExperimentRun> found,
        IReadOnlyList<SweepRun> earlier,
        SweepOptions options,
        CancellationToken cancellation)
    {
        (_folder, _cells, _found, _earlier, _options, _cancellation) = (folder, cells, found, earlier, options, cancellation);
        _runs =
        [
            .. cells.Select(cell => new SweepRun
            {
                Name = cell.Name,
                Settings = cell.Settings,
                Seed = cell.Seed,
                Status = SweepRunStatus.Waiting,
            }),
        ];
        foreach ((int i, SweepCell cell) in cells.Index())
        {
            if (found.TryGetValue(cell.Name, out ExperimentRun? run))
            {
                _runs[i] = _runs[i].With(run.Result);
            }

            if (_runs[i].Status is not (SweepRunStatus.Complete or SweepRunStatus.Failed))
            {
                _waiting.Enqueue(i);
            }
        }
    }

    public SweepResult Run()
    {
        NewFolder.Make(_folder);
        SweepFile.Write(Result);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        Task<Exception?>[] jobs =
        [
            .. Enumerable.Range(0, Math.Min(_options.AtOnce, _waiting.Count))
                .Select(_ => Background.Run(() => Job(stop), isLong: true)),
        ];
        Exception?[] failures = [.. jobs.Select(job => job.GetAwaiter().GetResult())];
        if (failures.FirstOrDefault(failure => failure is not null) is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        return Result;
    }

    private SweepResult Result => new()
    {
        Sweep = PathText.Portable(_folder),
        Recipe = _cells[0].Experiment.Recipe.Name,
        Runs = [.. _earlier, .. _runs],
    };

    /// <summary>
    /// Trains until nothing waits. What is thrown here is not of a run, such as a disk that takes no list of them; all end then.
    /// </summary>
    private Exception? Job(CancellationTokenSource stop)
    {
        try
        {
            while (Next(stop.Token) is { } i)
            {
                End(i, Train(i, stop.Token));
            }

            return null;
        }
        catch (Exception exception)
        {
            stop.Cancel();
            return exception;
        }
    }

    private int? Next(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (cancellation.IsCancellationRequested || !_waiting.TryDequeue(out int i))
            {
                return null;
            }

            _runs[i] = _runs[i] with { Status = SweepRunStatus.Running };
            _training.Add(i, null);
            return i;
        }
    }

    private SweepRun Train(int i, CancellationToken cancellation)
    {
        SweepCell cell = _cells[i];
        RunOptions options = new()
        {
            Title = cell.Name,
            Progress = new Listener(progress => Report(i, progress)),
            Notices = notice => Notify(cell, notice),
            CheckpointEvery = _options.CheckpointEvery,
        };
        try
        {
            ExperimentRun run = _found.TryGetValue(cell.Name, out ExperimentRun? there)
                ? there.Resume(steps: null, options, cancellation)
                : cell.Experiment.Run(_folder, cell.Name, options, cancellation);
            return _runs[i].With(run.Result);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return _runs[i].With(null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return _runs[i] with { Status = SweepRunStatus.Failed, Problem = exception.Message }; // the others go on
        }
    }

    private void End(int i, SweepRun ended)
    {
        lock (_lock)
        {
            _runs[i] = ended;
            _training.Remove(i);
            SweepFile.Write(Result);
            _options.Progress?.Report(Progress(ended));
        }
    }

    private void Report(int i, ExperimentProgress progress)
    {
        if (_options.Progress is { } listener)
        {
            lock (_lock)
            {
                _training[i] = progress;
                listener.Report(Progress(null));
            }
        }
    }

    private void Notify(SweepCell cell, RunNotice notice)
    {
        lock (_lock)
        {
            _options.Notices?.Invoke(notice with { Text = $"{cell.Name}: {notice.Text}" });
        }
    }

    private SweepProgress Progress(SweepRun? last) => new()
    {
        Ended = _runs.Count(run => run.Status is SweepRunStatus.Complete or SweepRunStatus.Failed),
        Total = _runs.Length,
        Last = last,
        Running = [.. _training.Select(training => (_cells[training.Key].Name, training.Value))],
    };

    private sealed class Listener(Action<ExperimentProgress> report) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value) => report(value);
    }
}
