namespace Epoche;

/// <summary>Tables of uniformly random actions, drawn beforehand: for measurements, checks and warm-up phases.</summary>
public sealed class RandomActions
{
    private readonly int[] _indices = [];
    private readonly float[] _values = [];
    private readonly int _stride;
    private readonly ActionSpec _actions;
    private readonly ulong _seed;
    private int[] _masked = [];

    /// <summary>Draws <paramref name="batches"/> batches of <paramref name="count"/> actions from the stream "actions" of a seed.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> or <paramref name="batches"/> is not positive.</exception>
    public RandomActions(ActionSpec actions, int count, int batches, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(actions);
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        OptionChecks.AtLeastOne(batches, "batches");
        OptionChecks.Fits(batches, (long)count * actions.Width, "batches", nameof(batches));
        Rng rng = Rng.Stream(seed, "actions");
        Batches = batches;
        (_actions, _seed) = (actions, seed);
        _stride = count * actions.Width;
        if (!actions.IsContinuous)
        {
            _indices = new int[batches * _stride];
            for (int i = 0; i < _indices.Length; i++)
            {
                _indices[i] = rng.NextInt(actions.Choices[i % actions.Width]);
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

    /// <summary>
    /// One batch under masks: what was drawn stays where it is allowed, and is drawn again among the allowed actions where it is not, so
    /// that each of them has the same probability. The same masks give
    /// the same actions. They are good until the next call.
    /// </summary>
    /// <param name="batch">Which.</param>
    /// <param name="masks">
    /// <c>[count, Count of the actions]</c>, true for what is allowed; empty, as for environments that mask none, gives the batch as it is.
    /// </param>
    /// <exception cref="ArgumentException">A mask allows no action, the masks have another length, or actions are continuous.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such batch.</exception>
    public BatchActions Under(int batch, ReadOnlySpan<bool> masks) => masks.IsEmpty ? this[batch] : Masked(batch, masks);

    private BatchActions Masked(int batch, ReadOnlySpan<bool> masks)
    {
        BatchActions drawn = this[batch];
        int count = _stride / _actions.Width;
        if (masks.Length != count * _actions.Count || drawn.Indices.IsEmpty)
        {
            throw new ArgumentException(
                $"Masks are for choices, {_actions.Count} elements for each action of {_actions}; received {masks.Length} for {count} "
                + "actions.", nameof(masks));
        }

        _masked = _masked.Length == 0 ? new int[_stride] : _masked;
        Rng again = Rng.Stream(_seed, "actions under masks", batch);
        for (int i = 0; i < _masked.Length; i++)
        {
            int choices = _actions.Choices[i % _actions.Width];
            ReadOnlySpan<bool> mask = masks[..choices];
            _masked[i] = mask[drawn.Indices[i]] ? drawn.Indices[i] : ActionMask.Draw(mask, choices, ref again);
            masks = masks[choices..];
        }

        return new(_masked);
    }
}
