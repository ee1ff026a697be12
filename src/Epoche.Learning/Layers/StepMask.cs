using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Which steps of a batch are padding, while a model computes on this thread: set by <see cref="Masking"/>, asked by the layers behind it.
/// </summary>
internal static class StepMask
{
    [ThreadStatic]
    private static Tensor? s_current;

    [ThreadStatic]
    private static bool s_isOpen;

    /// <summary>[batch, steps], 0 for padding; null where nothing is known.</summary>
    internal static Tensor? Current
    {
        get => s_current;
        set => s_current = value;
    }

    /// <summary>Whether a model is computing, so that a mask reaches nobody else.</summary>
    internal static bool IsOpen => s_isOpen;

    /// <summary>Begins the computation of a model, which knows nothing of padding yet.</summary>
    internal static Scope Begin()
    {
        Scope scope = new(s_current, s_isOpen);
        (s_current, s_isOpen) = (null, true);
        return scope;
    }

    /// <summary>The mask of a layer's input [batch, steps, …]; null for none.</summary>
    /// <exception cref="ArgumentException">It is that of another number of steps.</exception>
    internal static Tensor? For(Layer layer, Tensor x) => s_current is { } mask && x.Rank == 3 ? Of(layer, x, mask) : null;

    /// <summary>1 where a mask is not 0.</summary>
    /// <exception cref="ArgumentException">It has another shape than [batch, steps].</exception>
    internal static Tensor Ones(Layer layer, Tensor x, Tensor mask) => 1 - Ops.Equal(Of(layer, x, mask), Tensor.Scalar(0));

    private static Tensor Of(Layer layer, Tensor x, Tensor mask) =>
        x.Rank == 3 && mask.Rank == 2 && mask.Length(0) == x.Length(0) && mask.Length(1) == x.Length(1)
            ? mask
            : throw new ArgumentException(
                $"The mask of the layer '{layer.Name}' ({layer.Kind}) is {mask.Shape}; its input {x.Shape} takes one of [batch, steps]. "
                + "Layers between a Masking and this one must keep the steps.");

    internal readonly ref struct Scope(Tensor? before, bool wasOpen)
    {
        private readonly Tensor? _before = before;

        public void Dispose() => (s_current, s_isOpen) = (_before, wasOpen);
    }
}
