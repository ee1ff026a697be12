namespace Epoche;

/// <summary>By which of its transitions a memory scales the weights that make up for drawing some more often.</summary>
public enum ImportanceScale
{
    /// <summary>
    /// The largest weight of the batch is 1: what almost all programs do. The size of an update then varies with its batch.
    /// </summary>
    Batch,

    /// <summary>The largest weight of the whole memory is 1: what the paper says.</summary>
    Memory,
}

/// <summary>
/// Replay by priority (Schaul et al. 2016, arXiv:1511.05952, proportional): a transition is drawn with the probability p^α / Σp^α, where p
/// is how wrong its value was when it was learned from last, and new ones have the largest p so far. Batches are stratified: each of its
/// transitions comes from a stretch of equal length of the sum.
/// </summary>
public sealed record PriorityOptions
{
    /// <summary>α: 0 draws uniformly, 1 in proportion to p. Default 0.6; range 0 to 1.</summary>
    public double Exponent { get; init; } = 0.6;

    /// <summary>
    /// β over updates: to which power the weights (N·P)^−β make up for how often a transition is drawn; 1 wholly. Default: from 0.4 to 1
    /// within 50,000 updates; range 0 to 1.
    /// </summary>
    public Schedule Importance { get; init => field = value ?? throw new ArgumentNullException(nameof(Importance)); } =
        Schedule.Linear(0.4f, 1, 50_000);

    /// <summary>What weights are relative to. Default: the batch.</summary>
    public ImportanceScale Scale { get; init; } = ImportanceScale.Batch;

    /// <summary>What is added to each error, so that none is never drawn again. Default 1e-6; range above 0.</summary>
    public double Floor { get; init; } = 1e-6;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate()
    {
        OptionChecks.Within(0, 1, (float)Exponent, "Replay.Priorities.Exponent");
        OptionChecks.Within(0, 1, Importance.At(0), "Replay.Priorities.Importance", " at update 0");
        OptionChecks.Within(0, 1, Importance.At(long.MaxValue), "Replay.Priorities.Importance", " at the end");
        OptionChecks.Positive((float)Floor, "Replay.Priorities.Floor");
        if (!Enum.IsDefined(Scale))
        {
            throw new ArgumentException($"Replay.Priorities.Scale is {Scale}; expected Batch or Memory.", nameof(Scale));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(PriorityOptions), PrintMembers);
}
