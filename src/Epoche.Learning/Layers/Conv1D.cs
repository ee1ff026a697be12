using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A convolution along sequences: activation(x ∗ kernel + b). Input [batch, steps, in], kernel [kernel size, in, filters], bias [filters],
/// output [batch, out steps, filters] with ⌊(steps − reach)/stride⌋ + 1 outputs,
/// reach = (kernel − 1)·dilation + 1, or, padded, ⌈steps/stride⌉.
/// </summary>
public sealed class Conv1D : Layer
{
    internal const string KindName = "conv1d";

    private readonly int _filters, _kernelSize, _stride, _dilation;
    private readonly Padding _padding;
    private readonly Func<Tensor, Tensor>? _activation;
    private readonly bool _useBias;
    private readonly Initializer _kernelInitializer, _biasInitializer;
    private Parameter? _kernel, _bias;

    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Taps of the kernel.</param>
    /// <param name="activation">A function such as <c>Ops.Relu</c>; none: linear.</param>
    /// <param name="stride">From one output to the next, in steps; default 1.</param>
    /// <param name="padding">What lies around a sequence; default nothing.</param>
    /// <param name="dilation">From one tap to the next, in steps; default 1.</param>
    /// <param name="useBias">Whether each filter adds a number of its own.</param>
    /// <param name="kernel">How the kernel starts; default Glorot uniform.</param>
    /// <param name="bias">How the bias starts; default zeros.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public Conv1D(
        int filters,
        int kernelSize,
        Func<Tensor, Tensor>? activation = null,
        int stride = 1,
        Padding padding = Padding.Valid,
        int dilation = 1,
        bool useBias = true,
        Initializer? kernel = null,
        Initializer? bias = null)
    {
        CountChecks.AtLeast(1, filters);
        _filters = filters;
        _kernelSize = Windows.Positive(kernelSize, nameof(kernelSize)).Width;
        _stride = Windows.Positive(stride, nameof(stride)).Width;
        _dilation = Windows.Positive(dilation, nameof(dilation)).Width;
        (_padding, _activation, _useBias) = (padding, activation, useBias);
        _kernelInitializer = kernel ?? Initializer.GlorotUniform;
        _biasInitializer = bias ?? Initializer.Zeros;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (input.Rank != 2)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (conv1d) expects sequences [steps, channels]; received an input {input}.", nameof(input));
        }

        Shape output = input[0] == Shape.Any ? [1, Shape.Any, _filters]
            : Windows.Output(
                this, [1, input[0], input[1]], (1, _kernelSize), (1, _stride), (1, _dilation), _padding, _filters);
        _kernel = parameters.Add("kernel", [_kernelSize, input[1], _filters], _kernelInitializer);
        _bias = _useBias ? parameters.Add("bias", [_filters], _biasInitializer, decay: false, fanIn: _kernelSize * input[1]) : null;
        return output.Tail();
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        // A sequence is an image of one line; no number moves.
        Tensor kernel =
            (_kernel ?? throw new InvalidOperationException($"The layer '{Name}' (conv1d) is not built; put it into a model.")).Tensor;
        if (StepMask.For(this, x) is { } mask)
        {
            x = OfUnpadded(x, mask);
        }

        Tensor image = x.Reshape(x.Length(0), 1, x.Length(1), x.Length(2));
        Tensor y = Ops.Conv2D(
            image, kernel.Reshape(1, _kernelSize, kernel.Length(1), _filters), _bias?.Tensor, (1, _stride), _padding, (1, _dilation));
        y = y.Reshape(y.Length(0), y.Length(2), _filters);
        return Activations.Apply(this, _activation, y);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("filters", _filters);
        options.Set("kernel_size", _kernelSize);
        options.Set("stride", _stride);
        Windows.Set(options, _padding);
        options.Set("dilation", _dilation);
        Activations.Set(options, _activation);
        options.Set("use_bias", _useBias);
        options.Set("kernel", _kernelInitializer);
        options.Set("bias", _biasInitializer);
    }

    /// <summary>Zeros where steps are padding: what lies beyond the end of a sequence that has none.</summary>
    private Tensor OfUnpadded(Tensor x, Tensor mask) => _stride == 1 && _padding == Padding.Same
        ? Ops.Where(mask.Reshape(mask.Length(0), mask.Length(1), 1), x, Tensor.Scalar(0))
        : throw new InvalidOperationException(
            $"The layer '{Name}' (conv1d) is behind a Masking and changes the number of steps, so that the mask would not fit what comes "
            + "out; use padding: Padding.Same and stride 1.");

    internal static Conv1D Read(LayerOptions options) => new(
        options.Int("filters", 1, 1 << 20),
        options.Int("kernel_size", 1, 1 << 16),
        Activations.Read(options),
        options.Int("stride", 1, 1 << 16),
        Windows.ReadPadding(options),
        options.Int("dilation", 1, 1 << 16),
        options.Bool("use_bias"),
        options.Initializer("kernel"),
        options.Initializer("bias"));
}
