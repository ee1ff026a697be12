namespace Epoche;

/// <summary>Where a trial stands; the numbers are those of Optuna's journal.</summary>
public enum TrialState
{
    /// <summary>A worker has it.</summary>
    Running = 0,

    /// <summary>It ended, with its values.</summary>
    Complete = 1,

    /// <summary>A pruner ended it early.</summary>
    Pruned = 2,

    /// <summary>It ended in an error.</summary>
    Fail = 3,

    /// <summary>It waits for a worker: enqueued, or paused by a pruner that may promote it.</summary>
    Waiting = 4,
}
