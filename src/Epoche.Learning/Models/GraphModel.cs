namespace Epoche;

/// <summary>
/// A model of any shape: several named inputs and outputs, branches, shared layers, other models as parts. Its graph is
/// written down with <see cref="Symbol"/>.
/// </summary>
/// <example><code>
/// GraphModel model = new([image, meta], ("digit", digit), ("angle", angle));
/// (Tensor logits, Tensor degrees) = model.Build(seed: 7).Call(images, metas);
/// </code></example>
public sealed partial class GraphModel : Model
{
    private readonly GraphPlan _plan;
    private readonly IReadOnlyList<GraphOrigin> _origins;
    private readonly ParameterBuilder _builder = new();
    private readonly Shape[] _shapes;
    private readonly bool[][] _needed; // by output, of each value of the plan
    private readonly int[]? _maskOf; // see GraphPlan.Masks
    private readonly int _mostSources, _valueRoom; // values, and where there are masks, theirs behind them
    private ParameterSlab? _parameters;

    /// <summary>Makes a model of a graph; <see cref="Build(ulong)"/> gives it its numbers.</summary>
    /// <param name="inputs">
    /// Made by <see cref="Model.Input"/>, in the order in which <see cref="Call(ReadOnlySpan{Tensor})"/> takes them.
    /// </param>
    /// <param name="outputs">What it gives, each with a name.</param>
    /// <exception cref="ArgumentException">
    /// A layer cannot take what it is given (the message names both, with the shapes), a name is taken, or an input is missing or unused.
    /// </exception>
    /// <exception cref="InvalidOperationException">A layer or a part belongs to another model already.</exception>
    /// <exception cref="NotSupportedException">
    /// A part contains custom code that cannot be described, or a layer of a kind that is not registered, so that it cannot be copied.
    /// </exception>
    public GraphModel(ReadOnlySpan<Symbol> inputs, params ReadOnlySpan<(string Name, Symbol Value)> outputs)
        : this(GraphPlanner.Plan(inputs, outputs))
    {
    }

    /// <summary>Makes a model with one output, called <c>output</c>.</summary>
    /// <param name="inputs">Made by <see cref="Model.Input"/>.</param>
    /// <param name="output">What it gives.</param>
    /// <exception cref="ArgumentException">See the first constructor.</exception>
    public GraphModel(ReadOnlySpan<Symbol> inputs, Symbol output)
        : this(inputs, (OutputName, output ?? throw new ArgumentNullException(nameof(output))))
    {
    }

    /// <summary>Makes a model with one input, and one output called <c>output</c>.</summary>
    /// <param name="input">Made by <see cref="Model.Input"/>.</param>
    /// <param name="output">What it gives.</param>
    /// <exception cref="ArgumentException">See the first constructor.</exception>
    public GraphModel(Symbol input, Symbol output)
        : this(
            [input ?? throw new ArgumentNullException(nameof(input))],
            (OutputName, output ?? throw new ArgumentNullException(nameof(output))))
    {
    }

    internal GraphModel(GraphPlan plan)
        : this((plan, [], []))
    {
    }

    private GraphModel((GraphPlan Plan, IReadOnlyList<GraphOrigin> Origins, IReadOnlyCollection<GraphPart> Parts) planned)
    {
        (_plan, _origins, IReadOnlyCollection<GraphPart> parts) = planned;
        _shapes = GraphShapes.Declare(_plan, _builder);
        _mostSources = _plan.Calls.Select(call => call.Sources.Length).DefaultIfEmpty().Max();
        _maskOf = _plan.Masks();
        _valueRoom = (_maskOf is null ? 1 : 2) * _plan.ValueCount;
        _needed = [.. _plan.Outputs.Select(output => _plan.NeededFor(output.Value))];
        Outputs = [.. _plan.Outputs.Select(output => new ModelPort(output.Name, _shapes[output.Value]))];
        foreach (GraphPart part in parts)
        {
            part.JoinModel(this);
        }

        foreach (Layer layer in _plan.Layers)
        {
            layer.JoinModel(this);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Layers => _plan.Layers;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelPort> Inputs => _plan.Inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelPort> Outputs { get; }

    /// <inheritdoc/>
    public override bool IsBuilt => _parameters is not null;

    /// <inheritdoc/>
    public override ParameterSlab Parameters =>
        _parameters ?? throw new InvalidOperationException("The model has no numbers yet: call Build(seed), or call the model once.");

    internal override GraphPlan Plan => _plan;

    internal override ReadOnlySpan<Shape> ValueShapes => _shapes;

    /// <summary>
    /// Gives every layer its parameters and initializes them, each from a stream of its own under the seed. Layers copied from a
    /// model that is built take its numbers.
    /// </summary>
    /// <param name="seed">Decides the initial numbers.</param>
    /// <returns>This model.</returns>
    /// <exception cref="InvalidOperationException">The model is built already.</exception>
    /// <exception cref="ArgumentException">A part was built for an input of another shape.</exception>
    public GraphModel Build(ulong seed = 0)
    {
        Build(builder => builder.ToSlab(seed));
        foreach (GraphOrigin origin in _origins.Where(origin => origin.Model.IsBuilt))
        {
            TakeNumbers(origin);
        }

        return this;
    }

    /// <inheritdoc/>
    public override GraphModel Clone()
    {
        GraphModel copy = new(_plan.Copy()) { Info = Info };
        if (_parameters is not null)
        {
            copy.Build(builder => builder.ToSlab());
            copy.Parameters.CopyFrom(_parameters);
        }

        return copy;
    }

    /// <summary>Loads a model that was saved as a graph.</summary>
    /// <inheritdoc cref="Model.Load"/>
    public static new GraphModel Load(string path) => ModelFile.Load(path) as GraphModel
        ?? throw new DataFormatException(
            path, "layers", "a graph", "a sequence of layers; load it by Sequential.Load, or either by Model.Load");

    /// <summary>Lets <paramref name="fill"/> make the slab with its numbers.</summary>
    internal GraphModel Build(Func<ParameterBuilder, ParameterSlab> fill)
    {
        if (IsBuilt)
        {
            throw new InvalidOperationException("The model is built already. Clone it, or make a new one.");
        }

        _parameters = fill(_builder);
        return this;
    }

    private void TakeNumbers(GraphOrigin origin)
    {
        ParameterSlab slab = Parameters;
        foreach (ParameterInfo entry in slab.Entries.Where(e => e.Name.StartsWith(origin.Layer + "/", StringComparison.Ordinal)))
        {
            Tensor source = origin.Model.Parameters[origin.Original + entry.Name[origin.Layer.Length..]];
            if (source.Shape != entry.Shape)
            {
                throw new ArgumentException($"'{entry.Name}' is {entry.Shape} here and {source.Shape} in the model that the layer was "
                    + "copied from: it was built for an input of another shape.");
            }

            source.Values.CopyTo(slab.Values.Slice(entry.Offset, entry.Shape.ElementCount));
        }
    }
}
