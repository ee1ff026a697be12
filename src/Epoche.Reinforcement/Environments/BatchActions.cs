namespace Epoche;

/// <summary>
/// The actions of a batch: indices <c>[count]</c> for discrete actions and <c>[count, Actions.Width]</c> for those of several parts or
/// bits, numbers <c>[count, Actions.Width]</c> for continuous ones. A view, nothing is copied.
/// </summary>
public readonly ref struct BatchActions
{
    /// <summary>Actions that are indices, row-major.</summary>
    public BatchActions(ReadOnlySpan<int> indices) => Indices = indices;

    /// <summary>Continuous actions, row-major.</summary>
    public BatchActions(ReadOnlySpan<float> values) => Values = values;

    /// <summary>One row of indices for each environment; empty for continuous actions.</summary>
    public ReadOnlySpan<int> Indices { get; }

    /// <summary>One row of numbers for each environment; empty for actions that are indices.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>Actions that are indices.</summary>
    public static implicit operator BatchActions(ReadOnlySpan<int> indices) => new(indices);

    /// <summary>Actions that are indices.</summary>
    public static implicit operator BatchActions(int[] indices) => new(indices);

    /// <summary>Continuous actions.</summary>
    public static implicit operator BatchActions(ReadOnlySpan<float> values) => new(values);

    /// <summary>Continuous actions.</summary>
    public static implicit operator BatchActions(float[] values) => new(values);
}
