namespace Epoche.Experiments;

/// <summary>One curve of several runs: their mean, and a band from the least to the greatest.</summary>
internal static class CurveBand
{
    private const int Windows = 30;

    /// <summary>
    /// Runs are smoothed one by one, by a running mean over about a thirtieth of the longest, and then compared at every step at which one
    /// of them has a point, on straight lines between their points. A run that
    /// ended early, because its goal was reached, counts with its last value: else the mean would be that of the slow ones.
    /// </summary>
    /// <param name="name">The curve's name.</param>
    /// <param name="runs">The points of each run; those without any are left out.</param>
    public static ChartSeries Of(string name, IEnumerable<IReadOnlyList<ScalarPoint>> runs)
    {
        IReadOnlyList<ScalarPoint>[] all = [.. runs.Where(run => run.Count > 0)];
        int window = Math.Max(1, all.Length == 0 ? 1 : all.Max(run => run.Count) / Windows);
        (long Step, double Value)[][] curves = [.. all.Select(run => Smooth(run, window))];
        long start = curves.Length == 0 ? 0 : curves.Max(curve => curve[0].Step);
        long[] steps = [.. curves.SelectMany(curve => curve).Select(point => point.Step).Where(step => step >= start).Distinct().Order()];
        List<ChartPoint> means = [];
        List<(double Low, double High)> band = [];
        foreach (long step in steps)
        {
            double[] values = [.. curves.Select(curve => At(curve, step))];
            means.Add(new(step, values.Average()));
            band.Add((values.Min(), values.Max()));
        }

        return new ChartSeries { Name = name, Points = means, Band = band };
    }

    private static (long Step, double Value)[] Smooth(IReadOnlyList<ScalarPoint> run, int window)
    {
        (long Step, double Value)[] smooth = new (long, double)[run.Count];
        double sum = 0;
        for (int i = 0; i < run.Count; i++)
        {
            sum += run[i].Value - (i >= window ? run[i - window].Value : 0);
            smooth[i] = (run[i].Step, sum / Math.Min(i + 1, window));
        }

        return smooth;
    }

    private static double At((long Step, double Value)[] curve, long step)
    {
        int after = 0;
        while (after < curve.Length && curve[after].Step < step)
        {
            after++;
        }

        if (after == 0 || after == curve.Length)
        {
            return curve[Math.Min(after, curve.Length - 1)].Value;
        }

        ((long from, double low), (long to, double high)) = (curve[after - 1], curve[after]);
        return low + ((high - low) * (step - from) / (to - from));
    }
}
