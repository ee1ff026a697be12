namespace Epoche;

/// <summary>How a <see cref="TableAgent"/> cuts observations of real numbers into cells; see <see cref="TileCoding"/>.</summary>
public sealed record TileOptions
{
    /// <summary>The smallest value of each number of an observation: what is smaller counts as that.</summary>
    public required IReadOnlyList<float> Low { get; init => field = value ?? throw new ArgumentNullException(nameof(Low)); }

    /// <summary>The largest value of each number, above that of <see cref="Low"/>: what is larger counts as that.</summary>
    public required IReadOnlyList<float> High { get; init => field = value ?? throw new ArgumentNullException(nameof(High)); }

    /// <summary>Tilings, displaced against each other. Default 8; range: at least 1.</summary>
    public int Tilings { get; init; } = 8;

    /// <summary>Cells along each axis. Default 8; range: at least 1.</summary>
    public int Cells { get; init; } = 8;

    /// <summary>How many rows the table has: tilings · (cells + 1)^numbers, at most 2²⁴.</summary>
    /// <exception cref="ArgumentException">They would be more, or another option is out of its range.</exception>
    public int CountRows() => Layer(actions: 1).Rows;

    /// <summary>The layer that is the table.</summary>
    internal TileCoding Layer(int actions) => new(actions, [.. Low], [.. High], Tilings, Cells);

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(TileOptions), PrintMembers);
}
