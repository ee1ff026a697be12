using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A convolution: activation(x ∗ kernel + b). Input [batch, height, width, in], kernel [kernel height, kernel width, in, filters], bias
/// [filters], output [batch, out height, out width, filters] with ⌊(size − reach)/stride⌋ + 1 outputs along an axis,
/// reach = (kernel − 1)·dilation + 1, or, padded, ⌈size/stride⌉.
/// </summary>
public sealed class Conv2D : Layer, IAffine
{
    internal const string KindName = "conv2d";

    private readonly int _filters;
    private readonly Size2D _kernelSize, _strides, _dilation;
    private readonly Padding _padding;
    private readonly Func<Tensor, Tensor>? _activation;
    private readonly bool _useBias, _fusedRelu;
    private readonly Initializer _kernelInitializer, _biasInitializer;
    private Parameter? _kernel, _bias;

    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernel, in taps.</param>
    /// <param name="activation">A function such as <c>Ops.Relu</c>; none: linear.</param>
    /// <param name="strides">From one output to the next, in pixels; default 1.</param>
    /// <param name="padding">What lies around an image; default nothing.</param>
    /// <param name="dilation">From one tap to the next, in pixels; default 1.</param>
    /// <param name="useBias">Whether each filter adds a number of its own.</param>
    /// <param name="kernel">How the kernel starts; default Glorot uniform.</param>
    /// <param name="bias">How the bias starts; default zeros.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public Conv2D(
        int filters,
        Size2D kernelSize,
        Func<Tensor, Tensor>? activation = null,
        Size2D? strides = null,
        Padding padding = Padding.Valid,
        Size2D? dilation = null,
        bool useBias = true,
        Initializer? kernel = null,
        Initializer? bias = null)
    {
        CountChecks.AtLeast(1, filters);
        _filters = filters;
        _kernelSize = Windows.Positive(kernelSize, nameof(kernelSize));
        _strides = Windows.Positive(strides ?? 1, nameof(strides));
        _dilation = Windows.Positive(dilation ?? 1, nameof(dilation));
        _padding = padding;
        _activation = activation;
        _fusedRelu = activation == (Func<Tensor, Tensor>)Ops.Relu;
        _useBias = useBias;
        _kernelInitializer = kernel ?? Initializer.GlorotUniform;
        _biasInitializer = bias ?? Initializer.Zeros;
    }

    Parameter IAffine.Kernel => _kernel ?? throw NotBuilt();

    Parameter? IAffine.Bias => _bias;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Shape output = Windows.Output(this, input, _kernelSize, _strides, _dilation, _padding, _filters);
        int inputs = _kernelSize.Height * _kernelSize.Width * input[-1];
        _kernel = parameters.Add("kernel", [_kernelSize.Height, _kernelSize.Width, input[-1], _filters], _kernelInitializer);
        _bias = _useBias ? parameters.Add("bias", [_filters], _biasInitializer, decay: false, fanIn: inputs) : null;
        return output;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        if (_kernel is null)
        {
            throw NotBuilt();
        }

        return _fusedRelu
            ? Ops.Conv2DRelu(x, _kernel.Tensor, _bias?.Tensor, _strides, _padding, _dilation)
            : Activate(Ops.Conv2D(x, _kernel.Tensor, _bias?.Tensor, _strides, _padding, _dilation));
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("filters", _filters);
        Windows.Set(options, "kernel_size", _kernelSize);
        Windows.Set(options, "strides", _strides);
        Windows.Set(options, _padding);
        Windows.Set(options, "dilation", _dilation);
        Activations.Set(options, _activation);
        options.Set("use_bias", _useBias);
        options.Set("kernel", _kernelInitializer);
        options.Set("bias", _biasInitializer);
    }

    Tensor IAffine.Affine(Tensor x, Tensor kernel, Tensor? bias) => Ops.Conv2D(x, kernel, bias, _strides, _padding, _dilation);

    Tensor IAffine.Activate(Tensor y) => Activate(y);

    internal static Conv2D Read(LayerOptions options) => new(
        options.Int("filters", 1, 1 << 20),
        Windows.Read(options, "kernel_size"),
        Activations.Read(options),
        Windows.Read(options, "strides"),
        Windows.ReadPadding(options),
        Windows.Read(options, "dilation"),
        options.Bool("use_bias"),
        options.Initializer("kernel"),
        options.Initializer("bias"));

    private Tensor Activate(Tensor y) => Activations.Apply(this, _activation, y);

    private InvalidOperationException NotBuilt() => new($"The layer '{Name}' (conv2d) is not built; put it into a model.");
}
