namespace Epoche;

/// <summary>How often <see cref="Checkpoints.SaveIfDue"/> saves.</summary>
public sealed record CheckpointOptions
{
    /// <summary>
    /// When the first checkpoint is due, counted from the first time it is asked for. Default 0.3 s, so that it is complete within
    /// half a second; range: not negative.
    /// </summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(0.3);

    /// <summary>
    /// From the beginning of one checkpoint to that of the next. Default 1.8 s, so that no more than 2 s of work
    /// are ever lost; range: not negative.
    /// </summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1.8);

    /// <summary>
    /// The largest share of the time that checkpoints may take; where they are slow, they come less often. Default 0.015, so that some
    /// slower ones among them leave it below 2%; range above 0 to 1.
    /// </summary>
    public double MostShare { get; init; } = 0.015;

    /// <summary>
    /// Called with the step, on the training's thread, before the file is written that makes a checkpoint valid: what was logged up to that
    /// step must be on the disk when it returns. Default: nothing.
    /// </summary>
    public Action<long>? BeforeValid { get; init; }

    /// <summary>What tells how much time has passed.</summary>
    public TimeProvider Clock { get; init => field = value ?? throw new ArgumentNullException(nameof(Clock)); } = TimeProvider.System;

    /// <summary>
    /// The values of a larger state are not copied, but written straight from where they lie while the training waits. Default: as many as
    /// every version of the layout holds.
    /// </summary>
    internal long MostCopied { get; init; } = StateLayout.MostBytes;

    internal void Validate()
    {
        Require(First >= TimeSpan.Zero, nameof(First), "not negative", First);
        Require(Every >= TimeSpan.Zero, nameof(Every), "not negative", Every);
        Require(MostShare is > 0 and <= 1, nameof(MostShare), "above 0 and at most 1", MostShare);
        ArgumentNullException.ThrowIfNull(Clock);
    }

    private static void Require(bool holds, string name, string expected, object received)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {expected}; received {received}.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(CheckpointOptions), PrintMembers);
}
