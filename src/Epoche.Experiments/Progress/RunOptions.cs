namespace Epoche;

/// <summary>Who listens to a run while it trains, and how often it is saved. Nothing of it changes the result.</summary>
public sealed record RunOptions
{
    /// <summary>What the progress is called. Default: the recipe's name and seed.</summary>
    public string? Title { get; init; }

    /// <summary>Receives each report of the training, on the training thread; must be quick. Default: none.</summary>
    public IProgress<ExperimentProgress>? Progress { get; init; }

    /// <summary>Receives messages for the user, on the training thread. Default: none.</summary>
    public Action<RunNotice>? Notices { get; init; }

    /// <summary>From one checkpoint to the next, whatever that costs. Default: as <see cref="CheckpointOptions"/> says.</summary>
    public TimeSpan? CheckpointEvery { get; init; }

    /// <summary>Gives the seconds that <see cref="RunResult.WallSeconds"/> tells. Default: those since the call.</summary>
    public Func<double>? WallSeconds { get; init; }

    /// <summary>Whether the run is one of many: it gets no pictures, no report and no return of the random policy.</summary>
    internal bool IsPlain { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Title ?? nameof(RunOptions);
}
