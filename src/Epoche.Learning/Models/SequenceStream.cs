using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A model that gets its sequences piece by piece and remembers what its recurrent layers know: the outputs are, to the bit, those of the
/// whole sequences, where every layer treats each step alone or is recurrent. The model takes sequences of any length
/// (<c>[Shape.Any, features]</c>), or single steps [features]. One stream for one batch of sequences; one thread at a time.
/// </summary>
/// <example><code>
/// SequenceStream stream = new(model);
/// Tensor first = stream.Next(monday), second = stream.Next(tuesday); // [batch, steps, features]
/// </code></example>
public sealed class SequenceStream : IStepMemory
{
    private readonly Model _model;
    private readonly Dictionary<RecurrentLayer, (float[] Values, int Batch)> _states = [];

    /// <summary>Begins with states of zeros.</summary>
    /// <param name="model">Built, with one input and one output.</param>
    /// <exception cref="ArgumentException">A layer looks at several steps at once, and has no state to resume from.</exception>
    public SequenceStream(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        if (model.Layers.FirstOrDefault(SeesSeveralSteps) is { } layer)
        {
            throw new ArgumentException(
                $"The layer '{layer.Name}' ({layer.Kind}) looks at several steps at once, so that the model cannot go on step by step; "
                + "recurrent layers and those that treat each step alone can.", nameof(model));
        }
    }

    /// <summary>The model's outputs for the next steps.</summary>
    /// <param name="x">[batch, steps, features], or [batch, features] of one step for a model built so; always the same batch.</param>
    /// <exception cref="ArgumentException">The input does not fit the model, or the batch is another than before.</exception>
    public Tensor Next(Tensor x)
    {
        IStepMemory? before = StepMemory.Current;
        StepMemory.Current = this;
        try
        {
            return _model.Call(x);
        }
        finally
        {
            StepMemory.Current = before;
        }
    }

    /// <summary>Forgets all: the next steps are the first of new sequences.</summary>
    public void Reset() => _states.Clear();

    /// <summary>What a layer knows now, [batch, <see cref="RecurrentLayer.StateSize"/>]; a copy.</summary>
    /// <param name="layer">The name of a recurrent layer of the model.</param>
    /// <exception cref="ArgumentException">There is none of the name.</exception>
    /// <exception cref="InvalidOperationException">It has seen no step yet, so the batch is not known.</exception>
    public Tensor State(string layer)
    {
        RecurrentLayer found = Find(layer);
        return _states.TryGetValue(found, out (float[] Values, int Batch) state)
            ? Tensor.Of(state.Values, [state.Batch, found.StateSize])
            : throw new InvalidOperationException($"The layer '{layer}' has seen no step yet; its state is zeros of any batch.");
    }

    /// <summary>Sets what a layer knows before the next step, such as an initial state.</summary>
    /// <param name="layer">The name of a recurrent layer of the model.</param>
    /// <param name="state">[batch, <see cref="RecurrentLayer.StateSize"/>]; copied.</param>
    /// <exception cref="ArgumentException">There is no such layer, or the state has another shape.</exception>
    public void SetState(string layer, Tensor state)
    {
        RecurrentLayer found = Find(layer);
        if (state.Rank != 2 || state.Length(1) != found.StateSize)
        {
            throw new ArgumentException(
                $"A state of the layer '{layer}' ({found.Kind}) is [batch, {found.StateSize}]; received {state.Shape}.", nameof(state));
        }

        _states[found] = (state.ToArray(), state.Length(0));
    }

    Tensor? IStepMemory.Pass(RecurrentLayer layer, Tensor x)
    {
        Recurrence result = layer.Unroll(x.Reshape(x.Length(0), 1, x.Length(1)), Before(layer, x) ?? Zeros(layer, x), mask: null);
        Keep(layer, result.State);
        return result.Output.Reshape(x.Length(0), layer.Units);
    }

    Tensor? IStepMemory.PassSteps(RecurrentLayer layer, Tensor x)
    {
        Recurrence result = layer.Call(x, Before(layer, x));
        Keep(layer, result.State);
        return result.Output;
    }

    private static bool SeesSeveralSteps(Layer layer) => layer is MultiHeadAttention or TransformerBlock or PositionalEncoding
        or LearnedPositions or Conv1D or Bidirectional or GlobalAveragePool or GlobalMaxPool or GroupNorm or Flatten;

    private static Tensor Zeros(RecurrentLayer layer, Tensor x) => Tensor.Zeros([x.Length(0), layer.StateSize]);

    private RecurrentLayer Find(string layer)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer);
        return _model.Layers.OfType<RecurrentLayer>().FirstOrDefault(each => each.Name == layer) ?? throw new ArgumentException(
            $"The model has no recurrent layer '{layer}'; it has "
            + $"{string.Join(", ", _model.Layers.OfType<RecurrentLayer>().Select(each => each.Name))}.", nameof(layer));
    }

    private Tensor? Before(RecurrentLayer layer, Tensor x)
    {
        if (!_states.TryGetValue(layer, out (float[] Values, int Batch) state))
        {
            return null;
        }

        return state.Batch == x.Length(0)
            ? Tensor.Of(state.Values, [state.Batch, layer.StateSize])
            : throw new ArgumentException(
                $"The stream holds the states of {state.Batch} sequences; received steps of {x.Length(0)}. "
                + "Reset it, or use another stream.",
                nameof(x));
    }

    private void Keep(RecurrentLayer layer, Tensor state)
    {
        float[] values = _states.TryGetValue(layer, out (float[] Values, int Batch) old) && old.Values.Length == state.Count
            ? old.Values
            : new float[state.Count];
        state.Values.CopyTo(values);
        _states[layer] = (values, state.Length(0));
    }
}
