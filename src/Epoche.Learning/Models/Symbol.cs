namespace Epoche;

/// <summary>
/// What a model computes on the way, before there are numbers: graphs are written down with symbols and made into a
/// <see cref="GraphModel"/>. <c>Model.Input</c> begins; <see cref="Then(ReadOnlySpan{Layer})"/> (or <c>&gt;&gt;</c>), <see cref="Concat"/>,
/// <see cref="Add"/> (or <c>+</c>) and <see cref="Merge"/> go on. A layer object that is used twice shares its parameters.
/// </summary>
/// <example>
/// <code>
/// Symbol image = Model.Input([28, 28, 1], "image"), meta = Model.Input([7], "meta");
/// Symbol trunk = Symbol.Concat(image.Then(new Flatten(), new Dense(64, Relu)), meta);
/// GraphModel model = new([image, meta], ("digit", trunk.Then(new Dense(10))), ("angle", trunk.Then(new Dense(1))));
/// </code>
/// </example>
public sealed class Symbol
{
    internal Symbol(ModelPort input) => (Input, Sources) = (input, []);

    internal Symbol(Layer layer, Symbol[] sources, GraphPart? part = null) => (Layer, Sources, Part) = (layer, sources, part);

    /// <summary>Set where the symbol is an input of the model.</summary>
    internal ModelPort? Input { get; }

    /// <summary>The layer that computes it; null for an input.</summary>
    internal Layer? Layer { get; }

    /// <summary>What it is computed from.</summary>
    internal Symbol[] Sources { get; }

    /// <summary>The model that the layer is copied from; null where it is the layer itself.</summary>
    internal GraphPart? Part { get; }

    /// <summary>This through layers, one after the other.</summary>
    public Symbol Then(params ReadOnlySpan<Layer> layers)
    {
        Symbol symbol = this;
        foreach (Layer layer in layers)
        {
            ArgumentNullException.ThrowIfNull(layer);
            symbol = new Symbol(layer, [symbol]);
        }

        return symbol;
    }

    /// <summary>Goes through the steps of this value, but for those that a mask takes out.</summary>
    /// <param name="layer">
    /// A recurrent layer or <see cref="Bidirectional"/>, attention or a <see cref="TransformerBlock"/>, a
    /// <see cref="GlobalAveragePool"/> or <see cref="GlobalMaxPool"/>; used twice, it shares its parameters.
    /// </param>
    /// <param name="mask">
    /// [steps] of an example, 0 where there is no input: an input of the model, or computed from one. It gets no gradient.
    /// </param>
    /// <exception cref="ArgumentException">The layer is of another kind, to which a mask says nothing.</exception>
    public Symbol Then(Layer layer, Symbol mask)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(mask);
        return layer is IMaskedLayer
            ? new Symbol(layer, [this, mask])
            : throw new ArgumentException(
                $"A layer of the kind '{layer.Kind}' takes no mask; recurrent layers, attention and global pooling do.", nameof(layer));
    }

    /// <summary>This through a model with one input and one output; see <see cref="Model.Apply"/>.</summary>
    /// <param name="model">The model; its layers are copied.</param>
    /// <param name="name">What the part is called.</param>
    /// <exception cref="ArgumentException">The model has several inputs or outputs.</exception>
    public Symbol Then(Model model, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(model);
        return model.Apply(name, this) is [var output]
            ? output
            : throw new ArgumentException(
                $"The part '{name}' has several outputs; write model.Apply(\"{name}\", …), which gives all of them.", nameof(model));
    }

    /// <summary>Symbols as the inputs of one layer.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Symbol Merge(MergeLayer layer, params ReadOnlySpan<Symbol> inputs)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Elements.RequireNoNull(inputs.ToArray(), nameof(inputs));
        return inputs.IsEmpty
            ? throw new ArgumentException("A merge needs one input at least.", nameof(inputs))
            : new Symbol(layer, inputs.ToArray());
    }

    /// <summary>Symbols behind each other along the last axis; for another one, <see cref="Merge"/> a <see cref="ConcatLayer"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Symbol Concat(params ReadOnlySpan<Symbol> inputs) => Merge(new ConcatLayer(), inputs);

    /// <summary>The sum of symbols of one shape.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Symbol Add(params ReadOnlySpan<Symbol> inputs) => Merge(new AddLayer(), inputs);

    /// <summary>The sum of two symbols of one shape: <c>x + x.Then(…)</c> is a residual block.</summary>
    public static Symbol operator +(Symbol left, Symbol right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Add(left, right);
    }

    /// <summary>A symbol through a layer.</summary>
    public static Symbol operator >>(Symbol symbol, Layer layer)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        ArgumentNullException.ThrowIfNull(layer);
        return symbol.Then(layer);
    }

    /// <summary>What messages call it before the model has given names.</summary>
    // One step back: a graph may have more paths than can be counted.
    public override string ToString() => Input is { } input
        ? $"input '{input.Name}' {input.Shape}"
        : $"{Layer!.Kind} of {string.Join(", ", Sources.Select(source => source.Input?.Name ?? source.Layer!.Kind))}";
}
