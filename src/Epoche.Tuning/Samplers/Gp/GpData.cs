namespace Epoche.Tuning;

/// <summary>What a Gaussian process learns from: rows and standardized values, larger ones better.</summary>
internal sealed class GpData
{
    /// <summary>The most trials that it learns from; its time grows with their cube.</summary>
    public const int MostTrials = 300;

    private GpData(GpSpace space, IReadOnlyList<Observation> observations, int objectives)
    {
        Observations = observations;
        Rows = [.. observations.Select(one => space.Encode(one.Numbers))];
        Targets = [.. Enumerable.Range(0, objectives).Select(objective => Standardized.Of(Values(observations, objective)).Values)];
    }

    /// <summary>The trials.</summary>
    public IReadOnlyList<Observation> Observations { get; }

    /// <summary>Their coordinates.</summary>
    public IReadOnlyList<double[]> Rows { get; }

    /// <summary>Of each objective their values.</summary>
    public IReadOnlyList<double[]> Targets { get; }

    /// <summary>All trials, or the better half and the latest half of as many as can be used.</summary>
    public static GpData Of(GpSpace space, IReadOnlyList<Observation> observations, int objectives)
    {
        if (observations.Count > MostTrials)
        {
            IEnumerable<Observation> good = objectives == 1
                ? Observed.ByGoodness(observations)
                : Domination.BestFirst(observations).Select(place => observations[place]);
            HashSet<Observation> kept = [.. good.Take(MostTrials / 2), .. observations.TakeLast(MostTrials / 2)];
            observations = [.. observations.Where(kept.Contains)];
        }

        return new(space, observations, objectives);
    }

    /// <summary>A process for each constraint, where trials have some.</summary>
    public List<(GaussianProcess Process, Feasibility Feasibility)> Constraints(GpSpace space, bool isDeterministic)
    {
        int[] with = [.. Enumerable.Range(0, Rows.Count).Where(i => Observations[i].Trial.Constraints is { Count: > 0 })];
        if (with.Length == 0)
        {
            return [];
        }

        int count = Observations[with[0]].Trial.Constraints!.Count;
        with = [.. with.Where(i => Observations[i].Trial.Constraints!.Count == count)];
        double[][] rows = [.. with.Select(i => Rows[i])];
        List<(GaussianProcess, Feasibility)> result = [];
        for (int c = 0; c < count; c++)
        {
            Standardized values = Standardized.Of([.. with.Select(i => Observations[i].Trial.Constraints![c])]);
            Matern kernel = GpFit.Fit(rows, values.Values, space.IsCategorical, isDeterministic);
            GaussianProcess process = new(kernel, rows, [values.Values], space.IsCategorical);
            result.Add((process, new(process, -values.Mean / values.Deviation)));
        }

        return result;
    }

    /// <summary>
    /// A pruned trial's last value is seldom the one that it would have had, and it was pruned since it was not among the good ones: it
    /// counts as its last value or as the median of the complete ones, what is worse.
    /// </summary>
    private static double[] Values(IReadOnlyList<Observation> observations, int objective)
    {
        double[] complete = [.. observations.Where(one => one.IsComplete).Select(one => one.Losses[objective]).Order()];
        double median = complete.Length == 0 ? double.PositiveInfinity : complete[complete.Length / 2];
        return
        [
            .. observations.Select(one => -(one.IsComplete ? one.Losses[objective]
                : one.Losses.Length > objective ? Math.Max(median, one.Losses[objective]) : median)),
        ];
    }
}
