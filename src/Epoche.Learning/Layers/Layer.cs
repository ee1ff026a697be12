namespace Epoche;

/// <summary>
/// A function with parameters. A layer declares its parameters once, in <see cref="Build"/>, when the shape of its input is known; they lie
/// in the slab of the model that the layer belongs to. To write your own, derive from this class and override the three abstract members;
/// to be saved and cloned it is entered into <see cref="LayerRegistry"/>.
/// </summary>
public abstract class Layer
{
    /// <summary>The name under which the registry knows this kind of layer, such as <c>dense</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The layer's name within its model; empty until the model gives one, such as <c>dense_2</c>.</summary>
    public string Name { get; set => field = value ?? throw new ArgumentNullException(nameof(Name)); } = string.Empty;

    private ILayerOwner? _owner;

    /// <summary>
    /// Whether a call is one of training: in a step of training, outside of <see cref="EvaluationMode"/>, and in a model that learns
    /// (<see cref="ParameterSlab.Trainable"/>). What a layer does in training alone, such as drawing noise, it does where this is true;
    /// running statistics it moves only where <see cref="Tape.IsRecording"/> is true as well.
    /// </summary>
    protected bool IsTraining => StepArena.Current is { IsTraining: true } && _owner is not { IsBuilt: true, Parameters.Trainable: false };

    /// <summary>Declares the parameters.</summary>
    /// <param name="input">The shape of one example, without the batch axis.</param>
    /// <param name="parameters">Takes the declarations; what it returns holds the tensor once the model is built.</param>
    /// <returns>The shape of one output, without the batch axis.</returns>
    /// <exception cref="ArgumentException">The layer cannot take such an input.</exception>
    public abstract Shape Build(Shape input, ParameterBuilder parameters);

    /// <summary>Computes the outputs of a batch: [batch, input…] → [batch, output…].</summary>
    /// <exception cref="ArgumentException">The inputs have another shape than the layer was built for.</exception>
    /// <exception cref="InvalidOperationException">The layer has parameters and is in no model that is built.</exception>
    public abstract Tensor Call(Tensor x);

    /// <summary>Writes the options from which <see cref="LayerRegistry"/> makes an equal layer.</summary>
    public virtual void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
    }

    /// <summary>Notes whose slab holds the parameters: in a second model they would silently leave the first.</summary>
    /// <exception cref="InvalidOperationException">The layer is in another model.</exception>
    internal void JoinModel(ILayerOwner model)
    {
        if (_owner is not null && _owner != model)
        {
            throw new InvalidOperationException($"The layer '{Name}' ({Kind}) is in another model already, which its parameters belong to. "
                + "Make a new layer, or clone that model.");
        }

        _owner = model;
    }
}
