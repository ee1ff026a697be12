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
        List<TrialRecord> complete = [], pruned = [], infeasible = [];
        foreach (TrialRecord trial in history.Results)
        {
            if (Counts(trial))
            {
                (trial.Violation > 0 ? infeasible : trial.State == TrialState.Complete ? complete : pruned).Add(trial);
            }
        }

        List<TrialRecord> good = [.. isOfSeveral
            ? ParetoOrder.Best(complete, history, Math.Min(goodCount, complete.Count)) : ByLoss(complete, history, goodCount)];
        Add(good, pruned.OrderBy(trial => PrunedKey(trial, history)).ThenBy(trial => trial.Number), goodCount);
        Add(good, infeasible.OrderBy(trial => trial.Violation).ThenBy(trial => trial.Number), goodCount);
        HashSet<int> taken = [.. good.Select(trial => trial.Number)];
        List<TrialRecord> bad = new(history.Results.Count + history.Pending.Count);
        bool isSorted = true;
        foreach (TrialRecord trial in history.Results)
        {
            if (Counts(trial) && !taken.Contains(trial.Number))
            {
                isSorted &= bad.Count == 0 || bad[^1].Number < trial.Number;
                bad.Add(trial);
            }
        }

        if (countsPending)
        {
            isSorted &= history.Pending.Count == 0;
            bad.AddRange(history.Pending);
        }

        good.Sort(ByNumber);
        if (!isSorted)
        {
            bad.Sort(ByNumber);
        }

        return new(good, bad, isOfSeveral);
    }

    private static int ByNumber(TrialRecord one, TrialRecord other) => one.Number.CompareTo(other.Number);

    /// <summary>The trials with the least losses; of equals those with the lowest numbers.</summary>
    private static IEnumerable<TrialRecord> ByLoss(List<TrialRecord> complete, StudyHistory history, int count)
    {
        double[] losses = new double[complete.Count];
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = history.Loss(0, complete[i].Values![0]);
        }

        double[] sorted = [.. losses];
        Array.Sort(sorted);
        double last = count == 0 ? double.NegativeInfinity : count < sorted.Length ? sorted[count - 1] : double.PositiveInfinity;
        int below = Array.IndexOf(sorted, last) is >= 0 and var first ? first : sorted.Length, equal = count - below;
        for (int i = 0; i < losses.Length; i++)
        {
            if (losses[i] < last || (losses[i] == last && equal-- > 0))
            {
                yield return complete[i];
            }
        }
    }

    /// <summary>The further it came the better; then by its last report.</summary>
    private static (int, double) PrunedKey(TrialRecord trial, StudyHistory history) =>
        trial.Last is { } last ? (-last.Step, history.Loss(0, last.Value)) : (1, 0);

    private static void Add(List<TrialRecord> good, IEnumerable<TrialRecord> ordered, int goodCount) =>
        good.AddRange(ordered.Take(Math.Max(0, goodCount - good.Count)));
}
