namespace Epoche;

/// <summary>
/// Decides what to do from observations alone: a trained network, a scripted player, a constant. It must treat every row alike and by itself, so that
/// an episode does not depend on which others are played beside it.
/// </summary>
public interface IPolicy
{
    /// <summary>Chooses one action for each observation.</summary>
    /// <param name="observations"><c>[count, …observation]</c>.</param>
    /// <param name="actions">Receives them: <c>Indices</c> where the environment's actions are discrete, else <c>Values</c>.</param>
    void Act(ReadOnlySpan<float> observations, PolicyActions actions);
}

/// <summary>Where a policy writes its actions, as spans that the caller owns.</summary>
public readonly ref struct PolicyActions
{
    /// <summary>For discrete actions, <c>[count]</c>.</summary>
    public PolicyActions(Span<int> indices) => Indices = indices;

    /// <summary>For continuous actions, <c>[count, actions]</c>.</summary>
    public PolicyActions(Span<float> values) => Values = values;

    /// <summary>One index for each observation; empty for continuous actions.</summary>
    public Span<int> Indices { get; }

    /// <summary>One row of numbers for each observation; empty for discrete actions.</summary>
    public Span<float> Values { get; }
}
