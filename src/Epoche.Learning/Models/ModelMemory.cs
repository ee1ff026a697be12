using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// What a model remembers from one call to the next: the states of its recurrent layers that see one step at a time
/// (<see cref="RecurrentLayer.TakesOneStep"/>), side by side in one row for each example. The states themselves belong to the caller.
/// While <see cref="Unroll"/> is in use the rows of a batch are the steps of sequences, so that all other layers see each step alone, and
/// each recurrent layer sees all of them in one operation.
/// <para>Serves one thread at a time; make one for each, over the same model.</para>
/// </summary>
/// <example><code>
/// ModelMemory memory = new(model);
/// float[] states = new float[memory.StateSize];          // zeros: an episode begins
/// using (memory.Step(states, rows: 1))
///     Tensor y = model.Call(observation);                // states are now those after it
/// </code></example>
public sealed class ModelMemory : IStepMemory
{
    private readonly RecurrentLayer[] _layers;
    private readonly int[] _offsets;
    private Tensor? _states, _mask;
    private float[]? _last;
    private int _rows, _steps;

    /// <summary>Finds the layers.</summary>
    /// <param name="model">Built.</param>
    /// <exception cref="ArgumentException">The model is not built.</exception>
    public ModelMemory(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.IsBuilt)
        {
            throw new ArgumentException("The model is not built; build it first.", nameof(model));
        }

        _layers = [.. model.Layers.OfType<RecurrentLayer>().Where(layer => layer.TakesOneStep)];
        _offsets = new int[_layers.Length];
        for (int i = 0; i < _layers.Length; i++)
        {
            _offsets[i] = StateSize;
            StateSize += _layers[i].StateSize;
        }
    }

    /// <summary>Numbers of an example's state; 0 for a model that remembers nothing.</summary>
    public int StateSize { get; }

    /// <summary>Whether a model remembers anything.</summary>
    /// <param name="model">Built.</param>
    public static bool Has(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Layers.Any(layer => layer is RecurrentLayer { TakesOneStep: true });
    }

    /// <summary>Until the result is disposed, the model is called for one step of each row, whose states it moves on.</summary>
    /// <param name="states">[rows, <see cref="StateSize"/>], replaced by those after the step.</param>
    /// <param name="rows">How many.</param>
    /// <exception cref="ArgumentException">States are fewer.</exception>
    /// <exception cref="InvalidOperationException">It is in use.</exception>
    public Scope Step(float[] states, int rows)
    {
        ArgumentNullException.ThrowIfNull(states);
        return Unroll(Tensor.Of(states.AsSpan(0, Math.Min(states.Length, rows * StateSize)), [rows, StateSize]), rows, 1, null, states);
    }

    /// <summary>
    /// Until the result is disposed, the rows of a batch are sequences × steps, the steps of a sequence one after the other.
    /// </summary>
    /// <param name="states">[sequences, <see cref="StateSize"/>] before the first steps.</param>
    /// <param name="sequences">How many.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="mask">
    /// [sequences, steps]: 0 where there is no step, which leaves the state as it is, negative where one begins from a state of zeros;
    /// null: all are steps.
    /// </param>
    /// <param name="last">Receives the states after the last steps, at the same places; null where nobody wants them.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="InvalidOperationException">It is in use.</exception>
    public Scope Unroll(Tensor states, int sequences, int steps, Tensor? mask = null, float[]? last = null)
    {
        if (states.Shape != [sequences, StateSize] || (mask is { } m && m.Shape != [sequences, steps])
            || (last is not null && last.Length < sequences * StateSize))
        {
            throw new ArgumentException(
                $"{sequences} sequences of {steps} steps have states [{sequences}, {StateSize}], a mask [{sequences}, {steps}] and room "
                + $"for as many states; received states {states.Shape}, {(mask is { } odd ? $"a mask {odd.Shape}" : "no mask")} and "
                + $"{(last is null ? "no room" : $"room for {last.Length} numbers")}.",
                nameof(states));
        }

        if (_states is not null)
        {
            throw new InvalidOperationException("This memory is in use; dispose what its Unroll or Step gave first.");
        }

        Scope scope = new(this, StepMemory.Current);
        (_states, _rows, _steps, _mask, _last) = (states, sequences, steps, mask, last);
        StepMemory.Current = this;
        return scope;
    }

    /// <summary>What a layer gives for all steps; null where the layer is none of the model's.</summary>
    Tensor? IStepMemory.Pass(RecurrentLayer layer, Tensor x)
    {
        int index = Array.IndexOf(_layers, layer);
        if (index < 0)
        {
            return null;
        }

        if (x.Length(0) != _rows * _steps)
        {
            throw new ArgumentException(
                $"The memory is in use for {_rows} sequences of {_steps} steps, {_rows * _steps} rows; the layer '{layer.Name}' received "
                + $"{x.Length(0)}.",
                nameof(x));
        }

        int offset = _offsets[index], size = layer.StateSize;
        Tensor states = _layers.Length == 1 ? _states!.Value : _states!.Value.Slice(1, offset, size);
        Recurrence found = layer.Unroll(x.Reshape(_rows, _steps, x.Length(1)), states, _mask);
        if (_last is not null)
        {
            ReadOnlySpan<float> after = found.State.Values;
            for (int row = 0; row < _rows; row++)
            {
                after.Slice(row * size, size).CopyTo(_last.AsSpan((row * StateSize) + offset, size));
            }
        }

        return found.Output.Reshape(x.Length(0), layer.Units);
    }

    /// <summary>How long a memory is in use.</summary>
    public readonly ref struct Scope
    {
        private readonly ModelMemory? _memory;
        private readonly IStepMemory? _before;

        internal Scope(ModelMemory memory, IStepMemory? before) => (_memory, _before) = (memory, before);

        /// <summary>The model is called as before.</summary>
        public void Dispose()
        {
            if (_memory is not null)
            {
                (_memory._states, _memory._mask, _memory._last) = (null, null, null);
                StepMemory.Current = _before;
            }
        }
    }
}
