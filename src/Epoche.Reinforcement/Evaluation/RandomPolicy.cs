namespace Epoche;

/// <summary>
/// Takes each allowed action with the same probability, or numbers that are uniform within their bounds: what every agent is compared with.
/// Draws from a stream for each lane.
/// </summary>
public sealed class RandomPolicy : IPolicy
{
    private readonly ActionSpec _actions;
    private readonly ulong _seed;
    private Rng[] _streams = [];

    /// <summary>Binds the actions that it chooses among.</summary>
    /// <param name="actions">The actions of the environment.</param>
    /// <param name="seed">The seed of its streams.</param>
    public RandomPolicy(ActionSpec actions, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(actions);
        (_actions, _seed) = (actions, seed);
    }

    /// <summary>
    /// What it earns in an environment: a property of that alone, with streams of their own that no training and no other evaluation uses.
    /// </summary>
    /// <param name="environment">The game, with a time limit; neither stepped nor disposed.</param>
    /// <param name="episodes">How many episodes.</param>
    /// <param name="ct">Checked at every step.</param>
    /// <exception cref="ArgumentException">The environment has no time limit: an episode might never end.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="episodes"/> is not positive.</exception>
    /// <exception cref="NonFiniteException">An observation or reward is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static EvaluationReport Play(IBatchEnvironment environment, int episodes, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        using Evaluator evaluator = new(environment);
        Rng seeds = Rng.Stream(0, "random-policy");
        ulong actions = seeds.NextUInt64(), starts = seeds.NextUInt64();
        return evaluator.Run(new RandomPolicy(environment.Spec.Actions, actions), episodes, starts, ct);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A lane is negative, or beyond what environments have.</exception>
    public void Begin(ReadOnlySpan<int> lanes)
    {
        foreach (int lane in lanes)
        {
            MakeRoom(lane);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The actions are not as many as the lanes, or a mask is too short or allows none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A lane is negative, or beyond what environments have.</exception>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        int width = _actions.Width;
        int room = _actions.IsContinuous ? actions.Values.Length : actions.Indices.Length;
        if (room != lanes.Length * width)
        {
            throw new ArgumentException(
                $"{_actions} in {lanes.Length} lanes takes {lanes.Length * width} elements; received room for {room}.", nameof(actions));
        }

        if (!actions.Allowed.IsEmpty && actions.Allowed.Length != lanes.Length * _actions.Count)
        {
            throw new ArgumentException(
                $"What is allowed in {lanes.Length} lanes is {lanes.Length * _actions.Count} elements, {_actions.Count} for each; received "
                + $"{actions.Allowed.Length}.", nameof(actions));
        }

        for (int k = 0; k < lanes.Length; k++)
        {
            MakeRoom(lanes[k]);
            ref Rng random = ref _streams[lanes[k]];
            if (!_actions.IsContinuous)
            {
                ReadOnlySpan<bool> mask = ActionMask.Row(actions.Allowed, k, _actions.Count);
                _actions.Draw(mask, ref random, actions.Indices.Slice(k * width, width));
                continue;
            }

            for (int number = 0; number < width; number++)
            {
                actions.Values[(k * width) + number] = random.NextSingle(_actions.Low[number], _actions.High[number]);
            }
        }
    }

    private void MakeRoom(int lane)
    {
        CountChecks.AtLeast(0, lane);
        CountChecks.AtMost(OptionChecks.MostEnvironments - 1, lane);
        if (lane < _streams.Length)
        {
            return;
        }

        int before = _streams.Length;
        Array.Resize(ref _streams, Math.Max(lane + 1, Math.Min(2 * before, OptionChecks.MostEnvironments)));
        for (int i = before; i < _streams.Length; i++)
        {
            _streams[i] = Rng.Stream(_seed, "random-policy", i);
        }
    }
}
