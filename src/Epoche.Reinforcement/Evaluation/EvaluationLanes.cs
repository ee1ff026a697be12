namespace Epoche;

/// <summary>A batch of environments and the memory to play one episode in each.</summary>
internal sealed class EvaluationLanes : IDisposable
{
    private readonly IBatchEnvironment _environment;
    private readonly EnvironmentSpec _spec;
    private readonly ActionSpec _actions;
    private readonly int _width;
    private readonly TransitionBuffers _buffers;
    private readonly float[] _shown, _values, _shownValues, _shownRewards;
    private readonly int[] _playing, _indices, _shownIndices;
    private readonly bool[] _shownMasks;

    public EvaluationLanes(IBatchEnvironment environment)
    {
        (_environment, _spec) = (environment, environment.Spec);
        _actions = environment.Spec.Actions;
        _width = environment.Spec.Observation.ElementCount;
        _buffers = new(environment);
        _playing = new int[Count];
        _shown = new float[Count * _width];
        _shownMasks = new bool[_buffers.ActionMasks.Length];
        (_indices, _values) = _actions.Room(Count);
        (_shownIndices, _shownValues) = _actions.Room(Count);
        _shownRewards = new float[Count];
    }

    public int Count => _environment.Count;

    /// <summary>Plays one episode in each lane.</summary>
    /// <param name="policy">Who plays.</param>
    /// <param name="seed">The seed of the lanes' streams.</param>
    /// <param name="firstEpisode">Which episode the first lane plays, for messages.</param>
    /// <param name="returns">Receives the return of each lane.</param>
    /// <param name="observer">Watches; null for nobody.</param>
    /// <param name="ct">Checked at every step.</param>
    /// <returns>The steps of all lanes together.</returns>
    /// <exception cref="NonFiniteException">An observation or reward of an episode that is played is NaN or infinite.</exception>
    public long Play(
        IPolicy policy, ulong seed, int firstEpisode, Span<double> returns, IEvaluationObserver? observer, CancellationToken ct)
    {
        _environment.Reset(seed, _buffers.Observations);
        _environment.WriteActionMasks(_buffers.ActionMasks);
        returns.Clear();
        long steps = 0;
        int playing = returns.Length;
        for (int i = 0; i < playing; i++)
        {
            _playing[i] = i;
            TransitionGuard.Begun(_spec, firstEpisode + i, _buffers.Observations.AsSpan(i * _width, _width));
        }

        policy.Begin(_playing.AsSpan(0, playing));
        for (int step = 1; playing > 0; step++)
        {
            ct.ThrowIfCancellationRequested();
            Act(policy, playing);
            _environment.Step(_actions.Of(_indices, _values), _buffers.View);
            steps += playing;
            Tell(policy, playing);
            int kept = 0;
            for (int k = 0; k < playing; k++)
            {
                int lane = _playing[k];
                TransitionGuard.Played(_spec, step, _buffers.View, lane, firstEpisode + lane); // what the others give is not looked at
                returns[lane] += _buffers.Rewards[lane];
                observer?.Observe(Seen(lane, firstEpisode + lane, step - 1));
                if (!_buffers.Terminated[lane] && !_buffers.Truncated[lane])
                {
                    _playing[kept++] = lane;
                }
            }

            playing = kept;
        }

        return steps;
    }

    public void Dispose() => _environment.Dispose();

    private EvaluationStep Seen(int lane, int episode, int step)
    {
        bool isLast = _buffers.Terminated[lane] || _buffers.Truncated[lane];
        int width = _actions.IsContinuous ? _actions.Width : 0, numbers = _spec.Information.Count;
        return new()
        {
            Episode = episode,
            Step = step,
            Action = _values.AsSpan(lane * width, width),
            Observation = (isLast ? _buffers.FinalObservations : _buffers.Observations).AsSpan(lane * _width, _width),
            Information = _buffers.Information.AsSpan(lane * numbers, numbers),
            Reward = _buffers.Rewards[lane],
            IsLast = isLast,
        };
    }

    /// <summary>
    /// Shows the policy the lanes that still play, side by side, and spreads its actions over them. The others repeat their last action, or
    /// one that is allowed, unseen.
    /// </summary>
    private void Act(IPolicy policy, int playing)
    {
        bool all = playing == Count;
        int masks = _spec.MaskWidth;
        for (int k = 0; k < playing && !all; k++)
        {
            _buffers.Observations.AsSpan(_playing[k] * _width, _width).CopyTo(_shown.AsSpan(k * _width));
            _buffers.ActionMasks.AsSpan(_playing[k] * masks, masks).CopyTo(_shownMasks.AsSpan(k * masks));
        }

        ReadOnlySpan<int> lanes = _playing.AsSpan(0, playing);
        ReadOnlySpan<float> shown = (all ? _buffers.Observations : _shown).AsSpan(0, playing * _width);
        ReadOnlySpan<bool> allowed = (all ? _buffers.ActionMasks : _shownMasks).AsSpan(0, playing * masks);
        int actions = playing * _actions.Width;
        if (_actions.IsContinuous)
        {
            policy.Act(shown, lanes, new PolicyActions(_shownValues.AsSpan(0, actions)));
            Spread<float>(_shownValues, _values, playing);
            return;
        }

        policy.Act(shown, lanes, new PolicyActions(_shownIndices.AsSpan(0, actions)) { Allowed = allowed });
        for (int i = 0; i < Count && masks > 0 && !all; i++)
        {
            _actions.First(_buffers.ActionMasks.AsSpan(i * masks, masks), _indices.AsSpan(i * _actions.Width, _actions.Width));
        }

        Spread<int>(_shownIndices, _indices, playing);
    }

    /// <summary>Tells the policy what came of the actions that it saw last.</summary>
    private void Tell(IPolicy policy, int playing)
    {
        for (int k = 0; k < playing; k++)
        {
            _shownRewards[k] = _buffers.Rewards[_playing[k]];
        }

        int actions = playing * _actions.Width;
        policy.Observe(
            _playing.AsSpan(0, playing),
            _actions.IsContinuous ? new(_shownValues.AsSpan(0, actions)) : new BatchActions(_shownIndices.AsSpan(0, actions)),
            _shownRewards.AsSpan(0, playing));
    }

    private void Spread<T>(ReadOnlySpan<T> shown, Span<T> actions, int playing)
    {
        int width = _actions.Width;
        for (int k = 0; k < playing; k++)
        {
            shown.Slice(k * width, width).CopyTo(actions[(_playing[k] * width)..]);
        }
    }
}
