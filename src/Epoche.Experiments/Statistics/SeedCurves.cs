namespace Epoche;

/// <summary>Curves of several seeds as one: their interquartile mean and its interval on a common grid of steps.</summary>
public static class SeedCurves
{
    private const int MostPoints = 10_000;

    /// <summary>
    /// Puts curves on a grid of equal steps, from the first step that all of them have to the last that any has. Between its points a curve
    /// is a straight line; behind its last point it keeps that value: a run that ended early, because its goal was reached, counts on.
    /// </summary>
    /// <param name="runs">The points of each run, steps rising; those without any are left out.</param>
    /// <param name="points">How many points the grid has, 2 to 10,000. Default 50.</param>
    /// <param name="options">How the interval is estimated; null for the defaults with 2,000 resamples.</param>
    /// <returns>The points; none where no run has any.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public static IReadOnlyList<SeedCurvePoint> Of(
        IReadOnlyList<IReadOnlyList<ScalarPoint>> runs, int points = 50, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Elements.RequireNoNull(runs, nameof(runs));
        CountChecks.AtLeast(2, points);
        CountChecks.AtMost(MostPoints, points);
        options ??= new() { Resamples = 2_000 };
        ScalarPoint[][] all =
            [.. runs.Select(run => run.Where(point => double.IsFinite(point.Value)).ToArray()).Where(run => run.Length > 0)];
        if (all.Length == 0)
        {
            return [];
        }

        long first = all.Max(run => run[0].Step), last = Math.Max(first, all.Max(run => run[^1].Step));
        int[] places = new int[all.Length];
        List<SeedCurvePoint> curve = [];
        foreach (long step in Grid(first, last, points))
        {
            double[] values = new double[all.Length];
            for (int i = 0; i < all.Length; i++)
            {
                values[i] = At(all[i], step, ref places[i]);
            }

            curve.Add(new(
                step,
                SeedStatistics.InterquartileMean(values),
                Bootstrap.Interval(values, SeedStatistics.InterquartileMean, options)));
        }

        return curve;
    }

    private static IEnumerable<long> Grid(long first, long last, int points) => Enumerable.Range(0, points)
        .Select(i => first + (long)Math.Round((double)(last - first) * i / (points - 1)))
        .Distinct();

    /// <summary>The value of a curve at a step that is not below that of the last call.</summary>
    private static double At(IReadOnlyList<ScalarPoint> curve, long step, ref int after)
    {
        while (after < curve.Count && curve[after].Step < step)
        {
            after++;
        }

        if (after == 0 || after == curve.Count)
        {
            return curve[Math.Min(after, curve.Count - 1)].Value;
        }

        (ScalarPoint from, ScalarPoint to) = (curve[after - 1], curve[after]);
        return from.Value + ((to.Value - from.Value) * (step - from.Step) / (to.Step - from.Step));
    }
}

/// <summary>A point of a curve over seeds.</summary>
/// <param name="Step">The step.</param>
/// <param name="Value">The interquartile mean of the seeds.</param>
/// <param name="Interval">Where that probably lies.</param>
public readonly record struct SeedCurvePoint(long Step, double Value, ConfidenceInterval Interval)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(SeedCurvePoint), PrintMembers);
}
