using System.Collections;

namespace Epoche;

/// <summary>Layers one after the other: <c>Sequential net = [new Dense(128, Relu), new Dense(10)];</c></summary>
public sealed class Sequential : Model, IEnumerable<Layer>
{
    private readonly List<Layer> _layers = [];
    private readonly List<Shape> _shapes = [];
    private ParameterSlab? _parameters;
    private Shape _input;
    private ModelPort[]? _inputs, _outputs;
    private Shape[] _valueShapes = [];

    /// <summary>The layers in their order.</summary>
    public override IReadOnlyList<Layer> Layers => _layers;

    /// <inheritdoc/>
    public override bool IsBuilt => _parameters is not null;

    /// <inheritdoc/>
    public override ParameterSlab Parameters => _parameters ?? throw NotBuilt();

    /// <inheritdoc/>
    public override IReadOnlyList<ModelPort> Inputs => _inputs ?? throw NotBuilt();

    /// <inheritdoc/>
    public override IReadOnlyList<ModelPort> Outputs => _outputs ?? throw NotBuilt();

    internal override GraphPlan Plan => new(
        [.. Inputs], [.. _layers], [.. _layers.Select((layer, i) => new GraphCall(layer.Name, i, [i]))], [(OutputName, _layers.Count)]);

    internal override ReadOnlySpan<Shape> ValueShapes => IsBuilt ? _valueShapes : throw NotBuilt();

    /// <summary>Layers one after the other, which is what brackets mean where a <see cref="Model"/> is expected.</summary>
    /// <exception cref="ArgumentException">See <see cref="Add"/>.</exception>
    public static Sequential Create(ReadOnlySpan<Layer> layers)
    {
        Sequential model = new();
        foreach (Layer layer in layers)
        {
            model.Add(layer);
        }

        return model;
    }

    /// <summary>The shape of a layer's output, without the batch axis.</summary>
    public Shape ShapeAfter(int layer) => IsBuilt ? _shapes[layer] : throw NotBuilt();

    /// <summary>Appends a layer and names it after its kind, where it has no name yet.</summary>
    /// <exception cref="InvalidOperationException">The model is built already.</exception>
    /// <exception cref="ArgumentException">The name is taken, or the layer is in the model already.</exception>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (IsBuilt)
        {
            throw new InvalidOperationException("The model is built; layers are added before Build or the first Call.");
        }

        if (layer.Name.Length == 0)
        {
            int number = _layers.Count(l => l.Kind == layer.Kind) + 1;
            while (_layers.Exists(l => l.Name == Numbered(layer.Kind, number)))
            {
                number++; // somebody has given that name by hand
            }

            layer.Name = Numbered(layer.Kind, number);
        }

        if (_layers.Contains(layer))
        {
            throw new ArgumentException($"The layer '{layer.Name}' ({layer.Kind}) is in the sequence already. Make a new one; or, "
                + "to use one twice with the same weights, a GraphModel.", nameof(layer));
        }

        if (_layers.Exists(l => l.Name == layer.Name))
        {
            throw new ArgumentException(
                $"A layer called '{layer.Name}' is in the model already; layer names must be unique.", nameof(layer));
        }

