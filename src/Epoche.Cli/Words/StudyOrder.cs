namespace Epoche.Cli.Words;

/// <summary>Trials of one objective, the best first; those without a value last, by number.</summary>
internal static class StudyOrder
{
    public static IEnumerable<TrialRecord> ByValue(StudyRecord study)
    {
        bool isMaximum = study.Directions[0] == Direction.Maximize;
        return study.Trials.OrderBy(trial => trial.State != TrialState.Complete)
            .ThenBy(trial => trial.Value is { } value && !double.IsNaN(value) ? (isMaximum ? -value : value) : double.PositiveInfinity)
            .ThenBy(trial => trial.Number);
    }
}
