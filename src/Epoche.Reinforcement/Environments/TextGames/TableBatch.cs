using System.Buffers;

namespace Epoche.Simulation;

/// <summary>
/// Many games that follow one table of transitions: a step is a look-up, and a draw where an action has several outcomes.
/// </summary>
internal sealed class TableBatch : IBatchEnvironment
{
    private const int StateVersion = 1;

    private readonly TransitionTable _table;
    private readonly Rng[] _rngs;
    private readonly int[] _states, _elapsed;
    private readonly int _timeLimit;
    private readonly SoleUse _use = BatchChecks.SoleUse();
    private bool _started;

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public TableBatch(EnvironmentSpec spec, TransitionTable table, int count)
    {
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        (Spec, _table) = (spec, table);
        _timeLimit = spec.TimeLimit ?? int.MaxValue;
        _rngs = new Rng[count];
        _states = new int[count];
        _elapsed = new int[count];
    }

    public EnvironmentSpec Spec { get; }

    public int Count => _states.Length;

    public IBatchEnvironment WithCount(int count) => new TableBatch(Spec, _table, count);

    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = Rng.Stream(seed, "env", i);
            Begin(i, observations);
        }

        _started = true;
    }

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        RequireStarted();
        BatchChecks.Transition(Spec, Count, result);
        BatchChecks.DiscreteLength(Spec, Count, actions);
        int wrong = actions.Indices.IndexOfAnyExceptInRange(0, _table.Actions - 1);
        if (wrong >= 0)
        {
            throw BatchChecks.OutOfRange(Spec, wrong, actions.Indices[wrong]);
        }

        RequireAllowed(actions.Indices);
        Advance(actions.Indices, result);
        if (Spec.MasksActions)
        {
            WriteMasks(result.ActionMasks);
        }
    }

    public void WriteActionMasks(Span<bool> allowed)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Masks(Spec, Count, allowed.Length);
        RequireStarted();
        WriteMasks(allowed);
    }

    public void SaveState(IBufferWriter<byte> destination)
    {
        using SoleUse.Scope use = _use.Enter();
        ArgumentNullException.ThrowIfNull(destination);
        RequireStarted();
        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, $"{Spec.Name}, table", Count);
        foreach (ref readonly Rng rng in _rngs.AsSpan())
        {
            writer.Write(rng);
        }

        writer.WriteAll<int>(_states);
        writer.WriteAll<int>(_elapsed);
    }

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, $"{Spec.Name}, table", Count);
        reader.Expect(Count * ((2 * sizeof(ulong)) + (2 * sizeof(int))));
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = reader.ReadRng();
        }

        reader.ReadAll(_states.AsSpan());
        reader.ReadAll(_elapsed.AsSpan());
        _started = !_states.AsSpan().ContainsAnyExceptInRange(0, _table.States - 1);
        reader.Require(_started);
    }

    public void Dispose()
    {
    }

    private void Advance(ReadOnlySpan<int> actions, in BatchTransition result)
    {
        ReadOnlySpan<Outcome> all = _table.All;
        int width = _table.Actions, outcomes = _table.Outcomes;
        for (int i = 0; i < _states.Length; i++)
        {
            int first = ((_states[i] * width) + actions[i]) * outcomes;
            Outcome outcome = all[outcomes == 1 ? first : first + _rngs[i].NextInt(outcomes)];
            bool truncated = ++_elapsed[i] >= _timeLimit;
            _states[i] = outcome.State;
            result.Observations[i] = outcome.State;
            result.Rewards[i] = outcome.Reward;
            result.Terminated[i] = outcome.Terminated;
            result.Truncated[i] = truncated;
            if (outcome.Terminated | truncated)
            {
                result.FinalObservations[i] = outcome.State;
                if (_table.Masks.Length > 0)
                {
                    _table.Mask(outcome.State).CopyTo(result.FinalActionMasks[(i * width)..]);
                }

                Begin(i, result.Observations);
            }
        }
    }

    private void Begin(int i, Span<float> observations)
    {
        _states[i] = _table.Start(ref _rngs[i]);
        _elapsed[i] = 0;
        observations[i] = _states[i];
    }

    private void WriteMasks(Span<bool> masks)
    {
        int width = _table.Actions;
        ReadOnlySpan<bool> all = _table.Masks;
        for (int i = 0; i < _states.Length && all.Length > 0; i++)
        {
            all.Slice(_states[i] * width, width).CopyTo(masks[(i * width)..]);
        }
    }

    private void RequireAllowed(ReadOnlySpan<int> actions)
    {
        ReadOnlySpan<bool> masks = _table.Masks;
        for (int i = 0; i < actions.Length && masks.Length > 0; i++)
        {
            if (!masks[(_states[i] * _table.Actions) + actions[i]])
            {
                BatchChecks.Allowed(Spec, _table.Mask(_states[i]), actions.Slice(i, 1), firstRow: i); // throws, and says what is
            }
        }
    }

    private void RequireStarted()
    {
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }
    }
}
