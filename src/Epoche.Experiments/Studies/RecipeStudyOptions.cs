namespace Epoche;

/// <summary>How a study of a recipe is run, and who listens. Nothing of it changes what the study finds.</summary>
public sealed record RecipeStudyOptions
{
    /// <summary>How many trials train at once, each on a thread of its own, 1 or more. Default: one for each processor.</summary>
    public int? Jobs { get; init; }

    /// <summary>
    /// Whether to work on the study beside other processes that do. Default false: a study that somebody works on is refused.
    /// </summary>
    public bool Joins { get; init; }

    /// <summary>Receives each report of each training, one at a time; must be quick. Default: none.</summary>
    public IProgress<RecipeStudyProgress>? Progress { get; init; }

    /// <summary>Receives the progress of the trainings on unseen seeds. Default: none.</summary>
    public IProgress<SweepProgress>? TestProgress { get; init; }

    /// <summary>Receives messages for the user, one at a time. Default: none.</summary>
    public Action<RunNotice>? Notices { get; init; }

    /// <summary>From one checkpoint of a run to the next; see <see cref="RunOptions.CheckpointEvery"/>.</summary>
    public TimeSpan? CheckpointEvery { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Format.Count(AtOnce, "job");

    internal int AtOnce => Jobs ?? Environment.ProcessorCount;
}

/// <summary>How a study of a recipe stands.</summary>
public sealed record RecipeStudyProgress
{
    /// <summary>How many trials have ended, those of earlier calls included.</summary>
    public required int Ended { get; init; }

    /// <summary>How many trials there are to be.</summary>
    public required int Total { get; init; }

    /// <summary>The trial that has just ended or been paused; null where one reports.</summary>
    public TrialRecord? Last { get; init; }

    /// <summary>Whether that is the best so far.</summary>
    public bool IsBest { get; init; }

    /// <summary>The trials that train now: number, seed, and the latest report, null where there is none yet.</summary>
    public required IReadOnlyList<(int Trial, ulong Seed, ExperimentProgress? Progress)> Running
    {
        get;
        init => field = NotNull.Of(value);
    }

    /// <summary>How much is done, 0 to 1.</summary>
    public double Share => Total == 0 ? 1 : Math.Min(1, (double)Ended / Total);

    /// <inheritdoc/>
    public override string ToString() => $"{Ended} of {Total} trials";
}
