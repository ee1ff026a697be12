namespace Epoche.Tuning;

/// <summary>Asks the sampler for a study: the space, what was enqueued, and no combination of a discrete space twice.</summary>
internal sealed class Suggester(StudyOptions options, StudyCore core)
{
    private const int MostAttempts = 32;

    private readonly HashSet<ParameterKey> _known = [];
    private readonly CommonSpace _common = new();
    private (int Number, int Seen, int Pending, Suggestion Suggestion)? _last;
    private int _knownCount, _enqueuedFrom;

    /// <summary>Suggests a new trial; none where all combinations were there.</summary>
    public Suggestion? TrySuggest(StudyHistory history, int number)
    {
        if (_last is { } last && (last.Number, last.Seen, last.Pending) == (number, history.Results.Count, history.Pending.Count))
        {
            return last.Suggestion; // another worker wrote something meanwhile, nothing that this depends on
        }

        SearchSpace space = options.Space ?? _common.Of(history);
        double[] numbers = new double[space.Parameters.Count];
        bool isFinite = options.Space?.Count is not null && space.Parameters.Count > 0 && !options.Sampler.MayRepeat;
        if (isFinite)
        {
            ReadKnown(space);
        }

        if (isFinite && _known.Count >= space.Count)
        {
            return null;
        }

        int attempt = 0;
        do
        {
            Ask(new(space, history, options.Seed, number, attempt), numbers);
        }
        while (isFinite && _known.Contains(new(numbers)) && ++attempt < MostAttempts);
        if (attempt == MostAttempts)
        {
            FirstUnknown(space, numbers);
        }

        Suggestion suggestion = new(Named(space, numbers), options.Sampler.ParentOf(new(space, history, options.Seed, number, attempt)));
        _last = (number, history.Results.Count, history.Pending.Count, suggestion);
        return suggestion;
    }

    /// <summary>What an enqueued trial does not have yet: what was given with it, and the sampler's numbers for the rest.</summary>
    public IReadOnlyList<TrialParameter> Complete(StudyHistory history, TrialRecord trial)
    {
        if (trial.Parameters.Count > 0 || options.Space is not { } space)
        {
            return [];
        }

        double[] numbers = new double[space.Parameters.Count];
        Ask(new(space, history, options.Seed, trial.Number), numbers, trial);
        return Named(space, numbers);
    }

    /// <summary>The first trial that waits without ever having run.</summary>
    public TrialRecord? NextEnqueued(StudyRecord study)
    {
        while (_enqueuedFrom < study.Trials.Count && (study.Trials[_enqueuedFrom].State != TrialState.Waiting
            || Lease.Of(study.Trials[_enqueuedFrom]) is not null))
        {
            _enqueuedFrom++;
        }

        return _enqueuedFrom < study.Trials.Count ? study.Trials[_enqueuedFrom] : null;
    }

    /// <summary>The number that was enqueued for a parameter; null where there is none.</summary>
    public static double? Fixed(TrialRecord trial, string name, ParameterDomain domain) =>
        trial.SystemAttributes.TryGetValue(TrialRecord.FixedKey, out StudyValue map) && map.Kind == StudyValueKind.Map
            && map[name] is { } value
            ? domain.ToNumber(value)
            : null;

    private void Ask(SuggestionContext context, double[] numbers, TrialRecord? enqueued = null)
    {
        SearchSpace space = context.Space;
        Array.Fill(numbers, double.NaN);
        if (numbers.Length > 0)
        {
            options.Sampler.Suggest(context, numbers);
        }

        for (int i = 0; i < numbers.Length && enqueued is not null; i++)
        {
            numbers[i] = Fixed(enqueued, space.Parameters[i].Name, space.Parameters[i].Domain) ?? numbers[i];
        }

        space.BlankMissing(numbers);
        for (int i = 0; i < numbers.Length; i++)
        {
            bool exists = space.Exists(i, numbers);
            if (exists && !space.Parameters[i].Domain.Contains(numbers[i]))
            {
                throw new InvalidOperationException(Shown.Message(
                    $"The sampler {options.Sampler.Text} gave {numbers[i]} for '{space.Parameters[i].Name}', which is not among "
                    + $"{space.Parameters[i].Domain}."));
            }
        }
    }

    private void ReadKnown(SearchSpace space)
    {
        IReadOnlyList<TrialRecord> trials = core.Record.Trials;
        double[] numbers = new double[space.Parameters.Count];
        for (; _knownCount < trials.Count; _knownCount++)
        {
            for (int i = 0; i < numbers.Length; i++)
            {
                SearchParameter parameter = space.Parameters[i];
                numbers[i] = trials[_knownCount].Find(parameter.Name)?.Number
                    ?? Fixed(trials[_knownCount], parameter.Name, parameter.Domain)
                    ?? double.NaN;
            }

            space.BlankMissing(numbers);
            if (Enumerable.Range(0, numbers.Length).All(i => !space.Exists(i, numbers) || !double.IsNaN(numbers[i])))
            {
                _known.Add(new([.. numbers]));
            }
        }
    }

    private void FirstUnknown(SearchSpace space, double[] numbers)
    {
        long index = 0;
        do
        {
            Combinations.Fill(space, index++, numbers);
        }
        while (_known.Contains(new(numbers)));
    }

    private static TrialParameter[] Named(SearchSpace space, double[] numbers) =>
    [
        .. space.Parameters.Index().Where(one => !double.IsNaN(numbers[one.Index]))
            .Select(one => new TrialParameter(one.Item.Name, one.Item.Domain, numbers[one.Index])),
    ];
}
