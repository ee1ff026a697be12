namespace Epoche.Tuning;

/// <summary>Orders trials of several objectives: by non-domination rank, and within the rank that does not fit by hypervolume.</summary>
internal static class ParetoOrder
{
    /// <summary>The best trials.</summary>
    /// <param name="trials">Complete trials.</param>
    /// <param name="history">Which says what is good.</param>
    /// <param name="count">How many the best are.</param>
    public static IEnumerable<TrialRecord> Best(List<TrialRecord> trials, StudyHistory history, int count)
    {
        double[][] losses = [.. trials.Select(trial => trial.Values!.Select((value, i) => history.Loss(i, value)).ToArray())];
        List<int> left = [.. Enumerable.Range(0, trials.Count).OrderBy(i => trials[i].Number)], chosen = [];
        while (chosen.Count < count)
        {
            List<int> front = [.. left.Where(i => !left.Exists(j => Dominance.Dominates(losses[j], losses[i])))];
            if (chosen.Count + front.Count > count)
            {
                front = [.. Hypervolume.Subset([.. front.Select(i => losses[i])], count - chosen.Count).Select(place => front[place])];
            }

            chosen.AddRange(front);
            HashSet<int> taken = [.. front];
            left.RemoveAll(taken.Contains);
        }

        return chosen.Select(i => trials[i]);
    }
}
