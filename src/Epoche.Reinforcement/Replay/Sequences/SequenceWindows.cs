namespace Epoche;

/// <summary>
/// The sequences that environments are in the midst of. Each has a window of its last steps, from which a sequence goes into the memory
/// when it is long enough, or when the episode ends; no sequence holds steps of two episodes. The steps of the sequence under way begin
/// <see cref="SequenceOptions.BurnIn"/> places behind the window's start, or fewer where the episode has no more.
/// </summary>
internal sealed class SequenceWindows : IStateful
{
    private readonly EnvironmentSpec _spec;
    private readonly SequenceOptions _options;
    private readonly SequenceReplay _replay;
    private readonly SequenceStore _steps;
    private readonly float[] _states; // before each step, [environments, steps, state]
    private readonly int[] _filled, _begin; // steps taken, and the first of the sequence under way
    private readonly int _state;

    /// <summary>Makes room.</summary>
    public SequenceWindows(EnvironmentSpec spec, int environments, int stateSize, SequenceOptions options, SequenceReplay replay)
    {
        (_spec, _options, _replay, _state) = (spec, options, replay, stateSize);
        _steps = new(spec, environments, options.Steps);
        OptionChecks.Fits((long)environments * options.Steps, Math.Max(1, stateSize), "states", nameof(environments));
        _states = new float[environments * options.Steps * stateSize];
        (_filled, _begin) = (new int[environments], new int[environments]);
    }

    int IStateful.StateVersion => 1;

    /// <summary>Episodes begin everywhere; what was not complete is forgotten.</summary>
    public void Begin(ReadOnlySpan<float> observations, ReadOnlySpan<bool> allowed)
    {
        for (int i = 0; i < _filled.Length; i++)
        {
            Begin(i, Row(observations, i, _spec.Observation.ElementCount), Row(allowed, i, _spec.MaskWidth));
        }
    }

    /// <summary>What was done before the present step, −1 and 0 at the start of an episode.</summary>
    public (int Action, float Reward) Previous(int environment)
    {
        int place = (environment * _options.Steps) + _filled[environment];
        return (_steps.Actions[place], _steps.Rewards[place]);
    }

    /// <summary>Notes the state before the present step.</summary>
    public void Remember(int environment, ReadOnlySpan<float> state) =>
        state.CopyTo(_states.AsSpan(((environment * _options.Steps) + _filled[environment]) * _state, _state));

    /// <summary>Notes what came of a step.</summary>
    public void Add(int environment, int action, in BatchTransition result)
    {
        int width = _spec.Observation.ElementCount, masks = _spec.MaskWidth;
        bool ended = result.Ended(environment);
        _filled[environment]++;
        _steps.Put(
            environment, _filled[environment],
            Row<float>(ended ? result.FinalObservations : result.Observations, environment, width),
            Row<bool>(ended ? result.FinalActionMasks : result.ActionMasks, environment, masks), action, result.Rewards[environment]);
        int length = _filled[environment] - _begin[environment];
        if (ended)
        {
            Keep(environment, length, result.Terminated[environment]);
            Begin(environment, Row<float>(result.Observations, environment, width), Row<bool>(result.ActionMasks, environment, masks));
        }
        else if (length == _options.Length)
        {
            Keep(environment, length, terminated: false);
            MoveOn(environment);
        }
    }

    void IStateful.SaveState(StateSaver to)
    {
        _steps.Save(to, _filled.Length);
        to.Write<float>("states", _states);
        to.Write<int>("filled", _filled);
        to.Write<int>("begin", _begin);
    }

    void IStateful.LoadState(StateLoader from)
    {
        from.RequireCount<int>("filled", _filled.Length);
        from.RequireCount<int>("begin", _begin.Length);
        int[] filled = from.Array<int>("filled"), begin = from.Array<int>("begin");
        for (int i = 0; i < filled.Length; i++)
        {
            if (begin[i] < 0 || begin[i] > Math.Min(_options.BurnIn, filled[i]) || filled[i] - begin[i] >= _options.Length)
            {
                throw from.Mismatch("filled", $"less than {_options.Length} steps behind at most {_options.BurnIn}", $"{filled[i]}");
            }
        }

        SequenceStore.RequireFinite(from, "states", _states.Length);
        _steps.Load(from, _filled.Length, i => (1, filled[i]));
        from.Read<float>("states", _states);
        filled.CopyTo(_filled, 0);
        begin.CopyTo(_begin, 0);
    }

    private void Begin(int environment, ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed)
    {
        (_filled[environment], _begin[environment]) = (0, 0);
        _steps.Put(environment, 0, observation, allowed, action: -1, reward: 0);
    }

    private void Keep(int environment, int length, bool terminated) => _replay.Add(
        _steps, environment, _states.AsSpan(environment * _options.Steps * _state, _state), _begin[environment], length, terminated);

    /// <summary>The next sequence begins, and the window forgets what lies before its burn-in.</summary>
    private void MoveOn(int environment)
    {
        ref int begin = ref _begin[environment], filled = ref _filled[environment];
        begin += _options.Period;
        int drop = Math.Max(0, begin - _options.BurnIn), kept = filled - drop + 1, first = environment * _options.Steps;
        _steps.Copy(_steps, environment, drop, environment, 0, kept);
        _states.AsSpan((first + drop) * _state, (kept - 1) * _state).CopyTo(_states.AsSpan(first * _state));
        (begin, filled) = (begin - drop, filled - drop);
    }

    private static ReadOnlySpan<T> Row<T>(ReadOnlySpan<T> rows, int index, int width) => rows.Slice(width == 0 ? 0 : index * width, width);
}
