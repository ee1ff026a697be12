namespace Epoche;

/// <content>Updates that several trainers make together.</content>
public sealed partial class Trainer
{
    private double[] _counts = [];

    /// <summary>Takes part in the exchange of this update, for the others wait there, with the word that there will be none.</summary>
    private void TellFailure(IGradientExchange exchange)
    {
        ForgetGathered();
        Sum(exchange, double.NaN);
    }

    private void SumWithOthers(IGradientExchange exchange)
    {
        if (_accumulated == 0)
        {
            ForgetGathered(); // no share in this update, such as the rest of the data that is too small for all
        }

        Sum(exchange, _shares);
        _shares = (float)_counts[0];
        if (float.IsNaN(_shares))
        {
            _accumulated = 0;
            throw new NonFiniteException(
                StepCount + 1, "what another participant of the gradient exchange gathered", float.NaN,
                "Its own message says what it met. The parameters are as they were before this step, with all participants.");
        }

        int place = 1;
        foreach (ParameterSlab slab in _parameters)
        {
            for (int i = 0; i < slab.Entries.Count; i++)
            {
                if (_counts[place++] > 0)
                {
                    slab.MarkReached(i);
                }
            }
        }
    }

    private void Sum(IGradientExchange exchange, double share)
    {
        _counts = _counts.Length > 0 ? _counts : new double[1 + _parameters.Sum(slab => slab.Entries.Count)];
        int place = 0;
        _counts[place++] = share;
        foreach (ParameterSlab slab in _parameters)
        {
            for (int i = 0; i < slab.Entries.Count; i++)
            {
                _counts[place++] = slab.IsReached(i) ? 1 : 0;
            }
        }

        exchange.Sum(_parameters, _counts);
    }
}
