using Epoche.Autodiff;
using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A transposed convolution, which makes images larger: each input adds the kernel, times its number, to the output. Input [batch, height,
/// width, in], kernel [kernel height, kernel width, filters, in], bias [filters], output (size − 1)·stride + (kernel − 1)·dilation + 1
/// along an axis or, padded, size·stride.
/// </summary>
public sealed class Conv2DTranspose : Layer
{
    internal const string KindName = "conv2d-transpose";

    private readonly int _filters;
    private readonly Size2D _kernelSize, _strides, _dilation;
    private readonly Padding _padding;
    private readonly Func<Tensor, Tensor>? _activation;
    private readonly bool _useBias;
    private readonly Initializer _kernelInitializer, _biasInitializer;
    private Parameter? _kernel, _bias;

    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernel, in taps.</param>
    /// <param name="activation">A function such as <c>Ops.Relu</c>; none: linear.</param>
    /// <param name="strides">From one input to the next, in pixels of the output; default 1.</param>
    /// <param name="padding">What is cut off around the output: nothing, or as much as makes it size·stride.</param>
    /// <param name="dilation">From one tap to the next, in pixels of the output; default 1.</param>
    /// <param name="useBias">Whether each filter adds a number of its own.</param>
    /// <param name="kernel">How the kernel starts; default Glorot uniform.</param>
    /// <param name="bias">How the bias starts; default zeros.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public Conv2DTranspose(
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
        if (input.Rank != 3)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (conv2d-transpose) expects images [height, width, channels]; received an input {input}.",
                nameof(input));
        }

        int inputs = _kernelSize.Height * _kernelSize.Width * input[2];
        _kernel = parameters.Add("kernel", [_kernelSize.Height, _kernelSize.Width, _filters, input[2]], _kernelInitializer, fanIn: inputs);
        _bias = _useBias ? parameters.Add("bias", [_filters], _biasInitializer, decay: false, fanIn: inputs) : null;
        return OpTable.TransposedOutput(input, new(_kernelSize, _strides, _dilation, _padding), _filters);
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        Tensor kernel = (_kernel
            ?? throw new InvalidOperationException($"The layer '{Name}' (conv2d-transpose) is not built; put it into a model.")).Tensor;
        Tensor y = Ops.Conv2DTranspose(x, kernel, _strides, _padding, _dilation);
        y = _bias is null ? y : y + _bias.Tensor;
        return Activations.Apply(this, _activation, y);
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

    internal static Conv2DTranspose Read(LayerOptions options) => new(
        options.Int("filters", 1, 1 << 20),
        Windows.Read(options, "kernel_size"),
        Activations.Read(options),
        Windows.Read(options, "strides"),
        Windows.ReadPadding(options),
        Windows.Read(options, "dilation"),
        options.Bool("use_bias"),
        options.Initializer("kernel"),
        options.Initializer("bias"));
}
