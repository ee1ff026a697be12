namespace Epoche;

/// <summary>
/// Takes the action of greatest value according to a network among those that are allowed, of equal ones the first. Remembers nothing.
/// Follows the network's weights as they change.
/// Serves one thread at a time; make one for each (they may share the network while nobody trains it).
/// </summary>
public sealed class GreedyPolicy : IScoringPolicy
{
    private readonly StepArena _arena = new();
    private readonly SoleUse _use = new(
        "policy",
        "Make one for each thread: agent.Greedy(), or new GreedyPolicy(network); they may share the network while nobody trains it.");
    private readonly Model _network;
    private readonly int _actions, _width;

    /// <summary>Binds a network that gives one value for each action.</summary>
    /// <exception cref="ArgumentException">The network's output is no vector.</exception>
    /// <exception cref="InvalidOperationException">The network is not built.</exception>
    public GreedyPolicy(Model network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.OutputShape.Rank != 1)
        {
            throw new ArgumentException("A greedy policy needs a network that gives one value for each action, so an output of shape "
                + $"[actions]; this one gives {network.OutputShape}.", nameof(network));
        }

        _network = network;
        _actions = network.OutputShape[0];
        _width = network.InputShape.ElementCount;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The observations do not fit the network, hold NaN or an infinity, or differ in number from the
    /// actions; or a mask has another length, or allows no action.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using this policy.</exception>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) => Act(observations, actions);

    /// <summary>Chooses one action for each observation: lanes make no difference to it.</summary>
    /// <inheritdoc cref="Act(ReadOnlySpan{float}, ReadOnlySpan{int}, PolicyActions)"/>
    public void Act(ReadOnlySpan<float> observations, PolicyActions actions)
    {
        int count = PolicyInputs.Rows(observations, _network.InputShape);
        if (actions.Indices.Length != count)
        {
            string hint = actions.Values.IsEmpty
                ? ""
                : " Room for numbers was given: a greedy policy chooses among actions by their index.";
            throw new ArgumentException(
                $"The actions for {count} observations are {count} indices; received room for {actions.Indices.Length}.{hint}",
                nameof(actions));
        }

        if (!actions.Allowed.IsEmpty && actions.Allowed.Length != count * _actions)
        {
            throw new ArgumentException(
                $"What is allowed on {count} observations is {count * _actions} elements, {_actions} for each; received "
                + $"{actions.Allowed.Length}, for all actions are allowed where there are none.", nameof(actions));
        }

        using SoleUse.Scope use = _use.Enter();
        using (_arena.Step())
        using (Tape.Pause())
        {
            ReadOnlySpan<float> values = Call(observations, count).Values;
            for (int i = 0; i < count; i++)
            {
                actions.Indices[i] = EpsilonGreedy.Greedy(
                    values.Slice(i * _actions, _actions), ActionMask.Row(actions.Allowed, i, _actions));
            }
        }
    }

    /// <summary>The action to take on one observation.</summary>
    /// <exception cref="ArgumentException">The observation does not fit the network, or holds NaN or an infinity.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using this policy.</exception>
    public int Act(ReadOnlySpan<float> observation)
    {
        if (observation.Length != _width)
        {
            throw new ArgumentException(
                $"Expected one observation of shape {_network.InputShape}, {_width} numbers; received {observation.Length}.",
                nameof(observation));
        }

        int action = 0;
        Act(observation, new PolicyActions(new Span<int>(ref action)));
        return action;
    }

    /// <summary>The action of greatest value; of equal ones the first.</summary>
    public static int Choose(ReadOnlySpan<float> values) => EpsilonGreedy.Greedy(values);

    /// <summary>The values of all actions (for DQN: Q).</summary>
    /// <param name="observations"><c>[count, …observation]</c>.</param>
    /// <param name="values">Receives them, <c>[count, actions]</c>.</param>
    /// <exception cref="ArgumentException">The observations do not fit the network or hold NaN or an infinity, or <paramref name="values"/>
    /// has another length.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using this policy.</exception>
    public void Values(ReadOnlySpan<float> observations, Span<float> values)
    {
        int count = PolicyInputs.Rows(observations, _network.InputShape);
        if (values.Length != count * _actions)
        {
            throw new ArgumentException(
                $"The values of {count} observation{(count == 1 ? "" : "s")} are {count * _actions} numbers, {_actions} for each; "
                + $"received room for {values.Length}.", nameof(values));
        }

        using SoleUse.Scope use = _use.Enter();
        using (_arena.Step())
        using (Tape.Pause())
        {
            Call(observations, count).Values.CopyTo(values);
        }
    }

    string IScoringPolicy.Score => "value";

    bool IScoringPolicy.TryScore(ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed, Span<float> scores)
    {
        Values(observation, scores);
        return true;
    }

    private Tensor Call(ReadOnlySpan<float> observations, int count) =>
        _network.Call(Tensor.Of(observations, _network.InputShape.Prepend(count)));
}
