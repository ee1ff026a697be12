using System.Buffers;

namespace Epoche.Simulation;

/// <summary>Many seas of one kind.</summary>
internal sealed class DeepSeaBatch : IBatchEnvironment
{
    private const int StateVersion = 1;

    private readonly DeepSeaRules _rules;
    private readonly DeepSeaMove[] _moves; // looked up, for which way is right is a coin that no processor foresees
    private readonly int[] _rows, _columns;
    private readonly int _cells;
    private readonly SoleUse _use = BatchChecks.SoleUse();
    private bool _started;

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public DeepSeaBatch(DeepSeaRules rules, int count)
    {
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        _rules = rules;
        _cells = rules.Size * rules.Size;
        _moves = rules.Moves();
        _rows = new int[count];
        _columns = new int[count];
    }

    public EnvironmentSpec Spec => _rules.Spec;

    public int Count => _rows.Length;

    public IBatchEnvironment WithCount(int count) => new DeepSeaBatch(_rules, count);

    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        observations.Clear();
        for (int i = 0; i < Count; i++)
        {
            (_rows[i], _columns[i]) = (0, 0);
            observations[i * _cells] = 1;
        }

        _started = true;
    }

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        BatchChecks.Transition(Spec, Count, result);
        BatchChecks.DiscreteLength(Spec, Count, actions);
        int wrong = actions.Indices.IndexOfAnyExceptInRange(0, 1);
        if (wrong >= 0)
        {
            throw BatchChecks.OutOfRange(Spec, wrong, actions.Indices[wrong]);
        }

        ReadOnlySpan<DeepSeaMove> moves = _moves;
        result.Terminated.Clear();
        result.Truncated.Clear();
        for (int i = 0; i < _rows.Length; i++)
        {
            ref int row = ref _rows[i], column = ref _columns[i];
            (column, result.Rewards[i]) = moves[(((row * _rules.Size) + column) * 2) + actions.Indices[i]];
            if (++row == _rules.Size)
            {
                (result.Terminated[i], result.Truncated[i]) = (true, true); // the limit is the last row
                result.FinalObservations.Slice(i * _cells, _cells).Clear();
                (row, column) = (0, 0);
            }

            Span<float> cells = result.Observations.Slice(i * _cells, _cells);
            cells.Clear();
            cells[(row * _rules.Size) + column] = 1;
        }
    }

    public void SaveState(IBufferWriter<byte> destination)
    {
        using SoleUse.Scope use = _use.Enter();
        ArgumentNullException.ThrowIfNull(destination);
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, Spec.Name, Count);
        writer.WriteAll<int>(_rows);
        writer.WriteAll<int>(_columns);
    }

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, Spec.Name, Count);
        reader.Expect(Count * 2 * sizeof(int));
        reader.ReadAll(_rows.AsSpan());
        reader.ReadAll(_columns.AsSpan());
        _started = !_rows.AsSpan().ContainsAnyExceptInRange(0, _rules.Size - 1)
            && !_columns.AsSpan().ContainsAnyExceptInRange(0, _rules.Size - 1);
        reader.Require(_started);
    }

    public void Dispose()
    {
    }
}
