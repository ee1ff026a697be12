namespace Epoche;

/// <summary>
/// What is written beside a training and must agree with its checkpoints, such as an event file. It is opened once the newest checkpoint is
/// loaded, and disposed when the run is done. It changes nothing that training depends on, and never throws: what cannot be written is
/// reported.
/// </summary>
public interface IRunRecorder : IDisposable
{
    /// <summary>Takes the reports of the training.</summary>
    LoopObserver Observer { get; }

    /// <summary>Where else to report, such as the pictures of the final evaluation.</summary>
    IRunWriter Writer { get; }

    /// <summary>
    /// A checkpoint is about to become valid: all that was reported is in the file when this returns, for a kill may follow.
    /// </summary>
    void Flush();

    /// <summary>Records how the run ended, and closes what is open.</summary>
    /// <param name="status">How; an interrupted run may go on.</param>
    void End(RunStatus status);
}

/// <summary>What a recorder is opened with.</summary>
/// <param name="Folder">The run.</param>
/// <param name="Recipe">What is trained.</param>
/// <param name="ResumeStep">
/// The first step that is written again: what an earlier process wrote about it and later steps no longer counts. Null for a new run; 0
/// where a run that was killed before its first checkpoint starts over.
/// </param>
/// <param name="Warn">Receives what cannot be written.</param>
public sealed record RecordingContext(RunFolder Folder, Recipe Recipe, long? ResumeStep, Action<Exception> Warn)
{
    /// <summary>The run.</summary>
    public RunFolder Folder { get; init => field = NotNull.Of(value); } = NotNull.Of(Folder);

    /// <summary>What is trained.</summary>
    public Recipe Recipe { get; init => field = NotNull.Of(value); } = NotNull.Of(Recipe);

    /// <summary>Receives what cannot be written.</summary>
    public Action<Exception> Warn { get; init => field = NotNull.Of(value); } = NotNull.Of(Warn);

    /// <summary>Receives how many events were lost, when writing works again. Default: none.</summary>
    public Action<long>? Recovered { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Folder.Path;
}
