namespace Epoche.Tuning;

/// <summary>The trials so far as good ones and others, each by number, so that their weights can go by age.</summary>
/// <param name="Good">The best.</param>
/// <param name="Bad">The others, with those whose results are not known where they count as bad.</param>
/// <param name="IsOfSeveral">Whether there are several objectives.</param>
internal sealed record TpeSplit(IReadOnlyList<TrialRecord> Good, IReadOnlyList<TrialRecord> Bad, bool IsOfSeveral)
{
    /// <summary>Whether a trial says something about its parameters: complete, pruned, or paused with a report.</summary>
    public static bool Counts(TrialRecord trial) => trial.State switch
    {
        TrialState.Complete => trial.Values is { Count: > 0 },
        TrialState.Pruned => true,
        TrialState.Waiting or TrialState.Running => trial.IntermediateValues.Count > 0,
        _ => false,
    };

    public static TpeSplit Of(StudyHistory history, int goodCount, bool countsPending)
    {
        bool isOfSeveral = history.Directions.Count > 1;
        List<TrialRecord> complete = [], pruned = [], infeasible = [], bad = [];
        foreach (TrialRecord trial in history.Results)
        {
            if (Counts(trial))
            {
                (trial.Violation > 0 ? infeasible : trial.State == TrialState.Complete ? complete : pruned).Add(trial);
            }
        }

        List<TrialRecord> good = [];
        Take(isOfSeveral ? ParetoOrder.Best(complete, history, Math.Min(goodCount, complete.Count)) : ByLoss(complete, history),
            good, bad, goodCount);
        Take(pruned.OrderBy(trial => PrunedKey(trial, history)).ThenBy(trial => trial.Number), good, bad, goodCount);
        Take(infeasible.OrderBy(trial => trial.Violation).ThenBy(trial => trial.Number), good, bad, goodCount);
        if (countsPending)
        {
            bad.AddRange(history.Pending);
        }

        good.Sort((one, other) => one.Number.CompareTo(other.Number));
        bad.Sort((one, other) => one.Number.CompareTo(other.Number));
        return new(good, bad, isOfSeveral);
    }

    private static IEnumerable<TrialRecord> ByLoss(List<TrialRecord> complete, StudyHistory history)
    {
        double[] losses = new double[complete.Count];
        TrialRecord[] trials = [.. complete];
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = history.Loss(0, trials[i].Values![0]);
        }

        int[] order = [.. Enumerable.Range(0, losses.Length)];
        Array.Sort(order, (one, other) => losses[one] != losses[other]
            ? losses[one].CompareTo(losses[other]) : trials[one].Number.CompareTo(trials[other].Number));
        return order.Select(i => trials[i]);
    }

    /// <summary>The further it came the better; then by its last report.</summary>
    private static (int, double) PrunedKey(TrialRecord trial, StudyHistory history) =>
        trial.Last is { } last ? (-last.Step, history.Loss(0, last.Value)) : (1, 0);

    private static void Take(IEnumerable<TrialRecord> ordered, List<TrialRecord> good, List<TrialRecord> bad, int goodCount)
    {
        foreach (TrialRecord trial in ordered)
        {
            (good.Count < goodCount ? good : bad).Add(trial);
        }
    }
}
