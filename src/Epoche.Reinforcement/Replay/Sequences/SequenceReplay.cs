namespace Epoche;

/// <summary>
/// Sequences of steps, each of one episode, to be drawn again. Of a row of <see cref="SequenceOptions.Steps"/> places the steps that are
/// learned from begin at <see cref="SequenceOptions.BurnIn"/>; those in front of them end there, and what is left over on either side is
/// padding.
/// </summary>
internal sealed class SequenceReplay : IStateful
{
    private readonly SequenceOptions _options;
    private readonly ReplayPriorities? _priorities;
    private readonly int _state;
    private int _next;

    /// <summary>Makes room.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="stateSize">Numbers of a state.</param>
    /// <param name="options">Lengths and capacity.</param>
    public SequenceReplay(EnvironmentSpec spec, int stateSize, SequenceOptions options)
    {
        (_options, _state) = (options, stateSize);
        int capacity = options.Capacity;
        Store = new(spec, capacity, options.Steps);
        OptionChecks.Fits(capacity, Math.Max(1, stateSize), "states", nameof(options));
        States = new float[capacity * stateSize];
        (Before, Lengths, Terminated) = (new int[capacity], new int[capacity], new bool[capacity]);
        _priorities = options.Priorities is { } priorities ? new(capacity, priorities) : null;
    }

    /// <summary>How many sequences there are.</summary>
    public int Count { get; private set; }

    /// <summary>Their steps.</summary>
    public SequenceStore Store { get; }

    /// <summary>The state before the first step of each, <c>[capacity, state]</c>.</summary>
    public float[] States { get; }

    /// <summary>Steps in front of those that are learned from, <c>[capacity]</c>.</summary>
    public int[] Before { get; }

    /// <summary>Steps that are learned from, <c>[capacity]</c>.</summary>
    public int[] Lengths { get; }

    /// <summary>Whether the task was over after the last of them, <c>[capacity]</c>.</summary>
    public bool[] Terminated { get; }

    int IStateful.StateVersion => 1;

    /// <summary>Bytes that so many options take.</summary>
    public static long BytesFor(EnvironmentSpec spec, int stateSize, SequenceOptions options) =>
        (((spec.Observation.ElementCount + spec.MaskWidth + 2L) * options.Steps) + stateSize + 3) * sizeof(float) * options.Capacity;

    /// <summary>Keeps a sequence.</summary>
    /// <param name="steps">Where its steps lie.</param>
    /// <param name="row">In which row, from its first step on.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="before">Steps before those that are learned from.</param>
    /// <param name="length">Steps that are learned from.</param>
    /// <param name="terminated">Whether the task was over then.</param>
    public void Add(SequenceStore steps, int row, ReadOnlySpan<float> state, int before, int length, bool terminated)
    {
        int slot = _next;
        _next = (_next + 1) % _options.Capacity;
        Count = Math.Max(Count, slot + 1);
        Store.Clear(slot);
        Store.Copy(steps, row, 0, slot, _options.BurnIn - before, before + length + 1);
        state.CopyTo(States.AsSpan(slot * _state, _state));
        (Before[slot], Lengths[slot], Terminated[slot]) = (before, length, terminated);
        _priorities?.Begin(slot);
    }

    /// <summary>Draws sequences, and says what each counts.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="update">The number of the update.</param>
    /// <param name="slots">Receives them.</param>
    /// <param name="weights">Receives what they count.</param>
    public void Sample(ref Rng random, long update, Span<int> slots, Span<float> weights)
    {
        if (_priorities is not null)
        {
            _priorities.Draw(slots, ref random);
            _priorities.Weigh(slots, Count, update, weights);
            return;
        }

        foreach (ref int slot in slots)
        {
            slot = random.NextInt(Count);
        }

        weights.Fill(1);
    }

    /// <summary>Takes how wrong sequences were.</summary>
    public void UpdatePriorities(ReadOnlySpan<int> slots, ReadOnlySpan<float> errors) => _priorities?.Update(slots, errors);

    void IStateful.SaveState(StateSaver to)
    {
        to.Write("count", Count);
        to.Write("next", _next);
        Store.Save(to, Count);
        to.Write<float>("states", States.AsSpan(0, Count * _state));
        to.Write<int>("before", Before.AsSpan(0, Count));
        to.Write<int>("lengths", Lengths.AsSpan(0, Count));
        byte[] ends = new byte[Count];
        for (int slot = 0; slot < Count; slot++)
        {
            ends[slot] = (byte)(Terminated[slot] ? 1 : 0);
        }

        to.Write("terminated", ends);
        _priorities?.Save(to);
    }

    void IStateful.LoadState(StateLoader from)
    {
        int count = from.Int32("count", least: 0, most: _options.Capacity);
        int next = from.Int32("next", least: 0, most: _options.Capacity - 1);
        if (count < _options.Capacity && next != count)
        {
            throw from.Mismatch("next", $"{count}, the first free place", $"{next}");
        }

        from.RequireCount<int>("before", count);
        from.RequireCount<int>("lengths", count);
        int[] before = from.Array<int>("before"), lengths = from.Array<int>("lengths");
        if (before.AsSpan().ContainsAnyExceptInRange(0, _options.BurnIn) || lengths.AsSpan().ContainsAnyExceptInRange(1, _options.Length))
        {
            throw from.Mismatch(
                "lengths", $"up to {_options.BurnIn} steps before, and 1 to {_options.Length} steps to learn from", "others");
        }

        byte[] ends = from.Bytes("terminated").ToArray();
        if (ends.Length != count || ends.Any(end => end > 1))
        {
            throw from.Mismatch("terminated", $"{count} of 0 and 1", "others");
        }

        SequenceStore.RequireFinite(from, "states", (long)count * _state);
        _priorities?.Load(from, slot => slot < count);
        Store.Load(from, count, slot => (_options.BurnIn - before[slot] + 1, _options.BurnIn + lengths[slot]));
        from.Read("states", States.AsSpan(0, count * _state));
        before.CopyTo(Before, 0);
        lengths.CopyTo(Lengths, 0);
        for (int slot = 0; slot < count; slot++)
        {
            Terminated[slot] = ends[slot] == 1;
        }

        (Count, _next) = (count, next);
    }
}
