namespace Epoche;

/// <summary>
/// Acts by the numbers that a network gives, taken from [−1, 1] to the bounds of the environment's actions: how agents with tanh as their
/// last activation play without exploring. Remembers nothing, and follows the network's weights as they change. Serves one thread at a
/// time; make one for each (they may share the network while nobody trains it).
/// </summary>
public sealed class DeterministicPolicy : IPolicy
{
    private readonly StepArena _arena = new();
    private readonly SoleUse _use = new(
        "policy",
        "Make one for each thread: new DeterministicPolicy(network, actions); they may share the network while nobody trains it.");
    private readonly Model _network;
    private readonly ActionSpec _actions;

    /// <summary>Binds a network and the actions that it chooses.</summary>
    /// <param name="network">From observations to one number in [−1, 1] for each number of an action; others are clipped.</param>
    /// <param name="actions">Continuous actions, for their bounds.</param>
    /// <exception cref="ArgumentException">The actions are discrete, or not as many numbers as the network gives.</exception>
    /// <exception cref="InvalidOperationException">The network is not built.</exception>
    public DeterministicPolicy(Model network, ActionSpec actions)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(actions);
        if (!actions.IsContinuous || network.OutputShape != [actions.Count])
        {
            throw new ArgumentException(
                $"A deterministic policy needs continuous actions and a network that gives each number of one; the actions are {actions}, "
                + $"and the network gives {network.OutputShape}.",
                nameof(network));
        }

        (_network, _actions) = (network, actions);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The observations do not fit the network, hold NaN or an infinity, or differ in number from the actions.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another thread is using this policy.</exception>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        int count = PolicyInputs.Rows(observations, _network.InputShape);
        if (actions.Values.Length != count * _actions.Count)
        {
            throw new ArgumentException(
                $"The actions for {count} observations are {count * _actions.Count} numbers, {_actions.Count} for each; received room for "
                + $"{actions.Values.Length}.",
                nameof(actions));
        }

        using SoleUse.Scope use = _use.Enter();
        using (_arena.Step())
        using (Tape.Pause())
        {
            Tensor unit = _network.Call(Tensor.Of(observations, _network.InputShape.Prepend(count)));
            UnitBox.ToEnvironment(_actions, unit.Values, actions.Values);
        }
    }
}
