namespace Epoche;

/// <summary>Where a policy writes its actions, and what it may choose from, as spans that the caller owns.</summary>
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

    /// <summary>
    /// Which discrete actions each observation's state allows, <c>[count, actions]</c>; empty where the environment masks none, so that all
    /// are allowed.
    /// </summary>
    public ReadOnlySpan<bool> Allowed { get; init; }
}
