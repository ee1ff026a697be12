namespace Epoche.Tracking.Reports;

/// <summary>The axes that a chart needs, however it is drawn.</summary>
internal static class ChartAxes
{
    public static (Axis X, Axis Y) Of(LineChart chart, int ticksX, int ticksY)
    {
        double[] xs = [.. chart.Series.SelectMany(series => series.Points).Select(point => point.X).Where(double.IsFinite)];
        (double min, double max) = Curves.Heights(chart.Series);
        return (Axis.Tight(xs.Length == 0 ? 0 : xs.Min(), xs.Length == 0 ? 1 : xs.Max(), ticksX), Axis.Round(min, max, ticksY));
    }

    /// <summary>Numbers run along the horizontal axis; rows have no numbers.</summary>
    public static (Axis X, Axis Y) Of(IntervalChart chart, int ticksX)
    {
        double[] xs =
        [
            .. chart.Rows.SelectMany(row => (IEnumerable<double>)[row.Value, row.Low, row.High, .. row.Points]).Where(double.IsFinite),
        ];
        return (Axis.Round(xs.Length == 0 ? 0 : xs.Min(), xs.Length == 0 ? 1 : xs.Max(), ticksX), Axis.Rows(chart.Rows.Count));
    }
}

/// <summary>The bars of a histogram, as high as they are drawn.</summary>
internal sealed class ChartBars
{
    private ChartBars(
        IReadOnlyList<(double From, double To, double Count)> all, IReadOnlyList<(double From, double To, double Tall)> shown) =>
        (All, Shown) = (all, shown);

    /// <summary>All buckets with their counts.</summary>
    public IReadOnlyList<(double From, double To, double Count)> All { get; }

    /// <summary>
    /// Those that hold something. Bars of one width are as high as their counts; of several, as high as counts
    /// per width, whose unit nobody needs.
    /// </summary>
    public IReadOnlyList<(double From, double To, double Tall)> Shown { get; }

    public static ChartBars Of(HistogramChart chart)
    {
        IReadOnlyList<(double From, double To, double Count)> bars = HistogramBars.Of(chart.Histogram);
        bool isEven = bars.Count == 0 || bars.All(bar => Math.Abs((bar.To - bar.From) / (bars[0].To - bars[0].From) - 1) < 1e-3);
        double scale = isEven && bars.Count > 0 ? bars[0].To - bars[0].From : 1;
        return new ChartBars(
            bars, [.. bars.Where(bar => bar.Count > 0)
                .Select(bar => (bar.From, bar.To, bar.To > bar.From ? bar.Count / (bar.To - bar.From) * scale : 0))]);
    }

    public Axis X(int ticks) => All.Count == 0 ? Axis.Tight(0, 1, 4) : Axis.Tight(All[0].From, All[^1].To, ticks);

    public Axis Y(int ticks) => All.All(bar => double.IsInteger(bar.Count)) ? Axis.Counts(Tallest, ticks) : Axis.Round(0, Tallest, ticks);

    private double Tallest => Shown.Count == 0 ? 1 : Shown.Max(bar => bar.Tall);
}
