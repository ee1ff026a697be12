namespace Epoche;

/// <summary>How a sweep is run, and who listens. Nothing of it changes a result.</summary>
public sealed record SweepOptions
{
    /// <summary>How many runs train at once, each on a thread of its own, 1 or more. Default: one for each processor.</summary>
    public int? Jobs { get; init; }

    /// <summary>Receives each report of each training, one at a time; must be quick. Default: none.</summary>
    public IProgress<SweepProgress>? Progress { get; init; }

    /// <summary>Receives messages for the user, one at a time, each with the name of its run. Default: none.</summary>
    public Action<RunNotice>? Notices { get; init; }

    /// <summary>From one checkpoint of a run to the next; see <see cref="RunOptions.CheckpointEvery"/>.</summary>
    public TimeSpan? CheckpointEvery { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Format.Count(AtOnce, "job");

    internal int AtOnce => Jobs ?? Environment.ProcessorCount;
}

/// <summary>How a sweep stands.</summary>
public sealed record SweepProgress
{
    /// <summary>How many runs have ended, those that were complete before included.</summary>
    public required int Ended { get; init; }

    /// <summary>How many runs there are.</summary>
    public required int Total { get; init; }

    /// <summary>The run that has just ended; null where one reports.</summary>
    public SweepRun? Last { get; init; }

    /// <summary>The runs that train now, each with its latest report; null where it has none yet.</summary>
    public required IReadOnlyList<(string Name, ExperimentProgress? Progress)> Running { get; init => field = NotNull.Of(value); }

    /// <summary>How much is done, 0 to 1.</summary>
    public double Share => Total == 0 ? 1 : (Ended + Running.Sum(run => run.Progress?.Position.Share ?? 0)) / Total;

    /// <inheritdoc/>
    public override string ToString() => $"{Ended} of {Total} runs";
}
