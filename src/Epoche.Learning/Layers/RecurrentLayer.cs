using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// What recurrent layers share. Input [batch, steps, features]; output [batch, units], that of the last step, or with sequences [batch,
/// steps, units]. Steps whose mask is 0 leave the state as it is and give zeros: the results of PyTorch's packed sequences. A state can be
/// handed in and comes out, to go on with the next steps of the same examples.
/// <para>Put behind features without steps, [batch, features], it sees one step, as an agent does: [batch, units] from a state of zeros,
/// or from the state that the examples have, where somebody keeps it for the whole model.</para>
/// </summary>
public abstract class RecurrentLayer : Layer, IMaskedLayer
{
    private readonly int _gates;
    private readonly Initializer _kernelInitializer, _recurrentInitializer;
    private Parameter? _kernel, _recurrent, _bias;

    private protected RecurrentLayer(
        int units, bool sequences, float? padding, Initializer? kernel, Initializer? recurrent, int gates, int states)
    {
        CountChecks.AtLeast(1, units);
        if (padding is { } value && !float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(
                nameof(padding),
                $"The padding of a recurrent layer is a finite number that marks steps without input, such as 0; received {value}.");
        }

        (Units, Sequences, Padding, _gates, StateSize) = (units, sequences, padding, gates, states * units);
        _kernelInitializer = kernel ?? Initializer.GlorotUniform;
        _recurrentInitializer = recurrent ?? Initializer.Orthogonal;
    }

    /// <summary>The size of the output.</summary>
    public int Units { get; }

    /// <summary>Whether the output has all steps.</summary>
    public bool Sequences { get; }

    /// <summary>A step at which every feature has this value is padding and masked; null: only a mask that is handed in says so.</summary>
    public float? Padding { get; }

    /// <summary>Whether it was built for features without steps.</summary>
    public bool TakesOneStep { get; private set; }

    /// <summary>The size of an example's state, its output first.</summary>
    public int StateSize { get; }

    private protected Tensor Kernel => (_kernel ?? throw NotBuilt()).Tensor;

    private protected Tensor Recurrent => (_recurrent ?? throw NotBuilt()).Tensor;

    private protected Tensor Bias => (_bias ?? throw NotBuilt()).Tensor;

    private protected abstract Initializer BiasInitializer { get; }

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (input.Rank is not (1 or 2))
        {
            throw new ArgumentException(
                $"The layer '{Name}' ({Kind}) needs an input [steps, features], or [features] of one step; received {input}.",
                nameof(input));
        }

        TakesOneStep = input.Rank == 1;
        int features = input[^1];
        _kernel = parameters.Add("kernel", [features, _gates * Units], _kernelInitializer);
        _recurrent = parameters.Add("recurrent", [Units, _gates * Units], _recurrentInitializer);
        _bias = parameters.Add("bias", [_gates * Units], BiasInitializer, decay: false, fanIn: features);
        return Sequences && !TakesOneStep ? [input[0], Units] : [Units];
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        if (!TakesOneStep)
        {
            return StepMemory.Current?.PassSteps(this, x) ?? Call(x, state: null).Output;
        }

        int features = Kernel.Length(0);
        if (x.Rank != 2 || x.Length(1) != features)
        {
            throw Mismatch($"an input [batch, {features}]", x.Shape);
        }

        return StepMemory.Current?.Pass(this, x)
            ?? Run(x.Reshape(x.Length(0), 1, features), state: null, mask: null, sequences: false).Output;
    }

    /// <summary>Goes through all steps, from a given state on.</summary>
    /// <param name="x">[batch, steps, features]; any number of steps.</param>
    /// <param name="state">[batch, <see cref="StateSize"/>] before the first step, such as an earlier call's; null: zeros.</param>
    /// <param name="mask">
    /// [batch, steps], 0 where there is no input, negative where a step begins from a state of zeros; null: what <see cref="Padding"/>
    /// says, or a <see cref="Masking"/> before this layer.
    /// </param>
    /// <returns>
    /// The output and the state after the last step. To carry a state into another step of training, <see cref="Tensor.Keep"/> it.
    /// </returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Recurrence Call(Tensor x, Tensor? state, Tensor? mask = null)
    {
        Shape shape = x.Shape;
        int features = Kernel.Length(0);
        if (shape.Rank != 3 || shape[2] != features)
        {
            throw Mismatch($"an input [batch, steps, {features}]", shape);
        }

        if (state is { } s && s.Shape != [shape[0], StateSize])
        {
            throw Mismatch($"a state [{shape[0]}, {StateSize}] with the input {shape}", s.Shape);
        }

        if (mask is { } m && m.Shape != [shape[0], shape[1]])
        {
            throw Mismatch($"a mask [{shape[0]}, {shape[1]}] with the input {shape}", m.Shape);
        }

        return Run(x, state, mask ?? MaskOf(x), Sequences);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("units", Units);
        options.Set("sequences", Sequences);
        if (Padding is { } padding)
        {
            options.Set("padding", padding);
        }

        options.Set("kernel", _kernelInitializer);
        options.Set("recurrent", _recurrentInitializer);
    }

    Tensor IMaskedLayer.Call(Tensor x, Tensor? mask) => Call(x, state: null, mask).Output;

    /// <summary>What <see cref="Padding"/> says, or a <see cref="Masking"/> before this layer.</summary>
    internal Tensor? MaskOf(Tensor x) =>
        Padding is { } padding ? 1 - Ops.Equal(x, Tensor.Scalar(padding)).Min(-1) : StepMask.For(this, x);

    /// <summary>All steps of sequences, whatever the layer gives by itself.</summary>
    internal Recurrence Unroll(Tensor x, Tensor state, Tensor? mask) => Run(x, state, mask, sequences: true);

    private protected abstract Recurrence Run(Tensor x, Tensor? state, Tensor? mask, bool sequences);

    private protected static (int Units, bool Sequences, float? Padding, Initializer Kernel, Initializer Recurrent) ReadShared(
        LayerOptions options) => (
        options.Int("units", 1, 1 << 24),
        options.Bool("sequences"),
        options.Has("padding") ? options.Float("padding", float.MinValue, float.MaxValue) : null,
        options.Initializer("kernel"),
        options.Initializer("recurrent"));

    private InvalidOperationException NotBuilt() => new($"The layer '{Name}' ({Kind}) is not built; put it into a model.");

    private ArgumentException Mismatch(string expected, Shape received) =>
        new($"The layer '{Name}' ({Kind}) takes {expected}; received {received}.");
}
