using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Self-attention with several heads (Vaswani et al. 2017, arXiv:1706.03762, section 3.2): every step of a sequence asks all steps, and
/// gets the mean of their values, weighted by softmax(q·k/√d). Input and output [batch, steps, features].
/// </summary>
public sealed class MultiHeadAttention : Layer, IMaskedLayer
{
    internal const string KindName = "attention";

    private readonly int _heads;
    private readonly bool _isCausal;
    private readonly float? _padding;
    private Parameter? _kernel, _bias, _outKernel, _outBias;

    /// <summary>Makes the layer.</summary>
    /// <param name="heads">How many heads, at least 1; they share the features, whose number is a multiple of it.</param>
    /// <param name="isCausal">Whether a step asks only itself and those before it.</param>
    /// <param name="padding">
    /// A step whose features all have this value, where they reach this layer, is padding: no step asks it. Null, the default: none is.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="heads"/> is not positive.</exception>
    public MultiHeadAttention(int heads, bool isCausal = false, float? padding = null)
    {
        CountChecks.AtLeast(1, heads);
        (_heads, _isCausal, _padding) = (heads, isCausal, padding);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        LayerChecks.RequireSequence(this, input);
        int features = input[-1];
        if (features % _heads != 0)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (attention) shares the features among {_heads} heads; {features} do not divide.", nameof(input));
        }

        _kernel = parameters.Add("kernel", [features, 3 * features], Initializer.GlorotUniform);
        _bias = parameters.Add("bias", [3 * features], Initializer.Zeros, decay: false, fanIn: features);
        _outKernel = parameters.Add("out_kernel", [features, features], Initializer.GlorotUniform);
        _outBias = parameters.Add("out_bias", [features], Initializer.Zeros, decay: false, fanIn: features);
        return input;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => Call(x, MaskOf(x));

    /// <summary>Computes the outputs where some steps are padding.</summary>
    /// <param name="x">[batch, steps, features].</param>
    /// <param name="mask">[batch, steps]: 0 for padding, which no step asks; null for none. A step that may ask none gets the bias.</param>
    /// <exception cref="ArgumentException">The mask has another shape.</exception>
    /// <exception cref="InvalidOperationException">The layer is in no model that is built.</exception>
    public Tensor Call(Tensor x, Tensor? mask)
    {
        (Parameter kernel, Parameter outKernel) = (_kernel ?? throw LayerChecks.NotBuilt(this), _outKernel!);
        (int batch, int steps) = (x.Length(0), x.Length(1));
        if (mask is { } given && given.Shape != [batch, steps])
        {
            throw new ArgumentException(
                $"The mask of the layer '{Name}' (attention) has a number for each step, [{batch}, {steps}]; received {given.Shape}.",
                nameof(mask));
        }

        Tensor mixed = Ops.Attention(Ops.Linear(x, kernel.Tensor, _bias!.Tensor), _heads, _isCausal, mask);
        return Ops.Linear(mixed, outKernel.Tensor, _outBias!.Tensor);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("heads", _heads);
        options.Set("causal", _isCausal);
        if (_padding is { } padding)
        {
            options.Set("padding", padding);
        }
    }

    internal static MultiHeadAttention Read(LayerOptions options) => new(
        options.Int("heads", 1, 1 << 16),
        options.Bool("causal"),
        options.Has("padding") ? options.Float("padding", float.MinValue, float.MaxValue) : null);

    /// <summary>[batch, steps]: 0 where a step is padding by its value, or a <see cref="Masking"/> before says so.</summary>
    internal Tensor? MaskOf(Tensor x) => _padding is { } value ? Ops.Maximum(x < value, x > value).Max(-1) : StepMask.For(this, x);
}