        _layers.Add(layer);
    }

    /// <summary>Gives every layer its parameters and initializes them, each from a stream of its own under the seed.</summary>
    /// <param name="input">
    /// The shape of one example, without the batch axis; <c>[Shape.Any]</c> or <c>[Shape.Any, features]</c> for sequences of any length.
    /// </param>
    /// <param name="seed">Decides the initial numbers.</param>
    /// <returns>This model.</returns>
    /// <exception cref="ArgumentException">A layer cannot take the shape that reaches it.</exception>
    /// <exception cref="InvalidOperationException">The model is built already.</exception>
    public Sequential Build(Shape input, ulong seed = 0) => Build(input, builder => builder.ToSlab(seed));

    /// <summary>Lets every layer declare its parameters, and <paramref name="fill"/> make the slab with their numbers.</summary>
    internal Sequential Build(Shape input, Func<ParameterBuilder, ParameterSlab> fill)
    {
        if (IsBuilt)
        {
            throw new InvalidOperationException($"The model is built already, for inputs {_input}. Clone it, or make a new one.");
        }

        ModelText.RequireFreeStepsOnly(input);
        ParameterBuilder builder = new();
        _shapes.Clear();
        Shape shape = input;
        foreach (Layer layer in _layers)
        {
            builder.Scope = layer.Name;
            shape = layer.Build(shape, builder);
            _shapes.Add(shape);
        }

        _layers.ForEach(layer => layer.JoinModel(this));
        _input = input;
        _parameters = fill(builder);
        _valueShapes = [input, .. _shapes];
        _inputs = [new ModelPort(InputName, input)];
        _outputs = [new ModelPort(OutputName, _valueShapes[^1])];
        return this;
    }

    /// <inheritdoc/>
    /// <remarks>A model that is not built yet is built for this input's shape with seed 0.</remarks>
    /// <exception cref="ArgumentException">
    /// The input has another shape than the model was built for; outside of training also: it holds NaN or an infinity.
    /// </exception>
    public override Tensor Call(Tensor x)
    {
        Shape shape = x.Shape;
        if (!IsBuilt)
        {
            Build(shape.Tail());
        }
        else if (shape.Rank == 0 || !_input.Accepts(shape.Tail()))
        {
            throw Mismatch(shape);
        }

        if (FiniteInputs.AreExamined)
        {
            FiniteInputs.Require(x, nameof(x));
        }

        return Compute(x);
    }

    /// <summary>Computes the output of a batch whose shape and numbers the caller has looked at.</summary>
    internal Tensor Compute(Tensor x)
    {
        using StepMask.Scope masks = StepMask.Begin();
        foreach (Layer layer in _layers)
        {
            x = layer.Call(x);
        }

        return x;
    }

    /// <inheritdoc/>
    public override ModelOutputs Call(params ReadOnlySpan<Tensor> inputs)
    {
        if (inputs.Length != 1)
        {
            throw new ArgumentException($"A sequence of layers takes one input; received {inputs.Length}.", nameof(inputs));
        }

        Tensor output = Call(inputs[0]); // builds the model, where it is not yet
        return new ModelOutputs(Outputs, new ReadOnlySpan<Tensor>(in output));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Symbol> Apply(string name, params ReadOnlySpan<Symbol> inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (inputs.Length != 1)
        {
            throw new ArgumentException(
                $"The part '{name}' is a sequence of layers and takes one input; received {inputs.Length}.", nameof(inputs));
        }

        GraphPart part = new(this, name);
        return [_layers.Aggregate(inputs[0], (symbol, layer) => new Symbol(layer, [symbol], part))];
    }

    /// <inheritdoc/>
    public override Sequential Clone()
    {
        Sequential copy = [.. _layers.Select(LayerRegistry.Copy)];
        copy.Info = Info;
        if (_parameters is not null)
        {
            copy.Build(_input);
            copy.Parameters.CopyFrom(_parameters);
        }

        return copy;
    }

    /// <inheritdoc/>
    public override Sequential Upto(string layer)
    {
        int count = PlaceOf(layer) + 1;
        return Part(_layers.Take(count), _input, Info with { Labels = count == _layers.Count ? Info.Labels : [] });
    }

    /// <inheritdoc/>
    public override Sequential After(string layer)
    {
        int place = PlaceOf(layer);
        return Part(_layers.Skip(place + 1), ShapeAfter(place), new() { Labels = place < _layers.Count - 1 ? Info.Labels : [] });
    }

    /// <summary>Loads a model that was saved as a sequence of layers.</summary>
    /// <inheritdoc cref="Model.Load"/>
    public static new Sequential Load(string path) => ModelFile.Load(path) as Sequential
        ?? throw new DataFormatException(
            path, "layers", "a sequence of layers", "a graph; load it by GraphModel.Load, or either by Model.Load");

    IEnumerator<Layer> IEnumerable<Layer>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int PlaceOf(string layer)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer);
        int place = _layers.FindIndex(each => each.Name == layer);
        return place >= 0 ? place : throw UnknownLayer(layer, [.. _layers.Select(each => each.Name)]);
    }

    private Sequential Part(IEnumerable<Layer> layers, Shape input, ModelInfo info)
    {
        Sequential part = [.. layers.Select(LayerRegistry.Copy)];
        part.Info = info;
        if (IsBuilt)
        {
            part.Build(input, builder => builder.ToSlab());
            part.CopyWeights(this);
        }

        return part;
    }

    private static string Numbered(string kind, int number) => number == 1 ? kind : $"{kind}_{number}";

    private static InvalidOperationException NotBuilt() =>
        new("The model is not built: call Build(inputShape, seed), or call the model once.");

    private ArgumentException Mismatch(Shape shape) => new(
        $"The model takes a batch of inputs {_input}, so the shape [batch, {_input.ToString()[1..]}; received {shape}.", "x");
}
