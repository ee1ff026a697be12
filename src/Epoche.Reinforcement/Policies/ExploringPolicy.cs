namespace Epoche;

/// <summary>
/// Plays by another policy, but takes with probability ε any of the allowed actions: what an agent earns while it explores. Each lane has a
/// stream of its own, which goes on from episode to episode. Serves one thread at a time.
/// </summary>
public sealed class ExploringPolicy : IPolicy
{
    private readonly IPolicy _policy;
    private readonly int _actions;
    private readonly float _epsilon;
    private readonly ulong _seed;
    private Rng[] _lanes = [];

    /// <summary>Binds a policy for discrete actions.</summary>
    /// <param name="policy">Who plays otherwise.</param>
    /// <param name="actions">How many actions there are.</param>
    /// <param name="epsilon">ε, 0 to 1.</param>
    /// <param name="seed">The seed of the lanes' streams.</param>
    /// <exception cref="ArgumentException">ε is out of its range.</exception>
    public ExploringPolicy(IPolicy policy, int actions, float epsilon, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(policy);
        OptionChecks.AtLeastOne(actions, "actions");
        OptionChecks.Within(0, 1, epsilon, nameof(epsilon));
        (_policy, _actions, _epsilon, _seed) = (policy, actions, epsilon, seed);
    }

    /// <inheritdoc/>
    public void Begin(ReadOnlySpan<int> lanes)
    {
        _policy.Begin(lanes);
        foreach (int lane in lanes)
        {
            MakeRoom(lane);
        }
    }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        _policy.Act(observations, lanes, actions);
        for (int i = 0; i < lanes.Length; i++)
        {
            MakeRoom(lanes[i]);
            ref Rng random = ref _lanes[lanes[i]];
            if (random.NextSingle() < _epsilon)
            {
                actions.Indices[i] = ActionMask.Draw(ActionMask.Row(actions.Allowed, i, _actions), _actions, ref random);
            }
        }
    }

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<int> lanes, in BatchActions actions, ReadOnlySpan<float> rewards) =>
        _policy.Observe(lanes, actions, rewards);

    private void MakeRoom(int lane)
    {
        int before = _lanes.Length;
        if (lane >= before)
        {
            Array.Resize(ref _lanes, Math.Max(lane + 1, 2 * before));
            for (int i = before; i < _lanes.Length; i++)
            {
                _lanes[i] = Rng.Stream(_seed, "exploring", i);
            }
        }
    }
}
