namespace Epoche;

/// <summary>How a training stands. Everything but times and speeds repeats exactly with the seed.</summary>
public sealed record LoopReport
{
    /// <summary>See <see cref="ITraining.Step"/>.</summary>
    public required long Step { get; init; }

    /// <summary>Updates so far.</summary>
    public required long Updates { get; init; }

    /// <summary>Epochs so far.</summary>
    public required int Epochs { get; init; }

    /// <summary>Seconds so far, evaluations and earlier processes included.</summary>
    public required double Seconds { get; init; }

    /// <summary>Steps per second since the last report, evaluations not counted.</summary>
    public required double StepsPerSecond { get; init; }

    /// <summary>Updates per second, likewise.</summary>
    public required double UpdatesPerSecond { get; init; }

    /// <summary>The training's own numbers, by their tags.</summary>
    public required IReadOnlyList<MetricValue> Measurements { get; init =>
        field = value ?? throw new ArgumentNullException(nameof(Measurements)); }

    /// <summary>The latest evaluation; null before the first.</summary>
    public LoopEvaluation? Evaluation { get; init; }

    /// <summary>Whether it was made at this step.</summary>
    public bool IsEvaluated { get; init; }

    /// <summary>Whether the latest evaluation is the best so far.</summary>
    public bool IsBest { get; init; }

    /// <summary>Whether an evaluation has reached the goal, which ends the training.</summary>
    public bool GoalReached { get; init; }

    /// <summary>Whether the training ends here.</summary>
    public bool IsLast { get; init; }

    /// <summary>A number by its tag; NaN where there is none.</summary>
    public double this[string tag]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(tag);
            foreach (MetricValue measurement in Measurements)
            {
                if (measurement.Name == tag)
                {
                    return measurement.Value;
                }
            }

            return double.NaN;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(LoopReport), PrintMembers);
}
