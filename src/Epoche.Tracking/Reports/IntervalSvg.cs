using System.Globalization;
using System.Text;

namespace Epoche.Tracking.Reports;

/// <summary>
/// Draws intervals as SVG: in each row a bar from end to end, the number as a large dot on it, single values as small ones.
/// </summary>
internal static class IntervalSvg
{
    public static void Append(StringBuilder svg, IntervalChart chart, ChartSize size)
    {
        (Axis x, Axis y) = ChartAxes.Of(chart, size.Width / 90);
        ChartFrame frame = new(svg, size, chart, [], Describe(chart), x, y);
        foreach ((int i, IntervalRow row) in IntervalRow.All(chart).Index())
        {
            frame.Text(frame.Left + 4, frame.HeightOf(row.Label), "start", row.Interval.Name);
            ChartInterval interval = row.Interval;
            if (double.IsFinite(interval.Low) && double.IsFinite(interval.High))
            {
                string ends = $"M{frame.AtX(interval.Low)},{frame.AtY(row.Middle)}H{frame.AtX(interval.High)}";
                svg.Append(CultureInfo.InvariantCulture, $"<path {ChartPaint.Interval(i)} d=\"{ends}\"/>");
            }

            foreach (double point in interval.Points.Where(double.IsFinite))
            {
                Dot(svg, frame, i, point, row.Dots, 2.6, null);
            }

            if (double.IsFinite(interval.Value))
            {
                string range = $"{Axis.Number(interval.Low)} to {Axis.Number(interval.High)}";
                Dot(svg, frame, i, interval.Value, row.Middle, 5.5, $"{interval.Name}: {Axis.Number(interval.Value)} ({range})");
            }
        }

        frame.Close();
    }

    private static void Dot(StringBuilder svg, ChartFrame frame, int i, double x, double y, double radius, string? words)
    {
        string title = words is null ? "/>" : $"><title>{Markup.Escape(words)}</title></circle>";
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<circle {ChartPaint.Marker(i)} cx=\"{frame.AtX(x)}\" cy=\"{frame.AtY(y)}\" r=\"{radius}\"{title}");
    }

    private static string Describe(IntervalChart chart) => string.Join(' ', chart.Rows.Select(row =>
        $"{row.Name}: {Axis.Number(row.Value)}, from {Axis.Number(row.Low)} to {Axis.Number(row.High)}."));
}

/// <summary>Where a row of intervals stands, on an axis of rows.</summary>
/// <param name="Interval">What it shows.</param>
/// <param name="Label">The height of its name's foot.</param>
/// <param name="Middle">The height of its bar.</param>
/// <param name="Dots">The height of its single values.</param>
internal readonly record struct IntervalRow(ChartInterval Interval, double Label, double Middle, double Dots)
{
    /// <summary>The height of a chart in which names and bars do not touch, at least so high.</summary>
    public static int HeightFor(Chart chart, int least) =>
        chart is IntervalChart { Rows.Count: var rows } ? Math.Max(least, 90 + (44 * rows)) : least;

    public static IEnumerable<IntervalRow> All(IntervalChart chart) => chart.Rows.Select((row, i) =>
    {
        double top = chart.Rows.Count - i;
        return new IntervalRow(row, top - 0.4, top - 0.6, top - 0.85);
    });
}
