using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Marks padding: steps whose numbers all have a value. The layers behind it in the model leave those alone: recurrent layers keep their
/// state, attention does not ask them, global pooling does not count them, a <see cref="Conv1D"/> sees zeros. So a sequence gives the same
/// bits however far it was padded at its end. Input [batch, steps] (words) or [batch, steps, features], which pass as they are.
/// </summary>
public sealed class Masking : Layer
{
    internal const string KindName = "masking";

    private readonly float _padding;

    /// <summary>Makes the layer.</summary>
    /// <param name="padding">What the numbers of padding are, finite. Default 0, as in <see cref="Sequences"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public Masking(float padding = 0) => _padding = float.IsFinite(padding)
        ? padding
        : throw new ArgumentOutOfRangeException(nameof(padding), $"Padding is a finite number, such as 0; received {padding}.");

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters) => input.Rank is 1 or 2
        ? input
        : throw new ArgumentException(
            $"The layer '{Name}' (masking) takes sequences [steps] or [steps, features]; received {input}.", nameof(input));

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It is called alone, where no layer behind it could know the mask.</exception>
    public override Tensor Call(Tensor x)
    {
        if (!StepMask.IsOpen)
        {
            throw new InvalidOperationException(
                $"The layer '{Name}' (masking) speaks to the layers behind it in its model; call the model. Whoever calls layers one by "
                + "one hands masks in: layer.Call(x, mask).");
        }

        Tensor isPadding = Ops.Equal(x, Tensor.Scalar(_padding));
        StepMask.Current = 1 - (x.Rank == 2 ? isPadding : isPadding.Min(-1));
        return x;
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("padding", _padding);
    }

    internal static Masking Read(LayerOptions options) => new(options.Float("padding", float.MinValue, float.MaxValue));
}
