namespace Epoche;

/// <summary>Where a policy writes its actions, and what it may choose from, as spans that the caller owns.</summary>
public readonly ref struct PolicyActions
{
    /// <summary>For actions that are indices: <c>[count]</c> where they are discrete, else <c>[count, parts]</c>.</summary>
    public PolicyActions(Span<int> indices) => Indices = indices;

    /// <summary>For continuous actions, <c>[count, actions]</c>.</summary>
    public PolicyActions(Span<float> values) => Values = values;

    /// <summary>One row of indices for each observation; empty for continuous actions.</summary>
    public Span<int> Indices { get; }

    /// <summary>One row of numbers for each observation; empty for actions that are indices.</summary>
    public Span<float> Values { get; }

    /// <summary>
    /// Which choices each observation's state allows, <c>[count, Actions.Count]</c>, those of the first part before those of the second;
    /// empty where the environment masks none, so that all are allowed.
    /// </summary>
    public ReadOnlySpan<bool> Allowed { get; init; }
}
