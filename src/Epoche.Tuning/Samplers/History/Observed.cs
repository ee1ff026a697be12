namespace Epoche.Tuning;

/// <summary>Reads what a sampler may see, and puts it in order.</summary>
internal static class Observed
{
    /// <summary>The complete and the pruned trials that have the space's parameters, by number.</summary>
    public static List<Observation> Results(SuggestionContext context) =>
        [.. context.History.Results.Select(trial => Of(context.Space, context.History, trial)).OfType<Observation>()];

    /// <summary>The parameters of the trials whose results may not be seen, where they have those of the space.</summary>
    public static List<double[]> Pending(SuggestionContext context) =>
        [.. context.History.Pending.Select(trial => Numbers(context.Space, trial)).OfType<double[]>()];

    /// <summary>A trial that can be learned from; null where it failed, is not finished, or has other parameters.</summary>
    public static Observation? Of(SearchSpace space, StudyHistory history, TrialRecord trial)
    {
        if (trial.State is not (TrialState.Complete or TrialState.Pruned)
            || (trial.State == TrialState.Complete && trial.Values?.Count != history.Directions.Count)
            || Numbers(space, trial) is not { } numbers)
        {
            return null;
        }

        bool hasLosses = trial.Values?.Count == history.Directions.Count;
        return new(trial, numbers, hasLosses ? [.. trial.Values!.Select((value, objective) => history.Loss(objective, value))] : []);
    }

    /// <summary>The internal numbers of a trial; null where one that must exist is missing, or is outside of its domain.</summary>
    public static double[]? Numbers(SearchSpace space, TrialRecord trial)
    {
        double[] numbers = new double[space.Parameters.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            SearchParameter parameter = space.Parameters[i];
            if (!space.Exists(i, numbers))
            {
                numbers[i] = double.NaN;
            }
            else if (trial.Find(parameter.Name) is { } found && parameter.Domain.Contains(found.Number))
            {
                numbers[i] = found.Number;
            }
            else
            {
                return null;
            }
        }

        return numbers;
    }

    /// <summary>
    /// The order from good to bad of one objective: complete trials by loss, then pruned ones, those that came further and then the better
    /// first, then those that violate constraints, by how much. Equals keep their order.
    /// </summary>
    public static IEnumerable<Observation> ByGoodness(IEnumerable<Observation> observations) => observations
        .OrderBy(one => one.Trial.Violation > 0 ? 2 : one.IsComplete ? 0 : 1)
        .ThenBy(one => one.Trial.Violation)
        .ThenBy(one => one.IsComplete || one.Trial.Last is not { } last ? 0 : -(double)last.Step)
        .ThenBy(one => one.Losses is [var loss, ..] ? loss : double.PositiveInfinity);
}
