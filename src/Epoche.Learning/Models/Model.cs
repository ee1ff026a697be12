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

    /// <summary>A table of the layers, their output shapes and their numbers of parameters.</summary>
    public abstract string Summary();
}
