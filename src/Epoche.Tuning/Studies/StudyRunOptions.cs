namespace Epoche;

/// <summary>How a study is run.</summary>
public sealed record StudyRunOptions
{
    /// <summary>How many trials run at the same time in this process. More than the study's lag and one wait for each other.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Called after each trial that ended or was paused here, on the thread that had it, and one at a time.</summary>
    public IReadOnlyList<Action<Study, TrialRecord>> Callbacks { get; init => field = Elements.Of(value); } = [];

    /// <summary>
    /// Errors of the objective after which only the trial fails. After others, and where this is null after all, the run ends with the
    /// error.
    /// </summary>
    public Func<Exception, bool>? Survives { get; init; }
}
