namespace Epoche.Tuning;

/// <summary>The complete trials of a study as importance sees them: finite losses, and parameters by name in ordinal order.</summary>
internal sealed class ImportanceData
{
    private ImportanceData(
        IReadOnlyList<TrialRecord> trials, double[] losses, IReadOnlyList<KeyValuePair<string, ParameterDomain>> parameters)
    {
        (Losses, Parameters) = (losses, parameters);
        Numbers =
        [
            .. parameters.Select(parameter => trials.Select(trial =>
                trial.Find(parameter.Key) is { } found && parameter.Value.Contains(found.Number) ? found.Number : double.NaN).ToArray()),
        ];
    }

    /// <summary>The loss of each trial.</summary>
    public double[] Losses { get; }

    /// <summary>The parameters that have more than one value.</summary>
    public IReadOnlyList<KeyValuePair<string, ParameterDomain>> Parameters { get; }

    /// <summary>Of each parameter the internal number in each trial; NaN where it does not exist.</summary>
    public double[][] Numbers { get; }

    /// <summary>Whether there is anything to learn: two different losses.</summary>
    public bool Varies => Losses.Length > 1 && Losses.Any(loss => loss != Losses[0]);

    public static ImportanceData Of(StudyHistory history, int objective)
    {
        ArgumentNullException.ThrowIfNull(history);
        CountChecks.Below(history.Directions.Count, objective);
        TrialRecord[] trials =
        [
            .. history.Results.Where(trial => trial.State == TrialState.Complete && trial.Values?.Count == history.Directions.Count
                && double.IsFinite(history.Loss(objective, trial.Values[objective]))),
        ];
        SortedDictionary<string, ParameterDomain> parameters = new(StringComparer.Ordinal);
        foreach (TrialParameter parameter in trials.SelectMany(trial => trial.Parameters).Where(parameter => !parameter.Domain.IsSingle))
        {
            parameters[parameter.Name] = parameter.Domain; // the last one, where the objective changed it
        }

        return new(trials, [.. trials.Select(trial => history.Loss(objective, trial.Values![objective]))], [.. parameters]);
    }

    /// <summary>Shares that add up to 1, the largest first.</summary>
    public IReadOnlyList<ParameterImportance> Ranked(double[] amounts)
    {
        double sum = 0;
        foreach (double amount in amounts)
        {
            sum += amount;
        }

        return
        [
            .. Parameters.Select((parameter, i) => new ParameterImportance(parameter.Key, sum > 0 ? amounts[i] / sum : 0))
                .OrderByDescending(one => one.Share).ThenBy(one => one.Name, StringComparer.Ordinal),
        ];
    }
}
