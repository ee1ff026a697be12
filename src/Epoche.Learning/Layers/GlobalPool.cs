namespace Epoche;

/// <summary>
/// The mean of each channel over all positions: [batch, steps, channels] or [batch, height, width, channels] → [batch, channels].
/// </summary>
public sealed class GlobalAveragePool : Layer
{
    internal const string KindName = "global-average-pool";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters) => GlobalPool.Output(this, input);

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => x.Mean(GlobalPool.Positions(x));

    internal static GlobalAveragePool Read(LayerOptions options) => new();
}

/// <summary>
/// The largest number of each channel over all positions; equal ones share the gradient. Shapes as in <see cref="GlobalAveragePool"/>.
/// </summary>
public sealed class GlobalMaxPool : Layer
{
    internal const string KindName = "global-max-pool";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters) => GlobalPool.Output(this, input);

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => x.Max(GlobalPool.Positions(x));

    internal static GlobalMaxPool Read(LayerOptions options) => new();
}

internal static class GlobalPool
{
    private static readonly int[] s_axes = [.. Enumerable.Range(1, Shape.MaxRank)];

    /// <summary>All axes but the batch and the channels.</summary>
    internal static ReadOnlySpan<int> Positions(Tensor x) => s_axes.AsSpan(0, x.Rank - 2);

    internal static Shape Output(Layer layer, Shape input) => input.Rank >= 2 && input.ElementCount > 0
        ? [input[-1]]
        : throw new ArgumentException(
            $"The layer '{layer.Name}' ({layer.Kind}) needs an input [steps, channels] or [height, width, channels] with one position at "
            + $"least; received {input}.", nameof(input));
}
