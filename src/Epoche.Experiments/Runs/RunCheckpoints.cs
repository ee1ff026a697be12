namespace Epoche.Experiments;

/// <summary>
/// One process at work on a run: keeps others away, loads the newest checkpoint, saves new ones when they are due, and says what a person
/// should know of it.
/// </summary>
internal sealed class RunCheckpoints : ICheckpointing, IDisposable
{
    private readonly Checkpoints _checkpoints;
    private readonly Action<RunNotice> _notify;
    private readonly bool _isNew;
    private long _begun; // the step of the checkpoint that may still be being written

    private RunCheckpoints(RunFolder folder, bool isNew, RunOptions options)
    {
        (Folder, _isNew, _notify) = (folder, isNew, options.Notices ?? (_ => { }));
        CheckpointOptions pace = new() { BeforeValid = _ => BeforeValid?.Invoke() };
        if (options.CheckpointEvery is { } every)
        {
            pace = pace with { First = every, Every = every, MostShare = 1 };
        }

        try
        {
            folder.RequireNoLinks();
            _checkpoints = Checkpoints.Open(folder.CheckpointsPath, pace);
            AtomicFile.DeleteLeftoversBelow(folder.Path); // of processes that were killed: this one has the run to itself
        }
        catch (FolderInUseException exception)
        {
            throw new ExperimentException(
                $"Another process works on the run '{folder.Path}', and only one may. Wait until it ends, or end it.",
                ExperimentProblem.Failure,
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string message = $"The run '{folder.Path}' cannot be written to: {exception.Message}";
            throw new ExperimentException(message, ExperimentProblem.Failure, exception);
        }
    }

    /// <summary>The run.</summary>
    public RunFolder Folder { get; }

    /// <summary>Whether the training went on from a checkpoint.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>
    /// The first step that is made again; see <see cref="RecordingContext.ResumeStep"/>. Known once the newest checkpoint is loaded.
    /// </summary>
    public long? ResumeStep { get; private set; }

    /// <summary>Called before a checkpoint becomes valid.</summary>
    public Action? BeforeValid { get; set; }

    /// <param name="folder">The run.</param>
    /// <param name="isNew">Whether it was made just now.</param>
    /// <param name="options">How often to save, and who is notified.</param>
    /// <exception cref="ExperimentException">Another process works on the run, or it cannot be written to.</exception>
    public static RunCheckpoints Open(RunFolder folder, bool isNew, RunOptions options) => new(folder, isNew, options);

    /// <summary>Loads the newest intact checkpoint into a training, if there is one.</summary>
    /// <param name="state">All that the training depends on.</param>
    /// <returns>Whether the training goes on.</returns>
    /// <exception cref="DataFormatException">The checkpoint is that of another training.</exception>
    public bool TryLoad(IStateful state)
    {
        bool goesOn = IsResumed = _checkpoints.TryLoad(state);
        foreach (DataFormatException damage in _checkpoints.LoadErrors)
        {
            Say($"A checkpoint is damaged and was passed over: {damage.Message}");
        }

        if (!_isNew)
        {
            Say(goesOn
                ? $"Going on from step {Format.Count(_checkpoints.Step!.Value)}."
                : "There is no intact checkpoint yet: starting from the recipe, with the same result.");
        }

        ResumeStep = goesOn ? _checkpoints.Step + 1 : _isNew ? null : 0;
        return goesOn;
    }

    /// <summary>Saves a checkpoint where one is due. Costs a look at the clock where none is.</summary>
    /// <exception cref="ExperimentException">It, or the one before, cannot be written.</exception>
    public bool SaveIfDue(IStateful state, long step)
    {
        try
        {
            bool isBegun = _checkpoints.SaveIfDue(state, step);
            _begun = isBegun ? step : _begun;
            return isBegun;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(step, exception);
        }
    }

    /// <summary>Saves a checkpoint now.</summary>
    /// <exception cref="ExperimentException">It cannot be written.</exception>
    public void Save(IStateful state, long step)
    {
        try
        {
            _checkpoints.Save(state, step);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(step, exception);
        }
    }

    /// <summary>What is left where training cannot go on, and what to do with it.</summary>
    /// <param name="how">What must be before.</param>
    public string Kept(string how) => _checkpoints.Step is { } last
        ? $"The checkpoint of step {Format.Count(last)} is intact: {how} 'epoche resume {Folder.Path}' resumes it, with the same result."
        : $"There is no checkpoint yet: {how} 'epoche resume {Folder.Path}' starts it from its recipe.";

    /// <summary>Waits for the checkpoint that is being written, and lets others work on the run.</summary>
    /// <exception cref="ExperimentException">It could not be written.</exception>
    public void Dispose()
    {
        try
        {
            _checkpoints.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            throw Unwritten(_begun, exception);
        }
    }

    private void Say(string text) => _notify(new(text, IsWarning: false));

    private ExperimentException Unwritten(long step, Exception cause)
    {
        string why = cause is OutOfMemoryException ? "memory ran out." : cause.Message;
        string kept = _checkpoints.Step is { } last ? $"The one of step {Format.Count(last)} is intact" : "There was none before";
        return new(
            $"The checkpoint of step {Format.Count(step)} cannot be written: {why}\n"
            + $"  {kept}: mend the cause, then 'epoche resume {Folder.Path}' resumes it, with the same result.",
            ExperimentProblem.Failure,
            cause);
    }
}
