namespace Epoche.Experiments;

/// <summary>The trials of a study, run until there are as many as wanted.</summary>
internal sealed class StudyWork
{
    private const int HopelessTrials = 3; // if so many fail, and none before did not, the study is at fault

    private readonly Lock _lock = new();
    private readonly StudyRecipe _recipe;
    private readonly Study _study;
    private readonly RecipeStudyOptions _options;
    private readonly TrialRunner _runner;
    private readonly SortedDictionary<int, (ulong Seed, ExperimentProgress? Progress)> _running = [];
    private readonly CancellationTokenSource _stop;
    private Exception? _error;
    private int _ended;

    private StudyWork(
        StudyRecipe recipe, Study study, StudyFolder folder, RecipeStudyOptions options, ExperimentOptions experiments,
        CancellationTokenSource stop)
    {
        (_recipe, _study, _options, _stop) = (recipe, study, options, stop);
        RunOptions runs = new() { CheckpointEvery = options.CheckpointEvery, Notices = Notify };
        _runner = new(recipe, folder.TrialsPath, experiments, runs, Report);
    }

    /// <summary>Runs them.</summary>
    /// <exception cref="ExperimentException">All trials fail, or a file cannot be written.</exception>
    public static void Run(
        StudyRecipe recipe, Study study, StudyFolder folder, RecipeStudyOptions options, ExperimentOptions experiments,
        CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        new StudyWork(recipe, study, folder, options, experiments, stop).Run(cancellation);
    }

    private void Run(CancellationToken cancellation)
    {
        IReadOnlyList<TrialRecord> trials = _study.Trials;
        _ended = trials.Count(trial => trial.IsFinished);
        StudyRunOptions options = new()
        {
            Workers = _options.AtOnce, Callbacks = [End], Survives = exception => exception is TrialFailedException,
        };
        try
        {
            _study.Run(Evaluate, _recipe.Trials, options, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            if (_error is { } error)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// What is wrong with a trial fails it. What is wrong with the machine, such as a full disk, ends this call, and gives the trial back.
    /// </summary>
    private IReadOnlyList<double> Evaluate(Trial trial, CancellationToken cancellation)
    {
        try
        {
            return _runner.Evaluate(trial, cancellation);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or TrialFailedException or TrialLostException))
        {
            Stop(exception);
            throw new OperationCanceledException(exception.Message, exception, _stop.Token);
        }
        finally
        {
            lock (_lock)
            {
                _running.Remove(trial.Number);
            }
        }
    }

    private void Stop(Exception error)
    {
        Interlocked.CompareExchange(ref _error, error, null);
        _stop.Cancel();
    }

    private void End(Study study, TrialRecord trial)
    {
        IReadOnlyList<TrialRecord> trials = study.Trials;
        TrialRecord[] ended = [.. trials.Where(one => one.IsFinished)];
        lock (_lock)
        {
            _ended = ended.Length;
            _running.Remove(trial.Number);
            bool isBest = trial.State == TrialState.Complete && _recipe.Objectives.Count == 1 && study.Best?.Number == trial.Number;
            _options.Progress?.Report(Progress(trial, isBest));
        }

        if (trial.IsFinished)
        {
            Thin(trial);
        }

        if (ended.Length >= HopelessTrials && ended.All(one => one.State == TrialState.Fail))
        {
            Stop(new ExperimentException(
                $"All of the first {ended.Length} trials failed, so the study was stopped; the latest:\n"
                + $"  {RecipeStudyResult.ReasonOf(trial)}\n"
                + "  Mend the recipe or the space, and begin another study; or run it again for more trials.",
                ExperimentProblem.Failure));
        }
    }

    private void Thin(TrialRecord trial)
    {
        try
        {
            _runner.Thin(trial);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Notify(new($"warning: trial {trial.Number}: what it needs no more cannot be removed: {exception.Message}", IsWarning: true));
        }
    }

    private void Report(int trial, ulong seed, ExperimentProgress? progress)
    {
        lock (_lock)
        {
            _running[trial] = (seed, progress);
            _options.Progress?.Report(Progress(null, isBest: false));
        }
    }

    private void Notify(RunNotice notice)
    {
        if (notice.IsWarning)
        {
            lock (_lock)
            {
                _options.Notices?.Invoke(notice);
            }
        }
    }

    private RecipeStudyProgress Progress(TrialRecord? last, bool isBest) => new()
    {
        Ended = _ended,
        Total = _recipe.Trials,
        Last = last,
        IsBest = isBest,
        Running = [.. _running.Select(one => (one.Key, one.Value.Seed, one.Value.Progress))],
    };
}
