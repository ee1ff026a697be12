namespace Epoche;

public sealed partial class TableAgent
{
    private long _updates, _visited;
    private double _error = double.NaN;

    /// <inheritdoc/>
    protected internal override void Learn()
    {
        int i = _learner++;
        ref Transition lane = ref _lanes[i];
        ReadOnlySpan<int> rows = Of(_places, i);
        bool isFirst = _options.Method == TableMethod.DoubleQLearning && _exploration.NextBoolean();
        double follows = lane.Terminated ? 0 : ValueOfNext(i, ref lane, isFirst);
        if (_options.Method == TableMethod.Sarsa && lane.Ended)
        {
            Look(_rows.Values, Of(_startPlaces, i));
            lane.Next = TableTargets.Draw(_q, ActionMask.Row(_startAllowed, i, _q.Length), _epsilon, ref _exploration);
        }

        Span<float> table = _first.Length == 0 ? _rows.Values : isFirst ? _first : _second;
        double value = ValueOf(table, rows, lane.Action);
        double error = lane.Reward + (_options.Discount * follows) - value;
        double step = _options.StepSize.At(Visits(rows, lane.Action) + 1);
        if (_traces is null)
        {
            LearnOne(table, rows, lane.Action, step * error);
        }
        else
        {
            LearnAll(i, rows, in lane, step, error, value - lane.Expected);
            lane.Expected = follows;
        }

        Count(rows, lane.Action);
        _error = double.IsNaN(_error) ? Math.Abs(error) : _error + (ErrorRate * (Math.Abs(error) - _error));
        _updates++;
    }

    /// <summary>What the state that follows is worth; 0 where it allows no action.</summary>
    private double ValueOfNext(int i, ref Transition lane, bool isFirst)
    {
        ReadOnlySpan<int> rows = Of(_nextPlaces, i);
        ReadOnlySpan<bool> allowed = ActionMask.Row(_nextAllowed, i, _q.Length);
        if (!TableTargets.AnyAllowed(allowed))
        {
            return 0;
        }

        if (_options.Method == TableMethod.DoubleQLearning)
        {
            Look(isFirst ? _first : _second, rows);
            return ValueOf(isFirst ? _second : _first, rows, TableTargets.Greedy(_q, allowed, ref _exploration));
        }

        Look(_rows.Values, rows);
        if (_options.Method != TableMethod.Sarsa)
        {
            return _options.Method == TableMethod.QLearning
                ? TableTargets.Max(_q, allowed)
                : TableTargets.Expected(_q, allowed, _epsilon);
        }

        int next = TableTargets.Draw(_q, allowed, _epsilon, ref _exploration);
        lane.Next = lane.Ended ? -1 : next; // of an episode that was cut off it only values the last state
        return _q[next];
    }

    private void LearnOne(Span<float> table, ReadOnlySpan<int> rows, int action, double change)
    {
        foreach (int row in rows)
        {
            RequireFinite(table[(row * _q.Length) + action] + change, (row * _q.Length) + action);
        }

        foreach (int row in rows)
        {
            int place = (row * _q.Length) + action;
            table[place] = (float)(table[place] + change);
            if (_first.Length > 0)
            {
                _rows.Values[place] = (_first[place] + _second[place]) / 2;
            }
        }
    }

    /// <summary>Lets all that have a trace share in an error.</summary>
    /// <param name="i">The environment.</param>
    /// <param name="rows">The state.</param>
    /// <param name="lane">Its transition.</param>
    /// <param name="step">α.</param>
    /// <param name="error">δ.</param>
    /// <param name="drift">By how much the state's value has changed since it was bootstrapped from, Q − Q_old.</param>
    private void LearnAll(int i, ReadOnlySpan<int> rows, in Transition lane, double step, double error, double drift)
    {
        bool isCut = _options.Method == TableMethod.QLearning && !lane.IsGreedy;
        _traces!.Fade(i, isCut ? 0 : (double)_options.Discount * _options.Lambda);
        bool isCorrected = _options.Traces == TraceKind.Dutch && !_traces.Active(i).IsEmpty; // nothing is bootstrapped from the first
        drift = isCorrected ? drift : 0;
        Mark(i, rows, lane.Action, step);
        Span<float> table = _rows.Values;
        ReadOnlySpan<int> active = _traces.Active(i);
        for (int pass = 0; pass < 2; pass++) // nothing is changed before all of it is known to be finite
        {
            foreach (int place in active)
            {
                double here = drift != 0 && IsHere(place, rows, lane.Action) ? step * drift : 0;
                double moved = table[place] + (step * (error + drift) * _traces.Of(i, place)) - here;
                RequireFinite(moved, place);
                table[place] = pass == 0 ? table[place] : (float)moved;
            }
        }

        if (lane.Ended)
        {
            _traces.Clear(i);
        }
    }

    /// <summary>Marks the visit of a state and an action, once the traces of before have faded.</summary>
    private void Mark(int i, ReadOnlySpan<int> rows, int action, double step)
    {
        double before = 0; // γλ·e·φ, for dutch traces
        foreach (int row in rows)
        {
            before += _traces!.Of(i, (row * _q.Length) + action);
        }

        foreach (int row in rows)
        {
            int first = row * _q.Length;
            for (int a = 0; a < _q.Length && _options.Traces == TraceKind.Replacing; a++)
            {
                _traces!.Set(i, first + a, a == action ? _traces.Of(i, first + a) : 0);
            }

            double old = _traces!.Of(i, first + action);
            _traces.Set(i, first + action, _options.Traces switch
            {
                TraceKind.Replacing => 1,
                TraceKind.Accumulating => old + 1,
                _ => old + 1 - (step / rows.Length * before),
            });
        }
    }

    private bool IsHere(int place, ReadOnlySpan<int> rows, int action) =>
        place % _q.Length == action && rows.Contains(place / _q.Length);

    private int Visits(ReadOnlySpan<int> rows, int action) => _visits[(rows[0] * _q.Length) + action];

    private void Count(ReadOnlySpan<int> rows, int action)
    {
        foreach (int row in rows)
        {
            ref int visits = ref _visits[(row * _q.Length) + action];
            _visited += visits == 0 ? 1 : 0;
            visits += visits < int.MaxValue ? 1 : 0;
        }
    }

    private void RequireFinite(double value, int place)
    {
        if (!float.IsFinite((float)value))
        {
            throw new NonFiniteException(
                _updates + 1, $"the value of action {place % _q.Length} in row {place / _q.Length} of the table", (float)value,
                "The table is as it was before. Usual causes: a step size that is too large for traces that add up, a discount of 1 "
                + "where episodes do not end.");
        }
    }
}
