namespace Epoche;

/// <summary>
/// What an agent with memory remembers: sequences of steps of one episode, each with the state of the network before its first step
/// (Kapturowski et al. 2019, R2D2).
/// </summary>
public sealed record SequenceOptions
{
    /// <summary>Steps of a sequence that are learned from. Default 80; range 1 to 10,000.</summary>
    public int Length { get; init; } = 80;

    /// <summary>
    /// Steps in front of them that only bring the network's state up to date, as many as the episode has: at its start none are needed.
    /// Default 40; range 0 to 10,000.
    /// </summary>
    public int BurnIn { get; init; } = 40;

    /// <summary>
    /// How many steps after a sequence the next one of the same episode begins: less than <see cref="Length"/> and they overlap. Default
    /// 40; range 1 to <see cref="Length"/>.
    /// </summary>
    public int Period { get; init; } = 40;

    /// <summary>How many sequences are kept; the oldest are overwritten. Default 1,000; range: at least 1.</summary>
    public int Capacity { get; init; } = 1_000;

    /// <summary>
    /// Draws sequences by how wrong their values were; null: all alike. R2D2's exponent is 0.9 and its importance 0.6. Default null.
    /// </summary>
    public PriorityOptions? Priorities { get; init; }

    /// <summary>
    /// η: a sequence's priority is η times its largest error and 1 − η times the mean of them. Default 0.9; range 0 to 1.
    /// </summary>
    public float LargestShare { get; init; } = 0.9f;

    /// <summary>Observations of a sequence, the one after its last step included.</summary>
    internal int Steps => BurnIn + Length + 1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate()
    {
        Within(1, 10_000, Length, nameof(Length));
        Within(0, 10_000, BurnIn, nameof(BurnIn));
        Within(1, Length, Period, nameof(Period));
        OptionChecks.AtLeast(1, Capacity, "Sequences.Capacity", "sequence");
        OptionChecks.Within(0, 1, LargestShare, "Sequences.LargestShare");
        Priorities?.Validate();
    }

    private static void Within(int low, int high, int value, string option)
    {
        if (value < low || value > high)
        {
            throw new ArgumentException($"Sequences.{option} is {value}; expected {low} to {high} steps.", $"Sequences.{option}");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(SequenceOptions), PrintMembers);
}
