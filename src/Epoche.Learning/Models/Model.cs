using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>
/// A network with its numbers: one slab of parameters and a function from inputs to outputs. Where a model is expected, layers in brackets
/// are a <see cref="Sequential"/>:
/// <c>Model net = [new Dense(128, Relu), new Dense(10)];</c>
/// </summary>
[CollectionBuilder(typeof(Sequential), nameof(Sequential.Create))]
public abstract partial class Model : ILayerOwner
{
    internal const string InputName = "input", OutputName = "output";

    /// <summary>The numbers.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public abstract ParameterSlab Parameters { get; }

    /// <summary>The layers, each once, in the order in which they are computed.</summary>
    public abstract IReadOnlyList<Layer> Layers { get; }

    /// <summary>Enumerates <see cref="Layers"/>.</summary>
    public IEnumerator<Layer> GetEnumerator() => Layers.GetEnumerator();

    /// <summary>The inputs in the order in which <see cref="Call(ReadOnlySpan{Tensor})"/> takes them.</summary>
    /// <exception cref="InvalidOperationException">The model is a sequence that is not built.</exception>
    public abstract IReadOnlyList<ModelPort> Inputs { get; }

    /// <summary>The outputs in their order.</summary>
    /// <exception cref="InvalidOperationException">The model is a sequence that is not built.</exception>
    public abstract IReadOnlyList<ModelPort> Outputs { get; }

    /// <summary>The shape of one input, without the batch axis.</summary>
    /// <exception cref="InvalidOperationException">The model has several inputs, or is a sequence that is not built.</exception>
    public Shape InputShape => Only(Inputs, "inputs").Shape;

    /// <summary>The shape of one output, without the batch axis.</summary>
    /// <exception cref="InvalidOperationException">The model has several outputs, or is a sequence that is not built.</exception>
    public Shape OutputShape => Only(Outputs, "outputs").Shape;

    /// <summary>Whether the parameters exist.</summary>
    public abstract bool IsBuilt { get; }

    /// <summary>What is computed, as data: for files, tables and pictures.</summary>
    internal abstract GraphPlan Plan { get; }

    /// <summary>The shapes of the plan's values.</summary>
    internal abstract ReadOnlySpan<Shape> ValueShapes { get; }

    /// <summary>Computes the output of a batch: [batch, input…] → [batch, output…].</summary>
    /// <exception cref="ArgumentException">
    /// The input has another shape than the model takes; outside of training also: it holds NaN or an infinity.
    /// </exception>
    public abstract Tensor Call(Tensor x);

    /// <summary>
    /// Computes the outputs of a batch of which each input has a part: <c>model.Call(image, meta)["digit"]</c>; for one
    /// input <c>model.Call([image])</c>.
    /// </summary>
    /// <param name="inputs">[batch, input…] for each of <see cref="Inputs"/>, in their order.</param>
    /// <exception cref="ArgumentException">
    /// There are more or fewer than <see cref="Inputs"/>, or one has another shape; outside of training also: one holds NaN or an infinity.
    /// </exception>
    public abstract ModelOutputs Call(params ReadOnlySpan<Tensor> inputs);

    /// <summary>
    /// Computes one of the outputs of a batch, and only what it depends on: of a network with a policy and values, acting needs the policy.
    /// </summary>
    /// <param name="output">Its place in <see cref="Outputs"/>.</param>
    /// <param name="inputs">As <see cref="Call(ReadOnlySpan{Tensor})"/> takes them.</param>
    /// <returns>[batch, output…], the same numbers as there.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="ArgumentException">See <see cref="Call(ReadOnlySpan{Tensor})"/>.</exception>
    public virtual Tensor CallOutput(int output, params ReadOnlySpan<Tensor> inputs)
    {
        RequireOutput(output);
        return Call(inputs)[output];
    }

    /// <summary>
    /// Writes this model down as a part of a larger one. Its layers are copied, with their numbers if it is built when the larger one is
    /// built; it stays as it is. Applied twice under one name the part shares its parameters; under two names it is there twice. What is
    /// applied once belongs to one model.
    /// </summary>
    /// <param name="name">What the part is called: its layer <c>dense</c> becomes <c>name/dense</c>.</param>
    /// <param name="inputs">As many as this model has inputs.</param>
    /// <returns>Its outputs.</returns>
    /// <exception cref="ArgumentException">There are more or fewer inputs than it has.</exception>
    public abstract IReadOnlyList<Symbol> Apply(string name, params ReadOnlySpan<Symbol> inputs);

    /// <summary>Begins a graph; see <see cref="Symbol"/>.</summary>
    /// <param name="shape">
    /// The shape of one example, without the batch axis; <c>[Shape.Any]</c> or <c>[Shape.Any, features]</c> for sequences of any length.
    /// </param>
    /// <param name="name">The name of the input, unique within the model.</param>
    public static Symbol Input(Shape shape, string name = "input")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ModelText.RequireFreeStepsOnly(shape);
        return new Symbol(new ModelPort(name, shape));
    }

    /// <summary>A model with the same layers and the same numbers, sharing nothing.</summary>
    /// <exception cref="NotSupportedException">
    /// A layer contains custom code that cannot be described, or is of a kind that is not registered.
    /// </exception>
    public abstract Model Clone();

    /// <summary>What the inputs and outputs mean; saved with the model.</summary>
    public ModelInfo Info { get; set => field = value ?? throw new ArgumentNullException(nameof(Info)); } = new();

    /// <summary>Loads a model from a folder or a <c>.epoche</c> file.</summary>
    /// <exception cref="DataFormatException">It is damaged, or no model.</exception>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    public static Model Load(string path) => ModelFile.Load(path);

    /// <summary>
    /// Saves the model, replacing an older one whole or not at all: as one file if <paramref name="path"/> ends in
    /// <c>.epoche</c>, otherwise as a folder.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="NotSupportedException">
    /// A layer contains custom code that cannot be described, or is of a kind that is not registered.
    /// </exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => ModelFile.Save(this, path);

    /// <summary>A table of the layers, their output shapes and their numbers of parameters.</summary>
    public string Summary() => ModelSummary.Of(this);

    /// <summary>The graph as text: a line for each input, use of a layer and output, joined by lanes.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public string GraphText() => Epoche.GraphText.Of(this);

    /// <summary>The graph as an SVG picture.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public string GraphSvg() => Epoche.GraphSvg.Of(this);

    private static ModelPort Only(IReadOnlyList<ModelPort> ports, string what) => ports is [var only]
        ? only
        : throw new InvalidOperationException(
            $"The model has {ports.Count} {what} ({string.Join(", ", ports)}), so there is no single shape.");

    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    private protected void RequireOutput(int output)
    {
        if ((uint)output >= (uint)Outputs.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(output), output, $"The model gives {Outputs.Count} outputs ({string.Join(", ", Outputs)}), counted from 0.");
        }
    }
}
