namespace Epoche;

/// <summary>
/// A function of several inputs with parameters, such as a sum or a concatenation. In a <see cref="GraphModel"/> <see cref="Symbol.Merge"/>
/// gives it its inputs; in a <see cref="Sequential"/> it has one. To write your own, derive from this class and override the abstract
/// members; to be saved and cloned it is entered into <see cref="LayerRegistry"/>.
/// </summary>
public abstract class MergeLayer : Layer
{
    /// <summary>Declares the parameters.</summary>
    /// <param name="inputs">The shapes of one example of each input, without the batch axis; one at least.</param>
    /// <param name="parameters">Takes the declarations.</param>
    /// <returns>The shape of one output, without the batch axis.</returns>
    /// <exception cref="ArgumentException">The layer cannot take such inputs.</exception>
    public abstract Shape Build(ReadOnlySpan<Shape> inputs, ParameterBuilder parameters);

    /// <summary>Computes the outputs of a batch: several [batch, input…] → [batch, output…].</summary>
    public abstract Tensor Call(ReadOnlySpan<Tensor> inputs);

    /// <inheritdoc/>
    public sealed override Shape Build(Shape input, ParameterBuilder parameters) => Build([input], parameters);

    /// <inheritdoc/>
    public sealed override Tensor Call(Tensor x) => Call([x]);

    private protected void RequireSome(int inputs)
    {
        if (inputs == 0)
        {
            throw new ArgumentException($"The layer '{Name}' ({Kind}) makes one of several inputs; received none.", nameof(inputs));
        }
    }
}
