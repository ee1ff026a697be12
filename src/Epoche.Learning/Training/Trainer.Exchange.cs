namespace Epoche;

/// <content>Updates that several trainers make together.</content>
public sealed partial class Trainer
{
    private NonFiniteException? _failure; // of a batch, of which the others must learn
    private double[] _counts = [];

    /// <summary>Alone, a failed batch throws at once. Where others wait in the exchange, it takes part first, and all throw there.</summary>
    private void Fail(NonFiniteException failure) => _failure ??= _options.Exchange is null ? throw failure : failure;

    private void SumWithOthers(IGradientExchange exchange)
    {
        NonFiniteException? failure = _failure;
        _failure = null;
        _counts = _counts.Length > 0 ? _counts : new double[1 + _parameters.Sum(slab => slab.Entries.Count)];
        _counts[0] = failure is null ? _shares : double.NaN;
        CountReached(mark: false);
        exchange.Sum(_parameters, _counts);
        if (failure is not null || double.IsNaN(_counts[0]))
        {
            _accumulated = 0;
            throw failure ?? new NonFiniteException(StepCount + 1, "the loss of another participant", float.NaN);
        }

        _shares = (float)_counts[0];
        CountReached(mark: true);
    }

    /// <summary>Writes which entries a gradient has reached here, or takes over which it has reached anywhere.</summary>
    private void CountReached(bool mark)
    {
        int place = 0;
        foreach (ParameterSlab slab in _parameters)
        {
            for (int i = 0; i < slab.Entries.Count; i++)
            {
                place++;
                if (!mark)
                {
                    _counts[place] = slab.IsReached(i) ? 1 : 0;
                }
                else if (_counts[place] > 0)
                {
                    slab.MarkReached(i);
                }
            }
        }
    }
}
