namespace Epoche;

/// <summary>How an experiment stands, at each report of its training.</summary>
public sealed record ExperimentProgress
{
    /// <summary>Which training this is, such as <c>cartpole · seed 0</c>; an experiment may train something else first.</summary>
    public required string Title { get; init => field = NotNull.Of(value); }

    /// <summary>The numbers of the training.</summary>
    public required LoopReport Report { get; init => field = NotNull.Of(value); }

    /// <summary>The best evaluation so far; null before the first.</summary>
    public LoopEvaluation? Best { get; init; }

    /// <summary>How far it is.</summary>
    public required ProgressPosition Position { get; init; }

    /// <summary>What of it a person watches.</summary>
    public required ProgressDescription Description { get; init => field = NotNull.Of(value); }

    /// <summary>A number by its tag, of the training, of its latest evaluation, or a speed; NaN where there is none.</summary>
    /// <param name="tag">Such as <see cref="RunTags.TrainLoss"/>.</param>
    public double this[string tag]
    {
        get
        {
            double value = Report[tag];
            return !double.IsNaN(value) ? value : tag switch
            {
                RunTags.StepsPerSecond => Report.StepsPerSecond,
                RunTags.UpdatesPerSecond => Report.UpdatesPerSecond,
                _ => Find(Report.Evaluation?.Measurements ?? [], tag),
            };
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Title}: {Position}";

    private static double Find(IReadOnlyList<MetricValue> measurements, string tag)
    {
        foreach (MetricValue measurement in measurements)
        {
            if (measurement.Name == tag)
            {
                return measurement.Value;
            }
        }

        return double.NaN;
    }
}
