namespace Epoche;

/// <summary>Tables of uniformly random actions, drawn beforehand: for measurements, checks and warm-up phases.</summary>
public sealed class RandomActions
{
    private readonly int[] _indices = [];
    private readonly float[] _values = [];
    private readonly int _stride;

    /// <summary>Draws <paramref name="batches"/> batches of <paramref name="count"/> actions from the stream "actions" of a seed.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> or <paramref name="batches"/> is not positive.</exception>
    public RandomActions(ActionSpec actions, int count, int batches, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(actions);
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        OptionChecks.AtLeastOne(batches, "batches");
        OptionChecks.Fits(batches, (long)count * (actions.IsDiscrete ? 1 : actions.Count), "batches", nameof(batches));
        Rng rng = Rng.Stream(seed, "actions");
        Batches = batches;
        _stride = actions.IsDiscrete ? count : count * actions.Count;
        if (actions.IsDiscrete)
        {
            _indices = new int[batches * _stride];
            foreach (ref int index in _indices.AsSpan())
            {
                index = rng.NextInt(actions.Count);
            }
        }
        else
        {
            _values = new float[batches * _stride];
            for (int i = 0; i < _values.Length; i++)
            {
                int number = i % actions.Count;
                _values[i] = Math.Min(rng.NextSingle(actions.Low[number], actions.High[number]), actions.High[number]);
            }
        }
    }

    /// <summary>How many batches there are.</summary>
    public int Batches { get; }

    /// <summary>One batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such batch.</exception>
    public BatchActions this[int batch] => _values.Length == 0
        ? new(_indices.AsSpan(batch * _stride, _stride))
        : new(_values.AsSpan(batch * _stride, _stride));
}
