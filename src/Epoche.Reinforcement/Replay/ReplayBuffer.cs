namespace Epoche;

/// <summary>
/// Uniform experience replay (Lin 1992, Mnih 2015) over columns, one ring for each environment. Every observation is stored once: the s_t of one
/// step is the s_tm1 of the next; only the last observation of an episode takes a slot of its own, which is never sampled. A terminated
/// step is not bootstrapped from; a truncated one is, from the observation in which the episode was cut off. Adding and sampling
/// allocate nothing. Not thread-safe.
/// </summary>
public sealed partial class ReplayBuffer
{
    private readonly EnvironmentSpec _spec;
    private readonly int _environments, _rows, _width, _actionWidth, _nStep;
    private readonly float[] _discountPowers; // γ⁰ … γⁿ
    private readonly float[] _observations, _actions, _rewards; // slot = environment · rows + row
    private readonly SlotKind[] _kinds;
    private readonly Column[] _columns;

    /// <summary>Allocates all memory at once.</summary>
    /// <param name="spec">What is stored.</param>
    /// <param name="environments">How many environments add to it.</param>
    /// <param name="options">Capacity and n-step length.</param>
    /// <param name="discount">γ, in [0, 1].</param>
    /// <exception cref="ArgumentException">A value lies outside its range, or the capacity is too small for so many environments.</exception>
    public ReplayBuffer(EnvironmentSpec spec, int environments, ReplayOptions options, float discount)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(environments);
        options.Validate();
        if (discount is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"The discount is {discount}; expected 0 to 1.", nameof(discount));
        }

        _spec = spec;
        _environments = environments;
        _nStep = options.NStep;
        _rows = (options.Capacity + environments - 1) / environments;
        if (_rows < _nStep + 2)
        {
            throw new ArgumentException(
                $"Replay.Capacity is {options.Capacity}, {_rows} for each of {environments} environments; expected at least NStep + 2 = {_nStep + 2} each. Raise the capacity or use fewer environments.",
                nameof(options));
        }

        _width = spec.Observation.Count;
        _actionWidth = spec.Actions.IsDiscrete ? 1 : spec.Actions.Count;
        int slots = checked(_rows * environments);
        _observations = new float[checked(slots * _width)];
        _actions = new float[checked(slots * _actionWidth)];
        _rewards = new float[slots];
        _kinds = new SlotKind[slots];
        _columns = new Column[environments];
        _discountPowers = new float[_nStep + 1];
        _discountPowers[0] = 1;
        for (int k = 1; k <= _nStep; k++)
        {
            _discountPowers[k] = _discountPowers[k - 1] * discount;
        }
    }

    /// <summary>What a slot holds.</summary>
    private enum SlotKind : byte
    {
        /// <summary>Nothing yet, or an observation whose action is still to come (the head of a column).</summary>
        Open,

        /// <summary>A step that went on; the next slot holds s_t.</summary>
        Continued,

        /// <summary>A step that terminated its episode; the next slot holds the final observation.</summary>
        Terminated,

        /// <summary>A step at which the episode was cut off; the next slot holds the final observation.</summary>
        Truncated,

        /// <summary>The last observation of an episode: no action was taken in it.</summary>
        Final,
    }

    /// <summary>How many transitions can be sampled now.</summary>
    public int Count { get; private set; }

    /// <summary>How many environments add.</summary>
    public int Environments => _environments;

    /// <summary>
    /// Takes the observations that the first actions will be chosen on. Where an episode was still running (the environments were reset from outside)
    /// it counts as truncated at the last observation.
    /// </summary>
    /// <param name="observations"><c>[environments, …observation]</c>.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Begin(ReadOnlySpan<float> observations)
    {
        RequireLength(observations.Length, _environments * _width, nameof(observations));
        for (int i = 0; i < _environments; i++)
        {
            ref Column column = ref _columns[i];
            if (column.Run > 0)
            {
                int last = Slot(i, column.Head == 0 ? _rows - 1 : column.Head - 1);
                _kinds[last] = SlotKind.Truncated;
                Count += Math.Min(column.Run, _nStep - 1); // those whose n steps were not yet complete
                _kinds[Slot(i, column.Head)] = SlotKind.Final;
                Advance(i, ref column);
            }

            column.Run = 0;
            Put(i, column.Head, observations);
        }
    }

    /// <summary>Adds one step of every environment.</summary>
    /// <param name="actions">What was done in the observations stored last.</param>
    /// <param name="result">What came of it.</param>
    /// <exception cref="ArgumentException">A span has another length than the environments need.</exception>
    public void Add(in BatchActions actions, in BatchTransition result)
    {
        RequireLength(result.Observations.Length, _environments * _width, nameof(result));
        if (_spec.Actions.IsDiscrete)
        {
            RequireLength(actions.Indices.Length, _environments, nameof(actions));
        }
        else
        {
            RequireLength(actions.Values.Length, _environments * _actionWidth, nameof(actions));
        }

        for (int i = 0; i < _environments; i++)
        {
            ref Column column = ref _columns[i];
            int slot = Slot(i, column.Head);
            if (_spec.Actions.IsDiscrete)
            {
                _actions[slot] = actions.Indices[i];
            }
            else
            {
                actions.Values.Slice(i * _actionWidth, _actionWidth).CopyTo(_actions.AsSpan(slot * _actionWidth));
            }

            _rewards[slot] = result.Rewards[i];
            column.Run++;
            if (result.Ended(i))
            {
                // Both flags can be set: the task being over decides, nothing follows it.
                _kinds[slot] = result.Terminated[i] ? SlotKind.Terminated : SlotKind.Truncated;
                Count += Math.Min(column.Run, _nStep);
                column.Run = 0;
                Advance(i, ref column);
                Put(i, column.Head, result.FinalObservations);
                _kinds[Slot(i, column.Head)] = SlotKind.Final;
            }
            else
            {
                _kinds[slot] = SlotKind.Continued;
                Count += column.Run >= _nStep ? 1 : 0;
            }

            Advance(i, ref column);
            Put(i, column.Head, result.Observations);
        }
    }

    private int Slot(int environment, int row) => (environment * _rows) + row;

    private void Put(int environment, int row, ReadOnlySpan<float> observations) =>
        observations.Slice(environment * _width, _width).CopyTo(_observations.AsSpan(Slot(environment, row) * _width));

    /// <summary>Moves a column's head on, over the oldest slot once the ring is full. By then the n steps of that slot are complete, as a ring has at least n + 2 slots.</summary>
    private void Advance(int environment, ref Column column)
    {
        column.Written++;
        column.Head = column.Head + 1 == _rows ? 0 : column.Head + 1;
        int slot = Slot(environment, column.Head);
        Count -= _kinds[slot] is SlotKind.Open or SlotKind.Final ? 0 : 1;
        _kinds[slot] = SlotKind.Open;
    }

    private static void RequireLength(int received, int expected, string name)
    {
        if (received != expected)
        {
            throw new ArgumentException($"The replay buffer expected {expected} numbers; received {received}.", name);
        }
    }

    /// <summary>One environment's ring.</summary>
    private struct Column
    {
        /// <summary>The row of the open slot: the observation that the next action will be chosen on.</summary>
        public int Head;

        /// <summary>How many slots were ever completed; the open slot is number <c>Written</c>.</summary>
        public long Written;

        /// <summary>Steps of the running episode so far.</summary>
        public int Run;
    }
}
