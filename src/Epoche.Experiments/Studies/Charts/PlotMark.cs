using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>Something at a place of a chart. Paint is attributes of SVG (<see cref="ChartPaint"/>).</summary>
internal abstract class PlotMark
{
    public required string Paint { get; init; }

    /// <summary>What a pointer on it shows; null for nothing.</summary>
    public string? Title { get; init; }
}

/// <summary>A dot, in one of several shapes. −∞ and +∞ stand at the edges.</summary>
internal sealed class DotMark(double x, double y, PlotSign sign = PlotSign.Circle, double radius = 3) : PlotMark
{
    public double X => x;

    public double Y => y;

    public PlotSign Sign => sign;

    public double Radius => radius;
}

/// <summary>A curve, interrupted where y is not finite; the script shows the values of one with a name.</summary>
internal sealed class LineMark(IReadOnlyList<ChartPoint> points, string? name = null) : PlotMark
{
    public IReadOnlyList<ChartPoint> Points => points;

    public string? Name => name;
}

/// <summary>A rectangle.</summary>
internal sealed class CellMark(double left, double bottom, double right, double top) : PlotMark
{
    public double Left => left;

    public double Bottom => bottom;

    public double Right => right;

    public double Top => top;
}

/// <summary>Words that begin at a place, above it.</summary>
internal sealed class TextMark(double x, double y, string text) : PlotMark
{
    public double X => x;

    public double Y => y;

    public string Text => text;
}
