namespace Epoche.Tuning;

/// <summary>
/// A state that follows from the visible trials, a generation of so many of them after the other. Trials of a study do not change once they
/// are finished, so the state of the generations that were there already is kept; without it every answer would be the same, only later.
/// Safe for several threads.
/// </summary>
/// <typeparam name="T">The state; never changed, only replaced.</typeparam>
internal sealed class Generations<T>
{
    private readonly Lock _gate = new();
    private Walk? _kept;

    /// <summary>The state after all generations that are complete.</summary>
    /// <param name="context">What is visible.</param>
    /// <param name="begin">The state before the first generation.</param>
    /// <param name="size">How many trials the generation after a state has.</param>
    /// <param name="next">The state after a generation.</param>
    public T After(SuggestionContext context, Func<T> begin, Func<T, int> size, Func<T, IReadOnlyList<Observation>, T> next)
    {
        lock (_gate)
        {
            IReadOnlyList<TrialRecord> results = context.History.Results;
            Walk walk = _kept is { } kept && kept.Continues(context) ? kept : new(context.Space, 0, null, [], begin());
            List<Observation> open = [.. walk.Open];
            T state = walk.State;
            bool canKeep = results is TrialList;
            for (int i = walk.Read; i < results.Count; i++)
            {
                if (canKeep && !results[i].IsFinished) // a paused trial may still become another
                {
                    (canKeep, _kept) = (false, new(context.Space, i, i == 0 ? null : results[i - 1], [.. open], state));
                }

                if (Observed.Of(context.Space, context.History, results[i]) is { } observation)
                {
                    open.Add(observation);
                    if (open.Count >= size(state))
                    {
                        state = next(state, open);
                        open = [];
                    }
                }
            }

            if (canKeep && results.Count > 0)
            {
                _kept = new(context.Space, results.Count, results[^1], open, state);
            }

            return state;
        }
    }

    private sealed record Walk(SearchSpace Space, int Read, TrialRecord? Last, List<Observation> Open, T State)
    {
        /// <summary>Only a study's own list is known to grow at its end alone.</summary>
        public bool Continues(SuggestionContext context) => ReferenceEquals(Space, context.Space)
            && context.History.Results is TrialList list && Read > 0 && Read <= list.Count && ReferenceEquals(list[Read - 1], Last);
    }
}
