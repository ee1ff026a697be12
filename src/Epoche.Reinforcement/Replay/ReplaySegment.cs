namespace Epoche;

/// <summary>
/// A stretch of a replay buffer, copied out: what a checkpoint stores. It never changes; a later segment starts where this one ends, so a
/// checkpoint writes only what is new.
/// </summary>
public sealed record ReplaySegment
{
    /// <summary>The number of the first completed slot in each environment's column, counted from the buffer's birth.</summary>
    public required IReadOnlyList<long> From { get; init => field = value ?? throw new ArgumentNullException(nameof(From)); }

    /// <summary>
    /// The number of the open slot in each column; the segment holds the completed slots <c>From … To − 1</c>
    /// and the open slot's observation.
    /// </summary>
    public required IReadOnlyList<long> To { get; init => field = value ?? throw new ArgumentNullException(nameof(To)); }

    /// <summary>
    /// Observations, or of each its newest frame, column after column: <c>To − From + 1</c> rows each.
    /// Empty where frames are kept as bytes.
    /// </summary>
    public required ReadOnlyMemory<float> Observations { get; init; }

    /// <summary>The same as bytes, for environments with <see cref="EnvironmentSpec.PixelSteps"/>; else empty.</summary>
    public ReadOnlyMemory<byte> Pixels { get; init; }

    /// <summary>Actions, column after column: <c>To − From</c> rows each.</summary>
    public required ReadOnlyMemory<float> Actions { get; init; }

    /// <summary>Rewards, column after column.</summary>
    public required ReadOnlyMemory<float> Rewards { get; init; }

    /// <summary>
    /// What each slot is, column after column: 1 a step, 2 one that terminated, 3 one that was truncated, 4
    /// the last observation of an episode.
    /// </summary>
    public required ReadOnlyMemory<byte> Kinds { get; init; }

    /// <summary>
    /// Which actions the states of <see cref="Observations"/> allow, row by row as bits, the first action lowest; empty where the
    /// environment masks none.
    /// </summary>
    public ReadOnlyMemory<byte> Masks { get; init; }
}
