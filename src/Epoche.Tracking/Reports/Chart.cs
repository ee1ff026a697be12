namespace Epoche;

/// <summary>
/// Something to be drawn along axes: see <see cref="LineChart"/>, <see cref="IntervalChart"/> and <see cref="HistogramChart"/>.
/// </summary>
public abstract record Chart
{
    private protected Chart()
    {
    }

    /// <summary>The heading.</summary>
    public required string Title { get; init => field = value ?? throw new ArgumentNullException(nameof(Title)); }

    /// <summary>What runs along the horizontal axis; empty for nothing.</summary>
    public string XLabel { get; init => field = value ?? throw new ArgumentNullException(nameof(XLabel)); } = "";
}

/// <summary>Curves over a common horizontal axis.</summary>
public sealed record LineChart : Chart
{
    /// <summary>The curves.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init => field = Elements.Of(value); }
}

/// <summary>How numbers are distributed, as bars whose areas are their counts.</summary>
public sealed record HistogramChart : Chart
{
    /// <summary>The distribution.</summary>
    public required RunHistogram Histogram { get; init => field = value ?? throw new ArgumentNullException(nameof(Histogram)); }
}

/// <summary>Numbers with the intervals in which they probably lie, one row for each, from the top down.</summary>
public sealed record IntervalChart : Chart
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<ChartInterval> Rows { get; init => field = Elements.Of(value); }
}

/// <summary>A number with its interval.</summary>
/// <param name="Name">What it is of, written above the row.</param>
/// <param name="Value">The number.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
public sealed record ChartInterval(string Name, double Value, double Low, double High)
{
    /// <summary>What it is of, written above the row.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>The single values that it sums up, drawn as dots; empty for none.</summary>
    public IReadOnlyList<double> Points { get; init => field = NotNull.Of(value); } = [];

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ChartInterval), PrintMembers);
}

/// <summary>One curve.</summary>
public sealed record ChartSeries
{
    /// <summary>Its name in the legend.</summary>
    public required string Name { get; init => field = value ?? throw new ArgumentNullException(nameof(Name)); }

    /// <summary>Its points, x ascending; dots in any order. Where y is not finite the curve is interrupted.</summary>
    public required IReadOnlyList<ChartPoint> Points { get; init => field = value ?? throw new ArgumentNullException(nameof(Points)); }

    /// <summary>
    /// Whether the curve is noise around a trend: then a running mean is drawn, and the points themselves faintly behind it.
    /// </summary>
    public bool IsSmoothed { get; init; }

    /// <summary>Whether its points are a cloud of dots, such as predictions over true numbers, and no curve. Default false.</summary>
    public bool IsDots { get; init; }

    /// <summary>
    /// The band around the curve, such as the quartiles over several seeds: for each point its lower and upper y; null for none.
    /// </summary>
    public IReadOnlyList<(double Low, double High)>? Band { get; init; }
}

/// <summary>A point of a curve.</summary>
/// <param name="X">Where along the horizontal axis.</param>
/// <param name="Y">How high.</param>
public readonly record struct ChartPoint(double X, double Y)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ChartPoint), PrintMembers);
}
