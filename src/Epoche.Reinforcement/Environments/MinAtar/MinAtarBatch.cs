using System.Buffers;

namespace Epoche.Simulation;

/// <summary>Many environments of one of the games.</summary>
internal sealed class MinAtarBatch<TGame> : IBatchEnvironment
    where TGame : struct, IMinAtarGame
{
    private const int StateVersion = 1;

    private readonly MinAtarOptions _options;
    private readonly MinAtarLanes<TGame> _lanes;
    private readonly int _width;
    private readonly SoleUse _use = BatchChecks.SoleUse();
    private bool _started;

    public MinAtarBatch(int count, MinAtarOptions options)
    {
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        options.Validate();
        Spec = TGame.Rules.Spec(options);
        _options = options;
        _lanes = new(count, options);
        _width = Spec.Observation.ElementCount;
    }

    public EnvironmentSpec Spec { get; }

    public int Count => _lanes.Count;

    public IBatchEnvironment WithCount(int count) => new MinAtarBatch<TGame>(count, _options);

    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        _lanes.Reset(seed);
        for (int i = 0; i < Count; i++)
        {
            Show(i, observations.Slice(i * _width, _width));
        }

        _started = true;
    }

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        RequireStarted();
        BatchChecks.Transition(Spec, Count, result);
        BatchChecks.DiscreteLength(Spec, Count, actions);
        int wrong = actions.Indices.IndexOfAnyExceptInRange(0, Spec.Actions.Count - 1);
        if (wrong >= 0)
        {
            throw BatchChecks.OutOfRange(Spec, wrong, actions.Indices[wrong]);
        }

        int limit = TGame.Rules.TimeLimit;
        for (int i = 0; i < Count; i++)
        {
            result.Rewards[i] = _lanes.Advance(i, actions.Indices[i], out bool terminated);
            bool late = _lanes.Elapsed[i] >= limit;
            result.Terminated[i] = terminated;
            result.Truncated[i] = late;
            Span<float> observation = result.Observations.Slice(i * _width, _width);
            if (terminated | late)
            {
                Show(i, result.FinalObservations.Slice(i * _width, _width));
                _lanes.Begin(i);
            }

            Show(i, observation);
        }
    }

    public void SaveState(IBufferWriter<byte> destination)
    {
        using SoleUse.Scope use = _use.Enter();
        ArgumentNullException.ThrowIfNull(destination);
        RequireStarted();
        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, Spec.Name, Count);
        for (int i = 0; i < Count; i++)
        {
            writer.Write(_lanes.Rngs[i]);
            writer.WriteCopy(in _lanes.Games[i]);
        }

        writer.WriteAll<int>(_lanes.LastActions);
        writer.WriteAll<int>(_lanes.Elapsed);
    }

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, Spec.Name, Count);
        for (int i = 0; i < Count; i++)
        {
            _lanes.Rngs[i] = reader.ReadRng();
            reader.ReadCopy(ref _lanes.Games[i]);
            reader.Require(_lanes.Games[i].IsPossible);
        }

        reader.ReadAll<int>(_lanes.LastActions);
        reader.ReadAll<int>(_lanes.Elapsed);
        reader.End();
        reader.Require(!_lanes.LastActions.AsSpan().ContainsAnyExceptInRange(0, MinAtarActions.Names.Count - 1));
        _started = true;
    }

    public void Dispose()
    {
    }

    private void Show(int index, Span<float> observation)
    {
        observation.Clear();
        _lanes.Games[index].Show(observation);
    }

    private void RequireStarted()
    {
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }
    }
}
