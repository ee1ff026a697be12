using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// The mean of each channel over all positions: [batch, steps, channels] or [batch, height, width, channels] → [batch, channels].
/// </summary>
public sealed class GlobalAveragePool : Layer, IMaskedLayer
{
    internal const string KindName = "global-average-pool";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters) => GlobalPool.Output(this, input);

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => Call(x, StepMask.For(this, x));

    /// <summary>The mean over the steps that are not padding.</summary>
    /// <param name="x">[batch, steps, channels].</param>
    /// <param name="mask">[batch, steps], 0 for padding; null: none is. Where all is padding, the mean is 0.</param>
    /// <exception cref="ArgumentException">The mask has another shape.</exception>
    public Tensor Call(Tensor x, Tensor? mask)
    {
        if (mask is not { } given)
        {
            return x.Mean(GlobalPool.Positions(x));
        }

        Tensor counts = StepMask.Ones(this, x, given), share = 1 / Ops.Maximum(counts.Sum(1, keepAxes: true), Tensor.Scalar(1));
        return Ops.Where(counts.Reshape(x.Length(0), x.Length(1), 1), x, Tensor.Scalar(0)).Sum(1) * share;
    }

    internal static GlobalAveragePool Read(LayerOptions options) => new();
}

/// <summary>
/// The largest number of each channel over all positions; equal ones share the gradient. Shapes as in <see cref="GlobalAveragePool"/>.
/// </summary>
public sealed class GlobalMaxPool : Layer, IMaskedLayer
{
    internal const string KindName = "global-max-pool";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters) => GlobalPool.Output(this, input);

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => Call(x, StepMask.For(this, x));

    /// <summary>The largest number over the steps that are not padding.</summary>
    /// <param name="x">[batch, steps, channels].</param>
    /// <param name="mask">[batch, steps], 0 for padding; null: none is. Where all is padding, it is the least of float32.</param>
    /// <exception cref="ArgumentException">The mask has another shape.</exception>
    public Tensor Call(Tensor x, Tensor? mask) => mask is { } given
        ? Ops.Where(StepMask.Ones(this, x, given).Reshape(x.Length(0), x.Length(1), 1), x, Tensor.Scalar(float.MinValue)).Max(1)
        : x.Max(GlobalPool.Positions(x));

    internal static GlobalMaxPool Read(LayerOptions options) => new();
}

internal static class GlobalPool
{
    private static readonly int[] s_axes = [.. Enumerable.Range(1, Shape.MaxRank)];

    /// <summary>All axes but the batch and the channels.</summary>
    internal static ReadOnlySpan<int> Positions(Tensor x) => s_axes.AsSpan(0, x.Rank - 2);

    internal static Shape Output(Layer layer, Shape input) => input.Rank >= 2 && (input.HasFreeAxis || input.ElementCount > 0)
        ? [input[-1]]
        : throw new ArgumentException(
            $"The layer '{layer.Name}' ({layer.Kind}) needs an input [steps, channels] or [height, width, channels] with one position at "
            + $"least; received {input}.", nameof(input));
}
