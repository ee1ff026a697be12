namespace Epoche;

/// <summary>What a study of a recipe has come to: <c>result.json</c>, and the object that <c>--json</c> prints.</summary>
public sealed record RecipeStudyResult
{
    /// <summary>The name of the file in the folder of a study.</summary>
    public const string FileName = "result.json";

    private const string ReasonKey = "epoche:reason", OwnPrefix = $"{nameof(TrialFailedException)}: ";

    /// <summary>The study's name.</summary>
    public required string Study { get; init => field = NotNull.Of(value); }

    /// <summary>Its folder, as the user would type it.</summary>
    public required string Folder { get; init => field = NotNull.Of(value); }

    /// <summary>Every trial, by number.</summary>
    public required IReadOnlyList<TrialRecord> Trials { get; init => field = Elements.Of(value); }

    /// <summary>What is searched, such as <c>return</c>; several are searched for their front.</summary>
    public required IReadOnlyList<string> Objectives { get; init => field = Elements.Of(value); }

    /// <summary>
    /// The best trial, that which won the finals where there were some; of several objectives, those that no other is better than. None
    /// where no trial is complete.
    /// </summary>
    public required IReadOnlyList<TrialRecord> Best { get; init => field = Elements.Of(value); }

    /// <summary>
    /// The best trial's settings, as <c>KEY=VALUE</c>, as <c>epoche train --set</c> takes them; none where there are several objectives.
    /// </summary>
    public required IReadOnlyList<string> Settings { get; init => field = Elements.Of(value); }

    /// <summary>The best trials, trained again with further seeds, the winner first; none where the study has no finals.</summary>
    public IReadOnlyList<StudyFinalist> Finals { get; init => field = Elements.Of(value); } = [];

    /// <summary>The winner on seeds that no trial saw; null where it was not made.</summary>
    public StudyTest? Test { get; init; }

    /// <summary>A hash of what the study found; see <see cref="Study.Hash"/>. The same for any number of workers.</summary>
    public required string StudySha256 { get; init => field = NotNull.Of(value); }

    /// <summary>How it stands: interrupted where trials, or the test on unseen seeds, are left to do.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why a trial failed; null where it did not, or nobody says.</summary>
    /// <param name="trial">A trial.</param>
    public static string? ReasonOf(TrialRecord trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.State != TrialState.Fail || !trial.SystemAttributes.TryGetValue(ReasonKey, out StudyValue reason)
            || reason.Kind != StudyValueKind.Text ? null
            : reason.AsText.StartsWith(OwnPrefix, StringComparison.Ordinal) ? reason.AsText[OwnPrefix.Length..]
            : reason.AsText;
    }

    /// <summary>All of it as a JSON object.</summary>
    /// <param name="indented">Whether lines are broken, for people.</param>
    public string ToJson(bool indented = false) => RecipeStudyFile.ToJson(this, indented);

    /// <inheritdoc/>
    public override string ToString() => $"{Folder}: {Format.Count(Trials.Count, "trial")}"
        + $"{(Best is [var best] ? $", best {best}" : "")}{(Test is null ? "" : $"; {Test}")}";

    internal int Count(TrialState state) => Trials.Count(trial => trial.State == state);
}

/// <summary>The winner of a study and the recipe's own settings, trained with seeds that no trial saw.</summary>
/// <param name="Measure">What is measured, <c>return</c> or <c>accuracy</c>.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Winner">How the winner did.</param>
/// <param name="Default">How the recipe's own settings did.</param>
public sealed record StudyTest(string Measure, IReadOnlyList<ulong> Seeds, StudyTestScores Winner, StudyTestScores Default)
{
    /// <summary>What is measured, <c>return</c> or <c>accuracy</c>.</summary>
    public string Measure { get; init => field = NotNull.Of(value); } = NotNull.Of(Measure);

    /// <summary>The seeds.</summary>
    public IReadOnlyList<ulong> Seeds { get; init => field = NotNull.Of(value); } = NotNull.Of(Seeds);

    /// <summary>How the winner did.</summary>
    public StudyTestScores Winner { get; init => field = NotNull.Of(value); } = NotNull.Of(Winner);

    /// <summary>How the recipe's own settings did.</summary>
    public StudyTestScores Default { get; init => field = NotNull.Of(value); } = NotNull.Of(Default);

    /// <inheritdoc/>
    public override string ToString() => $"on unseen seeds {Winner}, the recipe's own settings {Default}";
}

/// <summary>One of the best trials of a study, trained again with further seeds before one of them wins.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Scores">How it did.</param>
public sealed record StudyFinalist(int Trial, StudyTestScores Scores)
{
    /// <summary>How it did.</summary>
    public StudyTestScores Scores { get; init => field = NotNull.Of(value); } = NotNull.Of(Scores);

    /// <inheritdoc/>
    public override string ToString() => $"trial {Trial}: {Scores}";
}

/// <summary>Scores over seeds, with a 95% interval of their mean by the bootstrap.</summary>
public sealed record StudyTestScores
{
    /// <summary>Sums up scores.</summary>
    /// <param name="scores">One for each seed, one or more.</param>
    /// <param name="perfect">With how many seeds every episode reached the greatest possible return; null where none is known.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public StudyTestScores(IReadOnlyList<double> scores, int? perfect = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double[] all = [.. scores];
        (Scores, Mean, Perfect) = (all, SeedStatistics.Mean(all), perfect);
        Interval = all.Length > 1 ? Bootstrap.Interval(all, SeedStatistics.Mean) : null;
    }

    /// <summary>The score of each seed.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>Their mean.</summary>
    public double Mean { get; }

    /// <summary>Where the mean probably lies; null for one seed, which does not tell.</summary>
    public ConfidenceInterval? Interval { get; }

    /// <summary>With how many seeds the greatest possible return was reached in every episode; null where none is known.</summary>
    public int? Perfect { get; }

    /// <inheritdoc/>
    public override string ToString() => Format.Score(Mean)
        + (Interval is { } ends ? $" ({Format.Score(ends.Low)} to {Format.Score(ends.High)})" : "");
}
