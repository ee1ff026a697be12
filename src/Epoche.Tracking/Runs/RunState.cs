namespace Epoche;

/// <summary>Where a run stands: it runs, it was interrupted, or it has ended with a result.</summary>
/// <param name="IsRunning">Whether a process works on it now.</param>
/// <param name="CheckpointStep">The step of its newest checkpoint, where resuming it begins; null where there is none.</param>
/// <param name="Result">Its result; null where it has none yet.</param>
public sealed record RunState(bool IsRunning, long? CheckpointStep, RunResult? Result)
{
    /// <summary>How it ended; <see cref="RunStatus.Interrupted"/> where it has no result; null while it runs.</summary>
    public RunStatus? Status => IsRunning ? null : Result?.Status ?? RunStatus.Interrupted;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(RunState), PrintMembers);
}
