namespace Epoche;

/// <summary>
/// Takes the action of greatest value according to a network, of equal ones the first. Follows the network's weights as they change.
/// Not thread-safe; make one for each thread (they may share the network while nobody trains it).
/// </summary>
public sealed class GreedyPolicy : IPolicy
{
    private readonly StepArena _arena = new();
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
            throw new ArgumentException($"A greedy policy needs a network that gives one value for each action, so an output of shape [actions]; this one gives {network.OutputShape}.", nameof(network));
        }

        _network = network;
        _actions = network.OutputShape[0];
        _width = network.InputShape.ElementCount;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The observations do not fit the network, or differ in number from the actions.</exception>
    public void Act(ReadOnlySpan<float> observations, PolicyActions actions)
    {
        RequireRows(observations.Length, actions.Indices.Length);
        using (_arena.Step())
        using (Tape.Pause())
        {
            ReadOnlySpan<float> values = Call(observations, actions.Indices.Length).Values;
            for (int i = 0; i < actions.Indices.Length; i++)
            {
                actions.Indices[i] = EpsilonGreedy.Greedy(values.Slice(i * _actions, _actions));
            }
        }
    }

    /// <summary>The action to take on one observation.</summary>
    /// <exception cref="ArgumentException">The observation does not fit the network.</exception>
    public int Act(ReadOnlySpan<float> observation)
    {
        int action = 0;
        Act(observation, new PolicyActions(new Span<int>(ref action)));
        return action;
    }

    /// <summary>The values of all actions (for DQN: Q).</summary>
    /// <param name="observations"><c>[count, …observation]</c>.</param>
    /// <param name="values">Receives them, <c>[count, actions]</c>.</param>
    /// <exception cref="ArgumentException">The observations do not fit the network, or <paramref name="values"/> has another length.</exception>
    public void Values(ReadOnlySpan<float> observations, Span<float> values)
    {
        int count = values.Length / _actions;
        RequireRows(observations.Length, count);
        if (values.Length != count * _actions)
        {
            throw new ArgumentException($"The values of {count} observations are {count * _actions} numbers; received room for {values.Length}.", nameof(values));
        }

        using (_arena.Step())
        using (Tape.Pause())
        {
            Call(observations, count).Values.CopyTo(values);
        }
    }

    private Tensor Call(ReadOnlySpan<float> observations, int count) => _network.Call(Tensor.Of(observations, _network.InputShape.Prepend(count)));

    private void RequireRows(int received, int count)
    {
        if (received != count * _width)
        {
            throw new ArgumentException($"Expected {count} observations of shape {_network.InputShape}, {count * _width} numbers; received {received}.", "observations");
        }
    }
}
