namespace Epoche.Tracking.Reports;

/// <summary>The buckets of a histogram as bars that can be drawn.</summary>
internal static class HistogramBars
{
    private const int MostBars = 40;

    /// <summary>
    /// Bars from the smallest to the greatest value. Many uneven buckets, as those of weights, become <see cref="MostBars"/> of one width:
    /// what a bucket holds is spread evenly over it, in whole numbers where it was counted in such.
    /// </summary>
    public static IReadOnlyList<(double From, double To, double Count)> Of(RunHistogram histogram)
    {
        List<(double From, double To, double Count)> bars = [];
        for (int i = 0; i < histogram.Limits.Count; i++)
        {
            double from = i == 0 ? histogram.Min : Math.Max(histogram.Limits[i - 1], histogram.Min);
            double to = Math.Min(histogram.Limits[i], histogram.Max);
            if (histogram.Counts[i] > 0)
            {
                bars.Add((from, to > from ? to : from, histogram.Counts[i]));
            }
        }

        double min = histogram.Min, max = histogram.Max;
        if (bars.Count == 0 || !double.IsFinite(max - min))
        {
            return [];
        }

        if (!(max > min))
        {
            // One bar with room on both sides.
            double wide = Math.Max(1, Math.Abs(min) * 0.01);
            return [.. Enumerable.Range(-2, 5)
                .Select(i => (min + ((i - 0.5) * wide), min + ((i + 0.5) * wide), i == 0 ? histogram.Count : 0))];
        }

        int number = Math.Min(MostBars, Math.Max(10, histogram.Limits.Count));
        double width = (max - min) / number;
        double[] counts = new double[number];
        foreach ((double from, double to, double count) in bars)
        {
            int first = Clamp((from - min) / width), last = Clamp((to - min) / width);
            for (int i = first; i <= last; i++)
            {
                double overlap = Math.Min(to, min + ((i + 1) * width)) - Math.Max(from, min + (i * width));
                counts[i] += to > from ? count * Math.Max(0, overlap) / (to - from) : count / (last - first + 1);
            }
        }

        if (histogram.Counts.All(double.IsInteger))
        {
            Round(counts);
        }

        return [.. counts.Select((count, i) => (min + (i * width), i + 1 == number ? max : min + ((i + 1) * width), count))];

        int Clamp(double place) => Math.Clamp((int)place, 0, number - 1);
    }

    // Two values are not eight quarters. Rounding the sums up to each bar, not the bars, keeps the sum and
    // moves nothing farther than one bar.
    private static void Round(double[] counts)
    {
        double sum = 0, before = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sum += counts[i];
            double rounded = Math.Round(sum, MidpointRounding.AwayFromZero);
            (counts[i], before) = (rounded - before, rounded);
        }
    }
}
