using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A recurrent layer that goes through the steps in their order, beside another of the same kind that begins at the last (Schuster and
/// Paliwal 1997): [batch, steps, features] → [batch, 2 · units], what each has seen at its end, or with sequences
/// [batch, steps, 2 · units].
/// Padding at the end is no step of either. Parameters as those of the layer, below <c>forward/</c> and <c>backward/</c>.
/// </summary>
public sealed class Bidirectional : Layer, IMaskedLayer
{
    internal const string KindName = "bidirectional";

    private readonly RecurrentLayer _backward;

    /// <summary>Makes the layer.</summary>
    /// <param name="layer">What goes either way, such as <c>new Lstm(32)</c>; it is copied twice.</param>
    public Bidirectional(RecurrentLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Layer = (RecurrentLayer)LayerRegistry.Copy(layer);
        _backward = (RecurrentLayer)LayerRegistry.Copy(layer);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The one that goes forward.</summary>
    internal RecurrentLayer Layer { get; }

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        LayerChecks.RequireSequence(this, input);
        string scope = parameters.Scope;
        foreach ((string part, RecurrentLayer layer) in ((string, RecurrentLayer)[])[("forward", Layer), ("backward", _backward)])
        {
            parameters.Scope = scope.Length == 0 ? part : $"{scope}/{part}";
            layer.Name = $"{Name}/{part}";
            layer.Build(input, parameters);
        }

        parameters.Scope = scope;
        return Layer.Sequences ? [input[0], 2 * Layer.Units] : [2 * Layer.Units];
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => Call(x, Layer.MaskOf(x));

    /// <summary>Computes the outputs where some steps are padding.</summary>
    /// <param name="x">[batch, steps, features].</param>
    /// <param name="mask">[batch, steps], 0 where there is no input; null: all steps count.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Tensor Call(Tensor x, Tensor? mask)
    {
        Tensor forward = Layer.Call(x, state: null, mask).Output;
        Tensor backward = _backward.Call(Ops.Flip(x, 1), state: null, mask is { } given ? Ops.Flip(given, 1) : null).Output;
        return Ops.Concat(-1, forward, Layer.Sequences ? Ops.Flip(backward, 1) : backward);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("layer", Layer.Kind);
        Layer.Describe(options);
    }

    internal static Bidirectional Read(LayerOptions options) => options.Text("layer") switch
    {
        Lstm.KindName => new(Lstm.Read(options)),
        Gru.KindName => new(Gru.Read(options)),
        string other => throw new FormatException($"The option 'layer' must be lstm or gru; received '{other}'."),
    };
}
