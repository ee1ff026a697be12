namespace Epoche;

/// <summary>How an agent's training stands. Everything but the two speeds repeats exactly with the seed.</summary>
public sealed record TrainingReport
{
    /// <summary>Environment steps so far, of all environments together.</summary>
    public required long Step { get; init; }

    /// <summary>Updates of the network so far.</summary>
    public required long Updates { get; init; }

    /// <summary>Episodes that have ended so far.</summary>
    public required long Episodes { get; init; }

    /// <summary>
    /// The mean return of the last 100 episodes of training (fewer in the beginning), exploration included; NaN before the first has ended.
    /// </summary>
    public required double MeanReturn { get; init; }

    /// <summary>The loss of the last update; NaN before the first.</summary>
    public float Loss => (float)this[RunTags.TrainLoss];

    /// <summary>The norm of the gradient in the last update, before clipping; NaN before the first.</summary>
    public float GradientNorm => (float)this[RunTags.GradientNorm];

    /// <summary>The mean over the last batch of the greatest action value; NaN before the first update.</summary>
    public float MeanQ => (float)this[RunTags.MeanQ];

    /// <summary>The share of actions taken at random, 0 to 1.</summary>
    public float Epsilon => (float)this[RunTags.Epsilon];

    /// <summary>The agent's own numbers, by their tags.</summary>
    public required IReadOnlyList<MetricValue> Measurements { get; init =>
        field = value ?? throw new ArgumentNullException(nameof(Measurements)); }

    /// <summary>A number by its tag; NaN where there is none.</summary>
    public double this[string tag]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(tag);
            return Measurements.FirstOrDefault(m => m.Name == tag) is { Name: not null } found ? found.Value : double.NaN;
        }
    }

    /// <summary>Environment steps per second since the last report, evaluations not counted.</summary>
    public required double StepsPerSecond { get; init; }

    /// <summary>Updates per second since the last report, evaluations not counted.</summary>
    public required double UpdatesPerSecond { get; init; }

    /// <summary>The latest evaluation of the greedy policy, its confirmation if it was confirmed; null before the first.</summary>
    public EvaluationReport? Evaluation { get; init; }

    /// <summary>Whether the latest evaluation found the best model so far.</summary>
    public bool IsBest { get; init; }

    /// <summary>
    /// Whether the latest evaluation and its confirmation reached the goal of
    /// <see cref="SelectionOptions"/>: training ends with this report.
    /// </summary>
    public bool GoalReached { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(TrainingReport), PrintMembers);
}
