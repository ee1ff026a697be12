namespace Epoche;

/// <summary>Where a run of a sweep stands.</summary>
public enum SweepRunStatus
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It trains, or trained when the process was killed.</summary>
    Running,

    /// <summary>It was stopped before its end; the same sweep resumes it.</summary>
    Interrupted,

    /// <summary>It has a result.</summary>
    Complete,

    /// <summary>It cannot be trained to its end; <see cref="SweepRun.Problem"/> says why.</summary>
    Failed,
}

/// <summary>A run of a sweep and what came of it.</summary>
public sealed record SweepRun
{
    /// <summary>Its folder within that of the sweep.</summary>
    public required string Name { get; init => field = NotNull.Of(value); }

    /// <summary>The keys that the sweep varies, with the value of this run.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init => field = NotNull.Of(value); }

    /// <summary>The seed of its training.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Where it stands.</summary>
    public required SweepRunStatus Status { get; init; }

    /// <summary>Why it stopped; null where it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>What is measured, <c>return</c> or <c>accuracy</c>; null until it is complete.</summary>
    public string? Measure { get; init; }

    /// <summary>The mean return, or the accuracy, of its final evaluation; null until it is complete.</summary>
    public double? Value { get; init; }

    /// <summary>What the random policy earns in its environment; null where nobody acts.</summary>
    public RandomReturn? Random { get; init; }

    /// <summary>Seconds of its training; null where they are not known.</summary>
    public double? TrainSeconds { get; init; }

    /// <summary>Environment steps of its training; null where they are not known.</summary>
    public long? EnvSteps { get; init; }

    /// <summary>The hash of its weights; see <see cref="RunResult.WeightsSha256"/>.</summary>
    public string? WeightsSha256 { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Value is { } value ? $"{Name}: {Measures.Text(Measure!, value)}" : $"{Name}: {Status}";

    internal string Label => string.Join(", ", Settings.Select(setting => $"{setting.Key}={setting.Value}"));

    /// <summary>With what a run came to.</summary>
    internal SweepRun With(RunResult? result) => this with
    {
        Status = result?.Status switch
        {
            RunStatus.Complete => SweepRunStatus.Complete,
            RunStatus.Failed => SweepRunStatus.Failed,
            _ => SweepRunStatus.Interrupted,
        },
        Problem = result?.Problem,
        Measure = result?.Status == RunStatus.Complete ? Measures.NameOf(result.Evaluation) : null,
        Value = result?.Status == RunStatus.Complete ? Measures.ValueOf(result.Evaluation) : null,
        Random = (result?.Evaluation as EpisodeEvaluation)?.Random,
        TrainSeconds = result?.TrainSeconds,
        EnvSteps = result?.EnvSteps,
        WeightsSha256 = result?.WeightsSha256,
    };
}

/// <summary>The runs of a sweep that differ in their seed alone, summed up.</summary>
/// <param name="Label">What they have that others have not, such as <c>discount=0.9</c>; the recipe's name where all are alike.</param>
/// <param name="Settings">The keys that the sweep varies, with the values of these runs.</param>
/// <param name="Runs">The runs that are complete.</param>
/// <param name="Summary">Their values, summed up.</param>
public sealed record SweepGroup(
    string Label, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<SweepRun> Runs, SeedSummary Summary)
{
    /// <summary>What they have that others have not.</summary>
    public string Label { get; init => field = NotNull.Of(value); } = NotNull.Of(Label);

    /// <summary>The keys that the sweep varies, with the values of these runs.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init => field = NotNull.Of(value); } = NotNull.Of(Settings);

    /// <summary>The runs that are complete.</summary>
    public IReadOnlyList<SweepRun> Runs { get; init => field = Elements.Of(value); } = Elements.Of(Runs);

    /// <summary>Their values, summed up.</summary>
    public SeedSummary Summary { get; init => field = NotNull.Of(value); } = NotNull.Of(Summary);

    /// <inheritdoc/>
    public override string ToString() => $"{Label}: {Summary}";
}

/// <summary>What a sweep has come to: <c>sweep.json</c>, and the object that <c>--json</c> prints.</summary>
public sealed record SweepResult
{
    /// <summary>The name of the file in the folder of a sweep.</summary>
    public const string FileName = "sweep.json";

    /// <summary>The folder, as the user would type it.</summary>
    public required string Sweep { get; init => field = NotNull.Of(value); }

    /// <summary>The recipe's name.</summary>
    public required string Recipe { get; init => field = NotNull.Of(value); }

    /// <summary>Every run, whether it has begun or not.</summary>
    public required IReadOnlyList<SweepRun> Runs { get; init => field = Elements.Of(value); }

    /// <summary>The runs that are complete and have a value, by what they have in common, in the order of the runs.</summary>
    public IReadOnlyList<SweepGroup> Groups =>
    [
        .. from run in Runs
           where run.Value is not null
           group run by (run.Measure, run.Label) into same
           select new SweepGroup(
               same.Key.Label.Length == 0 ? Recipe : same.Key.Label,
               same.First().Settings,
               [.. same],
               new([.. same.Select(run => run.Value!.Value)])),
    ];

    /// <summary>How it stands in a word: failed where a run has, else complete or interrupted.</summary>
    public RunStatus Status => Runs.Any(run => run.Status == SweepRunStatus.Failed) ? RunStatus.Failed
        : Runs.All(run => run.Status == SweepRunStatus.Complete) ? RunStatus.Complete
        : RunStatus.Interrupted;

    /// <summary>Reads what a sweep has written; null where the folder has none.</summary>
    /// <param name="folder">The folder of a sweep.</param>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SweepResult? Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return SweepFile.Read(folder);
    }

    /// <summary>All of it as a JSON object.</summary>
    /// <param name="indented">Whether lines are broken, for people.</param>
    public string ToJson(bool indented = false) => SweepFile.ToJson(this, indented);

    /// <inheritdoc/>
    public override string ToString() => $"{Sweep}: {string.Join("; ", Groups)}";
}
