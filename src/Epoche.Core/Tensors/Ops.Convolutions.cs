using Epoche.Autodiff;

namespace Epoche.Tensors;

public static partial class Ops
{
    /// <summary>
    /// Images convolved with a kernel: y[b, i, j, f] = bias[f] + Σ x[b, i·stride + k·dilation − zeros, …, c]·kernel[k, l, c, f].
    /// </summary>
    /// <param name="x">[batch, height, width, in].</param>
    /// <param name="kernel">[height, width, in, out].</param>
    /// <param name="bias">[out], or none.</param>
    /// <param name="strides">From one output to the next, in pixels; default 1.</param>
    /// <param name="padding">What lies around the images.</param>
    /// <param name="dilation">From one tap of the kernel to the next, in pixels; default 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride or dilation is below 1.</exception>
    public static Tensor Conv2D(
        Tensor x, Tensor kernel, Tensor? bias = null, Size2D? strides = null, Padding padding = Padding.Valid, Size2D? dilation = null) =>
        Convolve(OpTable.Conv2D, x, kernel, bias, strides, padding, dilation);

    /// <summary>max(conv2d, 0) in one pass; see <see cref="Conv2D"/>.</summary>
    public static Tensor Conv2DRelu(
        Tensor x, Tensor kernel, Tensor? bias = null, Size2D? strides = null, Padding padding = Padding.Valid, Size2D? dilation = null) =>
        Convolve(OpTable.Conv2DRelu, x, kernel, bias, strides, padding, dilation);

    /// <summary>
    /// Images spread by a kernel, the transpose of <see cref="Conv2D"/>: y[b, i·stride + k·dilation − zeros, …, f] += x[b, i, j,
    /// c]·kernel[k, l, f, c]. The outputs are (size − 1)·stride + (kernel − 1)·dilation + 1 along an axis or, padded, size·stride.
    /// </summary>
    /// <param name="x">[batch, height, width, in].</param>
    /// <param name="kernel">[height, width, out, in].</param>
    /// <param name="strides">From one input to the next, in pixels of the output; default 1.</param>
    /// <param name="padding">What is cut off around the outputs: nothing, or as much as makes them size·stride.</param>
    /// <param name="dilation">From one tap of the kernel to the next; default 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride or dilation is below 1.</exception>
    public static Tensor Conv2DTranspose(
        Tensor x, Tensor kernel, Size2D? strides = null, Padding padding = Padding.Valid, Size2D? dilation = null) =>
        Convolve(OpTable.Conv2DTranspose, x, kernel, null, strides, padding, dilation);

    /// <summary>
    /// Each channel convolved with a kernel of its own: y[b, i, j, c] = Σ x[b, i·stride + k − zeros, …, c]·kernel[k, l, c].
    /// </summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="kernel">[height, width, channels].</param>
    /// <param name="strides">From one output to the next, in pixels; default 1.</param>
    /// <param name="padding">What lies around the images.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride is below 1.</exception>
    public static Tensor DepthwiseConv2D(Tensor x, Tensor kernel, Size2D? strides = null, Padding padding = Padding.Valid) =>
        Convolve(OpTable.DepthwiseConv2D, x, kernel, null, strides, padding, 1);

    /// <summary>
    /// The largest number under a window, channel by channel; padding is smaller than all. The gradient goes to
    /// the first of equals, row by row.
    /// </summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="size">Of the window, in pixels.</param>
    /// <param name="strides">From one output to the next; default: the size.</param>
    /// <param name="padding">What lies around the images.</param>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size or stride is below 1.</exception>
    public static Tensor MaxPool2D(Tensor x, Size2D size, Size2D? strides = null, Padding padding = Padding.Valid) =>
        OpTable.Apply(OpTable.MaxPool2D, x, Pooling(size, strides, padding));

    /// <summary>The mean of the numbers under a window, channel by channel; padding does not count.</summary>
    /// <inheritdoc cref="MaxPool2D"/>
    public static Tensor AveragePool2D(Tensor x, Size2D size, Size2D? strides = null, Padding padding = Padding.Valid) =>
        OpTable.Apply(OpTable.AveragePool2D, x, Pooling(size, strides, padding));

    private static Tensor Convolve(Op op, Tensor x, Tensor kernel, Tensor? bias, Size2D? strides, Padding padding, Size2D? dilation)
    {
        Size2D step = Size2D.Positive(strides ?? 1, nameof(strides)), apart = Size2D.Positive(dilation ?? 1, nameof(dilation));
        ConvolutionArguments arguments = new(step, apart, padding);
        return bias is { } b ? OpTable.Apply(op, [x, kernel, b], arguments) : OpTable.Apply(op, x, kernel, arguments);
    }

    private static WindowArguments Pooling(Size2D size, Size2D? strides, Padding padding) =>
        new(Size2D.Positive(size, nameof(size)), Size2D.Positive(strides ?? size, nameof(strides)), 1, padding);
}
