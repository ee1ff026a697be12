namespace Epoche;

/// <summary>
/// Acts by drawing from a policy and keeps what comes of it, some steps at a time: what agents share that learn from their own actions.
/// </summary>
internal sealed class OnPolicyActor : IStateful
{
    private const float RewardLimit = 10; // in deviations of the discounted return

    private readonly EnvironmentSpec _spec;
    private readonly ActorCritic _network;
    private readonly int _steps;
    private readonly float _discount;
    private readonly bool _scales;
    private RolloutBuffer? _rollout;
    private RewardScale? _scale;
    private float[] _finals = [], _values = [], _states = [], _first = [], _finalStates = [];
    private Rng _drawing;

    /// <summary>Binds a network.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="network">What acts.</param>
    /// <param name="steps">Steps of a rollout in each environment.</param>
    /// <param name="discount">γ.</param>
    /// <param name="scales">Whether rewards are divided by the running deviation of their discounted sum.</param>
    /// <param name="seed">The seed of the stream that actions are drawn from.</param>
    public OnPolicyActor(EnvironmentSpec spec, ActorCritic network, int steps, float discount, bool scales, ulong seed)
    {
        (_spec, _network, _steps, _discount, _scales) = (spec, network, steps, discount, scales);
        _drawing = Rng.Stream(seed, "policy");
    }

    /// <summary>The steps so far.</summary>
    public RolloutBuffer Rollout => _rollout!;

    /// <summary>What the network remembered of each environment before the rollout's first step, <c>[environments, state]</c>.</summary>
    public float[] FirstStates => _first;

    /// <summary>By what rewards are divided, 1 where they are not.</summary>
    public float Deviation { get; private set; } = 1;

    int IStateful.StateVersion => 1;

    /// <summary>Makes memory for so many environments; 0: none yet.</summary>
    public void Allocate(int environments)
    {
        _rollout = environments > 0 ? new(_spec, environments, _steps, _network.Head.ActionWidth) : null;
        _scale = environments > 0 && _scales ? new(environments, _discount) : null;
        (_finals, _values) = (new float[environments * _spec.Observation.ElementCount], new float[environments]);
        int states = environments * _network.StateSize;
        (_states, _first, _finalStates) = (new float[states], new float[states], new float[states]);
    }

    /// <summary>Episodes begin again everywhere: steps that were not learned from are forgotten.</summary>
    public void Begin()
    {
        _rollout!.Clear();
        _scale?.Begin();
        Array.Clear(_states);
    }

    /// <summary>Draws an action in each environment.</summary>
    /// <param name="observations"><c>[environments, …observation]</c>.</param>
    /// <param name="actions">Receives them.</param>
    public void Act(float[] observations, PolicyActions actions)
    {
        RolloutBuffer rollout = _rollout!;
        if (rollout.Filled == 0)
        {
            _states.CopyTo(_first, 0);
        }

        int row = rollout.Begin(observations, actions.Allowed), count = rollout.Environments, width = rollout.ActionWidth;
        Span<float> drawn = rollout.Actions.AsSpan(row * width, count * width);
        _network.Draw(
            observations, actions.Allowed, ref _drawing, drawn, rollout.LogDensities.AsSpan(row, count), rollout.Values.AsSpan(row, count),
            _states);
        _network.Head.ToEnvironment(drawn, actions);
    }

    /// <summary>Notes what came of them, and values what follows where it would be lost.</summary>
    public void Observe(in BatchTransition result)
    {
        RolloutBuffer rollout = _rollout!;
        int first = rollout.Filled * rollout.Environments;
        rollout.Add(result);
        _scale?.Add(result);
        if (rollout.IsFull)
        {
            _network.Value(result.Observations, rollout.Following.AsSpan(first, rollout.Environments), _states);
        }

        ValueEnds(result, first);
        for (int i = 0, size = _network.StateSize; i < _values.Length && size > 0; i++)
        {
            if (result.Ended(i))
            {
                _states.AsSpan(i * size, size).Clear(); // nothing of one episode is remembered in the next
            }
        }
    }

    /// <summary>Computes the advantages and returns of a full rollout.</summary>
    /// <param name="lambda">λ.</param>
    /// <param name="valueLambda">λ of the returns; null for the same.</param>
    public void Finish(float lambda, float? valueLambda = null)
    {
        if (_scale is not null)
        {
            Deviation = _scale.Deviation;
            _network.Scale(Deviation);
            float limit = RewardLimit * Deviation;
            foreach (ref float reward in _rollout!.Rewards.AsSpan())
            {
                reward = Math.Clamp(reward, -limit, limit);
            }
        }

        _rollout!.Finish(_discount, lambda, valueLambda);
        foreach (ref float advantage in _rollout.Advantages.AsSpan())
        {
            advantage /= Deviation;
        }
    }

    void IStateful.SaveState(StateSaver to)
    {
        to.Write("drawing", _drawing);
        to.Write("acts", _rollout is not null);
        if (_rollout is not null)
        {
            to.Part("rollout", _rollout);
        }

        if (_scale is not null)
        {
            to.Part("reward_scale", _scale);
            to.Write("deviation", Deviation);
        }

        if (_network.Memory is not null)
        {
            to.Write<float>("states", _states);
            to.Write<float>("first_states", _first);
        }
    }

    void IStateful.LoadState(StateLoader from)
    {
        Rng drawing = from.Random("drawing");
        if (from.Boolean("acts") is var acts && acts != _rollout is not null)
        {
            throw from.Mismatch("acts", _rollout is null ? "no steps before the first" : "steps", acts ? "some" : "none");
        }

        float deviation = _scale is null ? 1 : from.Single("deviation");
        if (!(deviation > 0 && float.IsFinite(deviation)))
        {
            throw from.Mismatch("deviation", "a number above 0", $"{deviation}");
        }

        if (_network.Memory is not null)
        {
            SequenceStore.RequireFinite(from, "states", _states.Length);
            SequenceStore.RequireFinite(from, "first_states", _first.Length);
        }

        if (_rollout is not null)
        {
            from.Part("rollout", _rollout);
        }

        if (_scale is not null)
        {
            from.Part("reward_scale", _scale);
        }

        if (_network.Memory is not null)
        {
            from.Read<float>("states", _states);
            from.Read<float>("first_states", _first);
        }

        (_drawing, Deviation) = (drawing, deviation);
    }

    /// <summary>Where episodes were cut off, what follows is their last observation; where they terminated, nothing.</summary>
    private void ValueEnds(in BatchTransition result, int first)
    {
        int width = _spec.Observation.ElementCount, size = _network.StateSize, cut = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            if (result.Ended(i) && !result.Terminated[i])
            {
                _states.AsSpan(i * size, size).CopyTo(_finalStates.AsSpan(cut * size)); // after the step that led there
                result.FinalObservations.Slice(i * width, width).CopyTo(_finals.AsSpan(cut++ * width));
            }
        }

        if (cut > 0)
        {
            _network.Value(_finals.AsSpan(0, cut * width), _values.AsSpan(0, cut), _finalStates);
        }

        cut = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            if (result.Ended(i))
            {
                _rollout!.Following[first + i] = result.Terminated[i] ? 0 : _values[cut++];
            }
        }
    }
}
