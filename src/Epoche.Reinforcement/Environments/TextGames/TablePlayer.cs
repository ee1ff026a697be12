namespace Epoche.Simulation;

/// <summary>
/// The best player of a game whose rules are a table: finite-horizon dynamic programming (Bellman 1957) over the steps that are left, so
/// that its mean return is the largest that any policy has.
/// </summary>
internal sealed class TablePlayer : IPolicy, IStateful
{
    private readonly TransitionTable _table;
    private readonly int _horizon;
    private readonly byte[] _best; // [steps left − 1, states]
    private readonly double[] _values; // of the states, with all steps left
    private int[] _elapsed = [];

    public TablePlayer(TransitionTable table, int horizon)
    {
        (_table, _horizon) = (table, horizon);
        _best = new byte[horizon * table.States];
        double[] next = new double[table.States];
        _values = new double[table.States];
        for (int left = 0; left < horizon; left++)
        {
            (_values, next) = (next, _values);
            for (int state = 0; state < table.States; state++)
            {
                (_best[(left * table.States) + state], _values[state]) = Best(state, next);
            }
        }
    }

    /// <summary>The mean over the states in which episodes start of the best mean return.</summary>
    public double MeanReturn
    {
        get
        {
            double sum = 0;
            foreach (int start in _table.Starts)
            {
                sum += _values[start];
            }

            return sum / _table.Starts.Length;
        }
    }

    /// <summary>The best mean return from a state, with all steps left.</summary>
    public double ValueOf(int state) => _values[state];

    public void Begin(ReadOnlySpan<int> lanes)
    {
        foreach (int lane in lanes)
        {
            MakeRoom(lane);
            _elapsed[lane] = 0;
        }
    }

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        for (int i = 0; i < lanes.Length; i++)
        {
            MakeRoom(lanes[i]);
            int left = Math.Max(0, _horizon - 1 - _elapsed[lanes[i]]++);
            actions.Indices[i] = _best[(left * _table.States) + (int)observations[i]];
        }
    }

    int IStateful.StateVersion => 1;

    /// <summary>The clock of each lane, where it is asked in a training that is to be resumed.</summary>
    void IStateful.SaveState(StateSaver to) => to.Write<int>("elapsed", _elapsed);

    void IStateful.LoadState(StateLoader from)
    {
        int[] elapsed = from.Array<int>("elapsed");
        _elapsed = elapsed.All(steps => steps >= 0) ? elapsed : throw from.Mismatch("elapsed", "steps of 0 or more", "others");
    }

    private void MakeRoom(int lane)
    {
        if (lane >= _elapsed.Length)
        {
            Array.Resize(ref _elapsed, lane + 1);
        }
    }

    private (byte Action, double Value) Best(int state, double[] next)
    {
        (byte action, double value) best = (0, double.NegativeInfinity);
        for (int action = 0; action < _table.Actions; action++)
        {
            double value = 0;
            foreach (Outcome outcome in _table.Of(state, action))
            {
                value += outcome.Reward + (outcome.Terminated ? 0 : next[outcome.State]);
            }

            value /= _table.Outcomes;
            if (value > best.value && _table.Allows(state, action))
            {
                best = ((byte)action, value);
            }
        }

        return best;
    }
}
