namespace Epoche;

/// <summary>What a workload is made with, beside its recipe.</summary>
public sealed record WorkloadContext
{
    /// <summary>The run, which no other process works on.</summary>
    public required RunFolder Folder { get; init => field = NotNull.Of(value); }

    /// <summary>Gives runs of other recipes.</summary>
    public required IRunSource Runs { get; init => field = NotNull.Of(value); }

    /// <summary>Receives what a person should know.</summary>
    public required Action<RunNotice> Notify { get; init => field = NotNull.Of(value); }

    /// <summary>Stops what is done before the training begins.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Folder.Path;
}

/// <summary>What is to be evaluated.</summary>
/// <param name="Episodes">How many episodes; null for the recipe's own number. Does not count where a test set decides.</param>
/// <param name="Seed">The seed of the episodes.</param>
public readonly record struct EvaluationRequest(int? Episodes, ulong Seed)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(EvaluationRequest), PrintMembers);
}
