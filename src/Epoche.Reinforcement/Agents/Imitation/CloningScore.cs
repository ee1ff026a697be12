namespace Epoche;

/// <summary>How a policy agrees with pairs.</summary>
/// <param name="Pairs">How many there were.</param>
/// <param name="Loss">The mean of −log p of their actions, in nats; of numbers learned by squared error, half of it in half-ranges.</param>
/// <param name="Accuracy">The share of actions that are the same, 0 to 1; null where actions are numbers.</param>
/// <param name="MeanError">The mean distance of each number of an action, in its units; null where actions are indices.</param>
public sealed record CloningScore(int Pairs, double Loss, double? Accuracy, double? MeanError)
{
    /// <summary>The numbers by name, as a fit reports them: <c>loss</c>, and <c>accuracy</c> or <c>mean_error</c>.</summary>
    public IEnumerable<MetricValue> Measurements =>
        [new("loss", Loss), Accuracy is { } accuracy ? new("accuracy", accuracy) : new("mean_error", MeanError!.Value)];

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(CloningScore), PrintMembers);
}
