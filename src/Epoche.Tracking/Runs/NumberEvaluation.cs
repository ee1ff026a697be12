namespace Epoche;

/// <summary>How far predicted numbers are from those of held-out examples, in the units of the data.</summary>
/// <param name="Examples">How many.</param>
/// <param name="MeanAbsoluteError">The mean distance.</param>
/// <param name="RootMeanSquaredError">The root of the mean squared distance.</param>
/// <param name="RSquared">The share of the variance that is predicted: 1 for all of it, 0 for no better than the mean.</param>
public sealed record NumberEvaluation(int Examples, double MeanAbsoluteError, double RootMeanSquaredError, double RSquared)
    : EvaluationResult
{
    /// <summary>The name of a measurement: the share of examples that lie in their intervals.</summary>
    public const string IntervalCoverage = "interval_coverage";

    /// <summary>The name of a measurement: how wide intervals are on average, in the unit of the data.</summary>
    public const string IntervalWidth = "interval_width";

    /// <summary>What the examples are, in words; null where they are those held out of the training data.</summary>
    public string? Set { get; init; }

    /// <summary>What else was measured, by the names of the metrics, such as the share of examples within an interval.</summary>
    public IReadOnlyList<MetricValue> Measurements { get; init => field = NotNull.Of(value); } = [];

    /// <summary>
    /// The true and the predicted number of some of the examples, in the unit of the data; empty where the result was read from a file,
    /// which does not keep them.
    /// </summary>
    public IReadOnlyList<(double True, double Predicted)> Pairs { get; init => field = NotNull.Of(value); } = [];

    /// <summary>A measurement; null where it was not made.</summary>
    /// <param name="name">Its name.</param>
    public double? Measured(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Measurements.Where(each => each.Name == name).Select(each => (double?)each.Value).FirstOrDefault();
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(NumberEvaluation), PrintMembers);
}
