using System.Buffers;
using System.Runtime.CompilerServices;
using Epoche.Simulation;

namespace Epoche;

/// <summary>Scalar environments as a batch.</summary>
internal sealed class LiftedEnvironment<TEnvironment> : IBatchEnvironment
    where TEnvironment : IEnvironment
{
    private readonly Func<int, TEnvironment> _create;
    private readonly TEnvironment[] _environments;
    private readonly Rng[] _rngs;
    private readonly int[] _elapsed;
    private readonly EpisodeState<TEnvironment> _episodes;
    private readonly int _width, _maskWidth, _informationWidth;
    private readonly bool[] _masks; // of the present states
    private readonly int[] _timeLimits;
    private readonly SoleUse _use = BatchChecks.SoleUse();
    private bool _started;
    private int _saves;

    public LiftedEnvironment(Func<int, TEnvironment> create, int count)
    {
        _create = create;
        _environments = new TEnvironment[count];
        _rngs = new Rng[count];
        _elapsed = new int[count];
        _timeLimits = new int[count];
        EnvironmentSpec[] specs = new EnvironmentSpec[count];
        for (int i = 0; i < count; i++)
        {
            _environments[i] = create(i) ?? throw new ArgumentException($"The factory gave null for environment {i}.", nameof(create));
            if (i > 0 && !typeof(TEnvironment).IsValueType && ReferenceEquals(_environments[i], _environments[0]))
            {
                throw new ArgumentException(
                    "The factory gave the same object twice; it must make a new environment on each call: () => new … or i => new …",
                    nameof(create));
            }

            specs[i] = Checked(_environments[i].Spec);
            _timeLimits[i] = specs[i].TimeLimit ?? int.MaxValue;
            if (!specs[i].HasSpacesOf(specs[0]))
            {
                throw new ArgumentException(
                    $"The environments of a batch need the same observations and actions; environment 0 has {specs[0].Spaces}, "
                    + $"environment {i} has {specs[i].Spaces}.", nameof(create));
            }

            if (!specs[i].Information.Equals(specs[0].Information))
            {
                throw new ArgumentException(
                    $"The environments of a batch need the same numbers beside a step; environment 0 has ({specs[0].Information}), "
                    + $"environment {i} has ({specs[i].Information}).", nameof(create));
            }
        }

        Spec = SharedSpec.Of(specs);
        (_width, _maskWidth, _informationWidth) = (Spec.Observation.ElementCount, Spec.MaskWidth, Spec.Information.Count);
        OptionChecks.Fits(count, _maskWidth, "action masks", nameof(count));
        _masks = new bool[count * _maskWidth];
        _episodes = new(Spec, count);
    }

    public EnvironmentSpec Spec { get; }

    public int Count => _environments.Length;

    public IBatchEnvironment WithCount(int count) => BatchEnvironment.Of(_create, count);

    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        for (int i = 0; i < _environments.Length; i++)
        {
            _rngs[i] = Rng.Stream(seed, "env", i);
            Begin(i, observations.Slice(i * _width, _width));
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
        BatchChecks.Actions(Spec, Count, actions);
        if (_maskWidth > 0)
        {
            BatchChecks.Allowed(Spec, _masks, actions.Indices);
        }

        bool discrete = Spec.Actions.IsDiscrete, saysMore = (_maskWidth | _informationWidth) > 0;
        for (int i = 0; i < _environments.Length; i++)
        {
            EnvironmentAction action = discrete ? new(actions.Indices[i]) : Spec.Actions.Row(actions, i);
            Span<float> observation = result.Observations.Slice(i * _width, _width);
            StepResult step = _environments[i].Step(action, ref _rngs[i], observation);
            bool truncated = step.Truncated | ++_elapsed[i] >= _timeLimits[i];
            result.Rewards[i] = step.Reward;
            result.Terminated[i] = step.Terminated;
            result.Truncated[i] = truncated;
            bool ended = step.Terminated | truncated;
            if (saysMore)
            {
                SayMore(i, result, ended);
            }

            if (ended)
            {
                observation.CopyTo(result.FinalObservations.Slice(i * _width, _width));
                Begin(i, observation);
            }
            else
            {
                _episodes.Acted(i, action, observation);
            }
        }

        if (_maskWidth > 0)
        {
            _masks.CopyTo(result.ActionMasks);
        }
    }

    public void WriteActionMasks(Span<bool> allowed)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Masks(Spec, Count, allowed.Length);
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        _masks.CopyTo(allowed);
    }

    public void SaveState(IBufferWriter<byte> destination)
    {
        using SoleUse.Scope use = _use.Enter();
        ArgumentNullException.ThrowIfNull(destination);
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        RequireRestorable();

        StateWriter writer = new(destination);
        writer.WriteHeader(EpisodeState.Version, Kind, Count);
        for (int i = 0; i < _environments.Length; i++)
        {
            writer.Write(_rngs[i]);
            writer.Write(_elapsed[i]);
            _episodes.Save(i, ref _environments[i], destination);
        }
    }

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(EpisodeState.Version, Kind, Count);
        for (int i = 0; i < _environments.Length; i++)
        {
            _rngs[i] = reader.ReadRng();
            _elapsed[i] = reader.ReadInt32();
            _episodes.Restore(i, ref _environments[i], _create, ref reader);
            Mask(i);
        }

        reader.End();
        _started = true;
    }

    public void Dispose()
    {
        foreach (TEnvironment environment in _environments)
        {
            (environment as IDisposable)?.Dispose();
        }
    }

    private string Kind => $"{(Spec.Name.Length > 0 ? Spec.Name : typeof(TEnvironment).Name)}, {_episodes.Form}";

    /// <summary>
    /// What can be seen of a state that could not be restored: all of it before the first is saved, and one environment with each later
    /// one, which costs little.
    /// </summary>
    private void RequireRestorable()
    {
        if (_episodes.Form == EpisodeForm.Copied)
        {
            return; // the copy holds what the constructor was given
        }

        if (_saves == 0)
        {
            FactoryChecks.MakesTheSameAgain(Spec, _create, Count);
        }

        for (int i = _saves % Count, end = _saves == 0 ? Count : i + 1; i < end; i++)
        {
            _episodes.RequireReplay(i, _create);
        }

        _saves++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Begin(int i, Span<float> observation)
    {
        Rng start = _rngs[i];
        _elapsed[i] = 0;
        _environments[i].Reset(ref _rngs[i], observation);
        _episodes.Began(i, start, observation);
        Mask(i);
    }

    /// <summary>
    /// What comes beside a step, apart from the loop above, so that environments that say no more than numbers do not pay for it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SayMore(int i, in BatchTransition result, bool ended)
    {
        if (_informationWidth > 0)
        {
            _environments[i].WriteInformation(result.Information.Slice(i * _informationWidth, _informationWidth));
        }

        if (!ended)
        {
            Mask(i);
        }
        else if (_maskWidth > 0)
        {
            _environments[i].WriteActionMask(result.FinalActionMasks.Slice(i * _maskWidth, _maskWidth));
        }
    }

    private void Mask(int i)
    {
        if (_maskWidth > 0)
        {
            Span<bool> mask = _masks.AsSpan(i * _maskWidth, _maskWidth);
            mask.Clear(); // what is not written is not allowed, whatever the state before allowed
            _environments[i].WriteActionMask(mask);
        }
    }

    private static EnvironmentSpec Checked(EnvironmentSpec? spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Observation.ElementCount == 0)
        {
            throw new ArgumentException($"{spec.Label}: the observation's shape {spec.Observation} holds no number.", nameof(spec));
        }

        return spec.Problem is not { } problem ? spec : throw new ArgumentException($"{spec.Label}: {problem}", nameof(spec));
    }
}
