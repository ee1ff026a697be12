namespace Epoche.Tuning;

/// <summary>Which trials are the best.</summary>
internal static class Ranking
{
    public static TrialRecord? Best(IReadOnlyList<TrialRecord> trials, Direction direction) => trials
        .Where(trial => IsFeasible(trial) && !double.IsNaN(trial.Values![0]))
        .MinBy(trial => direction == Direction.Maximize ? -trial.Values![0] : trial.Values![0]);

    public static IReadOnlyList<TrialRecord> Front(IReadOnlyList<TrialRecord> trials, IReadOnlyList<Direction> directions)
    {
        List<(TrialRecord Trial, double[] Losses)> feasible =
        [
            .. trials.Where(trial => IsFeasible(trial) && trial.Values!.Count == directions.Count)
                .Select(trial => (trial, Losses(trial, directions))),
        ];
        return [.. feasible.Where(one => !feasible.Exists(other => Dominance.Dominates(other.Losses, one.Losses)))
            .Select(one => one.Trial)];
    }

    private static bool IsFeasible(TrialRecord trial) =>
        trial.State == TrialState.Complete && trial.Values is { Count: > 0 } && !(trial.Violation > 0);

    private static double[] Losses(TrialRecord trial, IReadOnlyList<Direction> directions) =>
        [.. trial.Values!.Select((value, i) => directions[i] == Direction.Maximize ? -value : value)];
}
