namespace Epoche;

/// <summary>What every head refuses alike, by its own name.</summary>
internal static class HeadChecks
{
    /// <summary>How many observations the outputs are for.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static int Rows(ActionHead head, ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, ReadOnlySpan<float> actions)
    {
        int count = outputs.Length / head.Outputs;
        if (outputs.Length % head.Outputs != 0)
        {
            throw new ArgumentException(
                $"{Name(head)} takes {head.Outputs} outputs for each observation; received {outputs.Length} numbers. Does the network's "
                + "policy output fit the environment's actions?", nameof(outputs));
        }

        if (!allowed.IsEmpty && allowed.Length != count * head.MaskWidth)
        {
            throw new ArgumentException(
                $"{Name(head)} takes masks of {head.MaskWidth} booleans, so {count * head.MaskWidth} for {count} observations; received "
                + $"{allowed.Length}.", nameof(allowed));
        }

        RequireRoom(head, count * head.ActionWidth, actions.Length, nameof(actions));
        return count;
    }

    /// <exception cref="ArgumentException">There is not as much room as is needed.</exception>
    public static void RequireRoom(ActionHead head, int expected, int received, string what)
    {
        if (received != expected)
        {
            throw new ArgumentException($"{Name(head)} needs room for {expected} {what}; received {received}.", what);
        }
    }

    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static void RequireShapes(ActionHead head, Tensor outputs, Tensor? allowed)
    {
        if (outputs.Rank != 2 || outputs.Length(1) != head.Outputs)
        {
            throw new ArgumentException(
                $"{Name(head)} takes outputs [batch, {head.Outputs}]; received {outputs.Shape}.", nameof(outputs));
        }

        if (allowed is { } mask && mask.Shape != [outputs.Length(0), head.MaskWidth])
        {
            throw new ArgumentException(
                $"{Name(head)} takes masks [{outputs.Length(0)}, {head.MaskWidth}] for outputs {outputs.Shape}; received {mask.Shape}.",
                nameof(allowed));
        }
    }

    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static void RequireShapes(ActionHead head, Tensor outputs, Tensor actions, Tensor? allowed)
    {
        RequireShapes(head, outputs, allowed);
        if (actions.Shape != [outputs.Length(0), head.ActionWidth])
        {
            throw new ArgumentException(
                $"{Name(head)} takes actions [{outputs.Length(0)}, {head.ActionWidth}] for outputs {outputs.Shape}; received "
                + $"{actions.Shape}.", nameof(actions));
        }
    }

    /// <summary>The indices that a policy writes.</summary>
    /// <exception cref="ArgumentException">There is no room for them.</exception>
    public static void ToIndices(ActionHead head, ReadOnlySpan<float> actions, PolicyActions to)
    {
        RequireRoom(head, actions.Length, to.Indices.Length, "indices");
        for (int i = 0; i < actions.Length; i++)
        {
            to.Indices[i] = (int)actions[i];
        }
    }

    private static string Name(ActionHead head) => head.GetType().Name;
}
