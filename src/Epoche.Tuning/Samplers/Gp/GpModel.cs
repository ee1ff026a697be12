namespace Epoche.Tuning;

/// <summary>The processes fitted to what is visible, and the acquisition that follows.</summary>
internal sealed class GpModel
{
    private const int MostIncumbents = 4;

    private GpModel(Acquisition acquisition, double[] weights, IReadOnlyList<double[]> incumbents) =>
        (Acquisition, Weights, Incumbents) = (acquisition, weights, incumbents);

    /// <summary>What is to be maximised.</summary>
    public Acquisition Acquisition { get; }

    /// <summary>The kernel's weights, of the first objective.</summary>
    public double[] Weights { get; }

    /// <summary>The best rows so far.</summary>
    public IReadOnlyList<double[]> Incumbents { get; }

    /// <summary>Fits.</summary>
    /// <param name="space">The space.</param>
    /// <param name="data">What to learn from.</param>
    /// <param name="pending">The rows of trials that run.</param>
    /// <param name="isDeterministic">Whether the objective has no noise.</param>
    /// <param name="doubt">What the fitted weights are multiplied by.</param>
    /// <param name="random">Of fantasies.</param>
    public static GpModel Fit(
        GpSpace space, GpData data, IReadOnlyList<double[]> pending, bool isDeterministic, double doubt, ref Rng random)
    {
        List<(GaussianProcess Process, Feasibility Feasibility)> constraints = data.Constraints(space, isDeterministic);
        Feasibility[] feasibilities = [.. constraints.Select(one => one.Feasibility)];
        int[] feasible = [.. Enumerable.Range(0, data.Rows.Count).Where(i => data.Observations[i].IsFeasible)];
        if (feasible.Length == 0 && constraints.Count > 0)
        {
            // Nothing to improve upon yet: what is most likely to satisfy the constraints.
            return new(new ExpectedImprovement(null, [], feasibilities), constraints[0].Process.Kernel.Weights, Best(data, []));
        }

        List<GaussianProcess> processes =
        [
            .. data.Targets.Select(targets => new GaussianProcess(
                Doubted(GpFit.Fit(data.Rows, targets, space.IsCategorical, isDeterministic)), data.Rows, [targets], space.IsCategorical)),
        ];
        return processes.Count == 1
            ? One(space, data, processes[0], feasible, pending, feasibilities, ref random)
            : Several(space, data, processes, feasible, pending, feasibilities);

        Matern Doubted(Matern kernel) => kernel with { Weights = [.. kernel.Weights.Select(weight => weight * doubt)] };
    }

    /// <summary>What is improved upon is the best mean at a trial: an observation's noise may have been luck.</summary>
    private static GpModel One(
        GpSpace space, GpData data, GaussianProcess process, int[] feasible, IReadOnlyList<double[]> pending, Feasibility[] constraints,
        ref Rng random)
    {
        double best = double.NegativeInfinity;
        int place = 0;
        foreach (int i in feasible)
        {
            process.Predict(data.Rows[i]);
            (best, place) = process.Means[0] > best ? (process.Means[0], i) : (best, place);
        }

        (GaussianProcess full, double[][] drawn) = Fantasies.Of(
            process, data.Rows, data.Targets[0], pending, space.IsCategorical, ref random);
        double[] bests = [.. drawn.Select(set => set.Aggregate(best, Math.Max))];
        return new(new ExpectedImprovement(full, bests, constraints), process.Kernel.Weights, [data.Rows[place]]);
    }

    /// <summary>Pending trials count as observed where the processes expect them.</summary>
    private static GpModel Several(
        GpSpace space, GpData data, List<GaussianProcess> processes, int[] feasible, IReadOnlyList<double[]> pending,
        Feasibility[] constraints)
    {
        double[][] points = [.. feasible.Select(i => data.Targets.Select(targets => targets[i]).ToArray())];
        double[][] losses = [.. points.Select(point => point.Select(value => -value).ToArray())];
        int[] front = [.. Enumerable.Range(0, points.Length).Where(i => !losses.Any(other => Dominance.Dominates(other, losses[i])))];
        double[][] expected = [.. pending.Select(row => processes.Select(process => MeanAt(process, row)).ToArray())];
        if (pending.Count > 0)
        {
            processes =
            [
                .. processes.Select((process, m) => new GaussianProcess(
                    process.Kernel, [.. data.Rows, .. pending], [[.. data.Targets[m], .. expected.Select(set => set[m])]],
                    space.IsCategorical)),
            ];
        }

        double[] reference = new double[processes.Count];
        for (int m = 0; m < reference.Length; m++)
        {
            double worst = front.Min(i => points[i][m]), range = data.Targets[m].Max() - data.Targets[m].Min();
            reference[m] = worst - (0.1 * Math.Max(range, 1e-6));
        }

        List<double[]> boxes = Boxes.Above([.. front.Select(i => points[i]), .. expected], reference);
        List<double[]> incumbents = Best(data, [.. front.Select(i => feasible[i])]);
        return new(new ExpectedHypervolume(processes, boxes, constraints), processes[0].Kernel.Weights, incumbents);
    }

    private static double MeanAt(GaussianProcess process, double[] row)
    {
        process.Predict(row);
        return process.Means[0];
    }

    private static List<double[]> Best(GpData data, IReadOnlyList<int> front) => front.Count > 0
        ? [.. front.TakeLast(MostIncumbents).Select(i => data.Rows[i])]
        :
        [
            .. Enumerable.Range(0, data.Rows.Count).OrderBy(i => data.Observations[i].Trial.Violation).Take(MostIncumbents)
                .Select(i => data.Rows[i]),
        ];
}
