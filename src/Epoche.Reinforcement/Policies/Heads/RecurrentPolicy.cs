namespace Epoche;

/// <summary>
/// Plays what a network with memory gives (layers that carry a state, <see cref="ModelMemory"/>): the action of greatest value, or the
/// likeliest one where a head says what the network's <c>policy</c> means. Each lane has a state of its own, zero at the start of an
/// episode, and, where the network has an input <c>previous</c>, remembers its last action and reward. Follows the network's weights as
/// they change. Serves one thread at a time; make one for each (they may share the network while nobody trains it).
/// </summary>
public sealed class RecurrentPolicy : IScoringPolicy
{
    private readonly StepArena _arena = new();
    private readonly SoleUse _use = new(
        "policy", "Make one for each thread: new RecurrentPolicy(model, actions); they may share the network while nobody trains it.");
    private readonly MemoryNetwork _network;
    private readonly ActionSpec _actions;
    private readonly ActionHead? _head;
    private readonly int _output, _width, _size, _previous;
    private float[] _states = [], _memory = []; // of each lane: the state, and the last action and reward
    private float[] _shown = [], _last = [], _drawn = [];

    /// <summary>Binds a network.</summary>
    /// <param name="model">
    /// With the input <c>observation</c>, or only one, and perhaps the input <c>previous</c>; with one output, or one called <c>policy</c>.
    /// </param>
    /// <param name="actions">The actions of the environment.</param>
    /// <param name="head">What the output means; null: it is one value for each action.</param>
    /// <exception cref="ArgumentException">The network is none of this form, or gives another number of outputs.</exception>
    public RecurrentPolicy(Model model, ActionSpec actions, ActionHead? head = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(actions);
        (_network, _actions, _head, _output) = (new(model, actions), actions, head, HeadPolicy.Output(model));
        int expected = head?.Outputs ?? actions.Count;
        if (_output < 0 || model.Outputs[_output].Shape != [expected] || (head is null && !actions.IsDiscrete))
        {
            throw new ArgumentException(
                $"A recurrent policy for {actions} needs a network that gives {expected} numbers, "
                + $"{(head is null ? "one value for each of discrete actions" : $"what a {head.GetType().Name} takes")}; this one gives "
                + $"{string.Join(", ", model.Outputs)}.",
                nameof(model));
        }

        (_width, _size, _previous) = (_network.Observation.ElementCount, _network.Memory.StateSize, _network.Previous);
    }

    /// <summary>The shape of an observation.</summary>
    public Shape Observation => _network.Observation;

    /// <inheritdoc/>
    public void Begin(ReadOnlySpan<int> lanes)
    {
        foreach (int lane in lanes)
        {
            MakeRoom(lane);
            _states.AsSpan(lane * _size, _size).Clear();
            _memory.AsSpan(lane * _previous, _previous).Clear();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The observations do not fit the network, hold NaN or an infinity, or differ in number from the
    /// lanes or the actions; or a mask has another length, or allows no action.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using this policy.</exception>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        int count = PolicyInputs.Rows(observations, _network.Observation);
        if (count != lanes.Length)
        {
            throw new ArgumentException($"{count} observations came from {lanes.Length} lanes; each comes from one.", nameof(lanes));
        }

        using SoleUse.Scope use = _use.Enter();
        using (_arena.Step())
        using (Tape.Pause())
        {
            ReadOnlySpan<float> outputs = Call(observations, lanes).Values;
            for (int i = 0; i < count; i++)
            {
                _last.AsSpan(i * _size, _size).CopyTo(_states.AsSpan(lanes[i] * _size));
            }

            if (_head is not null)
            {
                Span<float> drawn = _drawn.AsSpan(0, count * _head.ActionWidth);
                _head.Mode(outputs, actions.Allowed, drawn);
                _head.ToEnvironment(drawn, actions);
                return;
            }

            for (int i = 0; i < count; i++)
            {
                actions.Indices[i] = EpsilonGreedy.Greedy(
                    outputs.Slice(i * _actions.Count, _actions.Count), ActionMask.Row(actions.Allowed, i, _actions.Count));
            }
        }
    }

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<int> lanes, in BatchActions actions, ReadOnlySpan<float> rewards)
    {
        for (int i = 0; i < lanes.Length && _previous > 0; i++)
        {
            MakeRoom(lanes[i]);
            PreviousStep.Write(actions.Indices[i], rewards[i], _memory.AsSpan(lanes[i] * _previous, _previous));
        }
    }

    string IScoringPolicy.Score => _head is null ? "value" : "probability";

    /// <summary>Of the first lane, which does not move on.</summary>
    bool IScoringPolicy.TryScore(ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed, Span<float> scores)
    {
        if (_head is not (null or CategoricalHead) || PolicyInputs.Rows(observation, _network.Observation) != 1)
        {
            return false;
        }

        using SoleUse.Scope use = _use.Enter();
        using (_arena.Step())
        using (Tape.Pause())
        {
            Call(observation, [0]).Values.CopyTo(scores);
        }

        if (_head is not null)
        {
            HeadPolicy.ToProbabilities(scores, allowed);
        }

        return true;
    }

    private Tensor Call(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes)
    {
        int count = lanes.Length;
        foreach (int lane in lanes)
        {
            MakeRoom(lane);
        }

        for (int i = 0; i < count; i++)
        {
            _states.AsSpan(lanes[i] * _size, _size).CopyTo(_last.AsSpan(i * _size));
            _memory.AsSpan(lanes[i] * _previous, _previous).CopyTo(_shown.AsSpan(i * _previous));
        }

        using (_network.Memory.Step(_last, count))
        {
            return _network.Call(
                _output, Tensor.Of(observations, _network.Observation.Prepend(count)), _previous > 0
                    ? Tensor.Of(_shown.AsSpan(0, count * _previous), [count, _previous])
                    : null);
        }
    }

    private void MakeRoom(int lane)
    {
        CountChecks.AtLeast(0, lane);
        CountChecks.AtMost(OptionChecks.MostEnvironments - 1, lane);
        int before = _drawn.Length / Math.Max(1, _head?.ActionWidth ?? 1);
        if (lane >= before)
        {
            int lanes = Math.Max(lane + 1, Math.Min(2 * before, OptionChecks.MostEnvironments));
            Array.Resize(ref _states, lanes * _size);
            Array.Resize(ref _last, lanes * _size);
            Array.Resize(ref _memory, lanes * _previous);
            Array.Resize(ref _shown, lanes * _previous);
            Array.Resize(ref _drawn, lanes * Math.Max(1, _head?.ActionWidth ?? 1));
        }
    }
}
