namespace Epoche;

/// <summary>What <see cref="Trainer.Fit{TBatch}"/> does beside updates.</summary>
public sealed record FitOptions
{
    /// <summary>Batches whose gradients are averaged for one update, 1 or more. Default 1.</summary>
    public int BatchesPerUpdate { get; init; } = 1;

    /// <summary>What watches the training, called in this order.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init => field = Elements.Of(value); } = [];

    /// <summary>
    /// Measures after each epoch, such as <c>() => model.Evaluate(validation, loss, metrics).Prefixed("validation")</c>. Default: nothing.
    /// </summary>
    public Func<IEnumerable<MetricValue>>? Evaluate { get; init; }

    /// <summary>The terms that the objective adds to, reported as <c>train/NAME</c>. Default: none.</summary>
    public LossTerms? Terms { get; init; }

    /// <summary>
    /// Where the training saves itself, every two seconds and at the end, and where it goes on from: bit for bit as if it had not been
    /// interrupted. One folder for one call; after its end another call with it trains no further, unless there
    /// are more epochs. Default: nowhere.
    /// </summary>
    public Checkpoints? Checkpoints { get; init; }

    /// <summary>Where each epoch's measurements go. Default: nowhere.</summary>
    public IRunWriter Writer { get; init => field = value ?? throw new ArgumentNullException(nameof(Writer)); } = NullRunWriter.Instance;

    internal void Validate()
    {
        CountChecks.AtLeast(1, BatchesPerUpdate);
        ArgumentNullException.ThrowIfNull(Callbacks);
        ArgumentNullException.ThrowIfNull(Writer);
    }
}

/// <summary>How a training went.</summary>
/// <param name="Epochs">The epochs that came to their end.</param>
/// <param name="StopReason">Why a callback stopped it; null where all epochs were run.</param>
public sealed record FitReport(IReadOnlyList<EpochReport> Epochs, string? StopReason)
{
    /// <summary>The epochs that came to their end.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; init => field = Elements.Of(value); } = Elements.Of(Epochs);

    /// <summary>Why a callback stopped it; null where all epochs were run.</summary>
    public string? StopReason { get; init; } = StopReason;

    /// <summary>The last epoch.</summary>
    /// <exception cref="InvalidOperationException">None came to its end.</exception>
    public EpochReport Last => Epochs is { Count: > 0 } ? Epochs[^1] : throw new InvalidOperationException("No epoch came to its end.");

    /// <inheritdoc/>
    public override string ToString() => $"FitReport {{ Epochs = {Epochs.Count}, StopReason = {StopReason ?? "none"} }}";
}
