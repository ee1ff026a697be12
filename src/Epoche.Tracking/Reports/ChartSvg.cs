using System.Globalization;
using System.Text;

namespace Epoche.Tracking.Reports;

/// <summary>Draws charts as SVG.</summary>
internal static class ChartSvg
{
    // The script shows values at so many places of a curve at most; markers are drawn where they do not touch.
    private const int HoverPoints = 300, MarkerDistance = 12;

    public static void Append(StringBuilder svg, Chart chart, ChartSize size)
    {
        switch (chart)
        {
            case LineChart lines:
                Lines(svg, lines, size);
                break;
            case IntervalChart intervals:
                IntervalSvg.Append(svg, intervals, size);
                break;
            case HistogramChart histogram:
                Bars(svg, histogram, size);
                break;
            case DrawnChart drawn:
                drawn.Append(svg, size);
                break;
        }
    }

    private static void Lines(StringBuilder svg, LineChart chart, ChartSize size)
    {
        (Axis x, Axis y) = ChartAxes.Of(chart, size.Width / 90, size.Height / 55);
        ChartFrame frame = new(svg, size, chart, [.. chart.Series.Select(series => series.Name)], Describe(chart), x, y);
        for (int i = 0; i < chart.Series.Count; i++)
        {
            ChartSeries series = chart.Series[i];
            if (series.IsDots)
            {
                Dots(svg, frame, series, ChartPaint.Cloud(i), 2.2);
                continue;
            }

            Band(svg, frame, series, ChartPaint.Band(i));
            IReadOnlyList<ChartPoint> shown = series.Points;
            if (Curves.IsWorthSmoothing(series))
            {
                shown = Curves.Smooth(series.Points);
                Path(svg, frame, series.Points, ChartPaint.RawLine(i), name: null);
            }

            Path(svg, frame, shown, ChartPaint.Line(i), series.Name);
            if (shown.Count * MarkerDistance <= frame.Right - frame.Left)
            {
                Dots(svg, frame, series with { Points = shown }, ChartPaint.Marker(i), 2.6);
            }
        }

        frame.Close();
    }

    private static void Dots(StringBuilder svg, ChartFrame frame, ChartSeries series, string paint, double radius)
    {
        foreach (ChartPoint point in series.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)))
        {
            svg.Append(
                CultureInfo.InvariantCulture, $"<circle {paint} cx=\"{frame.AtX(point.X)}\" cy=\"{frame.AtY(point.Y)}\" r=\"{radius}\"/>");
        }
    }

    private static void Band(StringBuilder svg, ChartFrame frame, ChartSeries series, string paint)
    {
        if (series.Band is not { } band)
        {
            return;
        }

        int count = Math.Min(band.Count, series.Points.Count);
        IEnumerable<string> there = Enumerable.Range(0, count).Select(i => $"{frame.AtX(series.Points[i].X)},{frame.AtY(band[i].High)}");
        IEnumerable<string> back = Enumerable.Range(0, count).Reverse()
            .Select(i => $"{frame.AtX(series.Points[i].X)},{frame.AtY(band[i].Low)}");
        svg.Append(CultureInfo.InvariantCulture, $"<polygon {paint} points=\"{string.Join(' ', there.Concat(back))}\"/>");
    }

    // A curve; one with a name carries the values that the script shows.
    private static void Path(StringBuilder svg, ChartFrame frame, IReadOnlyList<ChartPoint> points, string paint, string? name)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path {paint} d=\"");
        bool isDrawing = false;
        foreach (ChartPoint point in Curves.Thin(points, frame.Right - frame.Left))
        {
            if (double.IsFinite(point.Y) && double.IsFinite(point.X))
            {
                svg.Append(isDrawing ? 'L' : 'M').Append(frame.AtX(point.X)).Append(',').Append(frame.AtY(point.Y));
            }

            isDrawing = double.IsFinite(point.Y);
        }

        svg.Append('"');
        if (name is not null)
        {
            svg.Append(CultureInfo.InvariantCulture, $" data-name=\"{Markup.Escape(name)}\" data-points=\"");
            IReadOnlyList<ChartPoint> shown = Curves.Thin(points, HoverPoints / 2);
            svg.AppendJoin(' ', shown.Select(point => $"{Markup.Value(point.X)},{Markup.Value(point.Y)}")).Append('"');
        }

        svg.Append("/>");
    }

    private static void Bars(StringBuilder svg, HistogramChart chart, ChartSize size)
    {
        ChartBars bars = ChartBars.Of(chart);
        RunHistogram histogram = chart.Histogram;
        string description = string.Create(
            CultureInfo.InvariantCulture, $"{Axis.Number(histogram.Count)} values from {Axis.Number(histogram.Min)} to "
                + $"{Axis.Number(histogram.Max)}, mean {Axis.Number(histogram.Count > 0 ? histogram.Sum / histogram.Count : double.NaN)}.");
        ChartFrame frame = new(svg, size, chart, [], description, bars.X(size.Width / 90), bars.Y(size.Height / 55));
        IEnumerable<double> counts = bars.All.Select(bar => bar.Count).Where(count => count > 0);
        foreach (((double from, double to, double tall), double count) in bars.Shown.Zip(counts))
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path {ChartPaint.Bar(0)} d=\"M{frame.AtX(from)},{frame.Bottom}V{frame.AtY(tall)}H{frame.AtX(to)}V{frame.Bottom}z\">");
            svg.Append(
                CultureInfo.InvariantCulture, $"<title>{Axis.Number(from)} to {Axis.Number(to)}: {Axis.Number(count)}</title></path>");
        }

        frame.Close();
    }

    private static string Describe(LineChart chart) => string.Join(' ', chart.Series.Select(series =>
    {
        ChartPoint[] finite = [.. series.Points.Where(point => double.IsFinite(point.Y))];
        return finite.Length == 0
            ? $"{series.Name}: no values."
            : series.IsDots
            ? $"{series.Name}: {Axis.Number(finite.Length)} dots, lowest {Axis.Number(finite.Min(point => point.Y))}, "
                + $"highest {Axis.Number(finite.Max(point => point.Y))}."
            : $"{series.Name}: from {Axis.Number(finite[0].Y)} at {Axis.Number(finite[0].X)} to {Axis.Number(finite[^1].Y)} at "
                + $"{Axis.Number(finite[^1].X)}, lowest {Axis.Number(finite.Min(point => point.Y))}, "
                + $"highest {Axis.Number(finite.Max(point => point.Y))}.";
    }));
}
