namespace Epoche;

/// <summary>A network with its numbers: one slab of parameters and a function from inputs to outputs.</summary>
public abstract class Model
{
    /// <summary>The numbers.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public abstract ParameterSlab Parameters { get; }

    /// <summary>The shape of one input, without the batch axis.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public abstract Shape InputShape { get; }

    /// <summary>The shape of one output, without the batch axis.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public abstract Shape OutputShape { get; }

    /// <summary>Whether the parameters exist.</summary>
    public abstract bool IsBuilt { get; }

    /// <summary>Computes the outputs of a batch: [batch, input…] → [batch, output…].</summary>
    public abstract Tensor Call(Tensor x);

    /// <summary>A model with the same layers and the same numbers, sharing nothing.</summary>
    /// <exception cref="NotSupportedException">A layer contains code of your own that cannot be described.</exception>
    public abstract Model Clone();

    /// <summary>What the inputs and outputs mean; saved with the model.</summary>
    public ModelInfo Info { get; set; } = new();

    /// <summary>Loads a model from a folder or a <c>.epoche</c> file.</summary>
    /// <exception cref="DataFormatException">It is damaged, or no model.</exception>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    public static Model Load(string path) => ModelFile.Load(path);

    /// <summary>Saves the model, replacing an older one whole or not at all: as one file if <paramref name="path"/> ends in <c>.epoche</c>, otherwise as a folder.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="NotSupportedException">A layer contains code of your own that cannot be described.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public abstract void Save(string path);

    /// <summary>A table of the layers, their output shapes and their numbers of parameters.</summary>
    public abstract string Summary();
}
