namespace Epoche.Tuning;

/// <summary>
/// The parameters that all trials so far have had, with the same values to choose from: what can be suggested together where the objective
/// names its parameters as it runs. By name, in ordinal order.
/// </summary>
internal sealed class CommonSpace
{
    private SortedDictionary<string, ParameterDomain>? _domains;
    private SearchSpace _space = SearchSpace.Empty;
    private int _seen;

    public SearchSpace Of(StudyHistory history)
    {
        bool changed = false;
        for (; _seen < history.Results.Count; _seen++)
        {
            TrialRecord trial = history.Results[_seen];
            if (trial.State == TrialState.Fail)
            {
                continue;
            }

            if (_domains is null)
            {
                _domains = new(StringComparer.Ordinal);
                foreach (TrialParameter parameter in trial.Parameters)
                {
                    _domains[parameter.Name] = parameter.Domain;
                }

                changed = true;
                continue;
            }

            foreach (string name in _domains.Keys.Where(name => !_domains[name].Equals(trial.Find(name)?.Domain)).ToList())
            {
                _domains.Remove(name);
                changed = true;
            }
        }

        if (changed)
        {
            _space = _domains!.Aggregate(SearchSpace.Empty, (space, one) => space.Add(new SearchParameter(one.Key, one.Value)));
        }

        return _space;
    }
}
