namespace Epoche.Tracking.Reports;

/// <summary>What happens to the points of a curve before it is drawn.</summary>
internal static class Curves
{
    // A running mean over about this part of the curve; shorter curves show every point as it is.
    private const int Windows = 30, ShortestSmoothed = 20;

    // A curve that rises once has gone once its range in all; noise goes there and back again and again.
    private const double Roughness = 3;

    /// <summary>An exponential running mean without a bias towards its start; points that are not finite stay and do not count.</summary>
    public static IReadOnlyList<ChartPoint> Smooth(IReadOnlyList<ChartPoint> points)
    {
        double keep = 1 - (2.0 / ((Math.Max(1, points.Count / Windows) * 2) + 1)), mean = 0, weight = 0;
        ChartPoint[] smooth = [.. points];
        for (int i = 0; i < smooth.Length; i++)
        {
            if (double.IsFinite(smooth[i].Y))
            {
                mean = (keep * mean) + ((1 - keep) * smooth[i].Y);
                weight = (keep * weight) + (1 - keep);
                smooth[i] = smooth[i] with { Y = mean / weight };
            }
        }

        return smooth;
    }

    /// <summary>
    /// Whether a curve goes up and down so much that its trend is worth a line of its own; a schedule, which does not, is shown as it is.
    /// </summary>
    public static bool IsWorthSmoothing(ChartSeries series)
    {
        if (!series.IsSmoothed || series.IsDots || series.Points.Count < ShortestSmoothed)
        {
            return false;
        }

        (double low, double high) = Fence(series);
        double[] heights = [.. series.Points.Select(point => point.Y).Where(double.IsFinite).Select(y => Math.Clamp(y, low, high))];
        double way = 0;
        for (int i = 1; i < heights.Length; i++)
        {
            way += Math.Abs(heights[i] - heights[i - 1]);
        }

        return way > Roughness * (high - low);
    }

    /// <summary>
    /// At most two points for every one of <paramref name="columns"/>, the lowest and the highest, so that no peak is lost.
    /// </summary>
    public static IReadOnlyList<ChartPoint> Thin(IReadOnlyList<ChartPoint> points, int columns)
    {
        if (points.Count <= 2 * columns)
        {
            return points;
        }

        List<ChartPoint> thin = [];
        double start = points[0].X, range = points[^1].X - start;
        for (int i = 0; i < points.Count;)
        {
            int low = i, high = i, column = Column(i), end = i;
            for (; end < points.Count && Column(end) == column && double.IsFinite(points[end].Y) == double.IsFinite(points[i].Y); end++)
            {
                low = points[end].Y < points[low].Y ? end : low;
                high = points[end].Y > points[high].Y ? end : high;
            }

            thin.Add(points[Math.Min(low, high)]);
            if (low != high)
            {
                thin.Add(points[Math.Max(low, high)]);
            }

            i = end;
        }

        return thin;

        int Column(int i) => (int)((points[i].X - start) / range * columns);
    }

    /// <summary>
    /// The heights that a chart shows. A few wild values, as losses have them at the start, must not flatten all that follows: of a noisy
    /// curve what lies beyond <see cref="Fence"/> may leave the picture.
    /// </summary>
    public static (double Min, double Max) Heights(IEnumerable<ChartSeries> series)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (ChartSeries one in series)
        {
            (double low, double high) = IsWorthSmoothing(one) ? Fence(one) : (double.NegativeInfinity, double.PositiveInfinity);
            foreach (double y in one.Points.Select(point => point.Y).Where(double.IsFinite))
            {
                (min, max) = (Math.Min(min, Math.Max(y, low)), Math.Max(max, Math.Min(y, high)));
            }

            foreach ((double bandLow, double bandHigh) in one.Band ?? [])
            {
                (min, max) = (
                    double.IsFinite(bandLow) ? Math.Min(min, bandLow) : min, double.IsFinite(bandHigh) ? Math.Max(max, bandHigh) : max);
            }
        }

        return (min, max);
    }

    // The range of nine tenths of the values, and twice as much again on both sides, as far as there are values.
    private static (double Low, double High) Fence(ChartSeries series)
    {
        double[] sorted = [.. series.Points.Select(point => point.Y).Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
        {
            return (0, 0);
        }

        double low = sorted[sorted.Length / 20], high = sorted[^((sorted.Length / 20) + 1)], range = high - low;
        return (Math.Max(sorted[0], low - (2 * range)), Math.Min(sorted[^1], high + (2 * range)));
    }
}
