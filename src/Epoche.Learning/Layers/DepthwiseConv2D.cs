using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A convolution of each channel with a kernel of its own; a <see cref="Conv2D"/> of one tap behind it makes the two a separable
/// convolution. Input [batch, height, width, channels], kernel [kernel height, kernel width, channels], bias [channels], output
/// sizes as of <see cref="Conv2D"/>.
/// </summary>
public sealed class DepthwiseConv2D : Layer
{
    internal const string KindName = "depthwise-conv2d";

    private readonly Size2D _kernelSize, _strides;
    private readonly Padding _padding;
    private readonly Func<Tensor, Tensor>? _activation;
    private readonly bool _useBias;
    private readonly Initializer _kernelInitializer, _biasInitializer;
    private Parameter? _kernel, _bias;

    /// <summary>Makes the layer.</summary>
    /// <param name="kernelSize">Height and width of the kernels, in taps.</param>
    /// <param name="activation">A function such as <c>Ops.Relu</c>; none: linear.</param>
    /// <param name="strides">From one output to the next, in pixels; default 1.</param>
    /// <param name="padding">What lies around an image; default nothing.</param>
    /// <param name="useBias">Whether each channel adds a number of its own.</param>
    /// <param name="kernel">How the kernels start; default uniform in ±1/√taps.</param>
    /// <param name="bias">How the bias starts; default zeros.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public DepthwiseConv2D(
        Size2D kernelSize, Func<Tensor, Tensor>? activation = null, Size2D? strides = null, Padding padding = Padding.Valid,
        bool useBias = true, Initializer? kernel = null, Initializer? bias = null)
    {
        _kernelSize = Windows.Positive(kernelSize, nameof(kernelSize));
        _strides = Windows.Positive(strides ?? 1, nameof(strides));
        (_padding, _activation, _useBias) = (padding, activation, useBias);
        _kernelInitializer = kernel ?? Initializer.UniformFanIn;
        _biasInitializer = bias ?? Initializer.Zeros;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Shape output = Windows.Output(this, input, _kernelSize, _strides, 1, _padding);
        int taps = _kernelSize.Height * _kernelSize.Width;
        _kernel = parameters.Add("kernel", [_kernelSize.Height, _kernelSize.Width, input[2]], _kernelInitializer, fanIn: taps);
        _bias = _useBias ? parameters.Add("bias", [input[2]], _biasInitializer, decay: false, fanIn: taps) : null;
        return output;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        Tensor kernel = (_kernel
            ?? throw new InvalidOperationException($"The layer '{Name}' (depthwise-conv2d) is not built; put it into a model.")).Tensor;
        Tensor y = Ops.DepthwiseConv2D(x, kernel, _strides, _padding);
        y = _bias is null ? y : y + _bias.Tensor;
        return Activations.Apply(this, _activation, y);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Windows.Set(options, "kernel_size", _kernelSize);
        Windows.Set(options, "strides", _strides);
        Windows.Set(options, _padding);
        Activations.Set(options, _activation);
        options.Set("use_bias", _useBias);
        options.Set("kernel", _kernelInitializer);
        options.Set("bias", _biasInitializer);
    }

    internal static DepthwiseConv2D Read(LayerOptions options) => new(
        Windows.Read(options, "kernel_size"),
        Activations.Read(options),
        Windows.Read(options, "strides"),
        Windows.ReadPadding(options),
        options.Bool("use_bias"),
        options.Initializer("kernel"),
        options.Initializer("bias"));
}
