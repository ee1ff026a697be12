using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A window moves over images and gives, channel by channel, the mean of the numbers under it, padding not counted. [batch, height, width,
/// channels] → [batch, out height, out width, channels] with ⌊(size − window)/stride⌋ + 1 outputs along an axis or, padded, ⌈size/stride⌉.
/// </summary>
public sealed class AveragePool2D : Layer
{
    internal const string KindName = "average-pool2d";

    private readonly Size2D _size, _strides;
    private readonly Padding _padding;

    /// <summary>Makes the layer.</summary>
    /// <param name="size">Height and width of the window, in pixels.</param>
    /// <param name="strides">From one output to the next, in pixels; default: the size of the window.</param>
    /// <param name="padding">What lies around an image; default nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public AveragePool2D(Size2D size, Size2D? strides = null, Padding padding = Padding.Valid)
    {
        _size = Windows.Positive(size, nameof(size));
        _strides = Windows.Positive(strides ?? size, nameof(strides));
        _padding = padding;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters) => Windows.Output(this, input, _size, _strides, 1, _padding);

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => Ops.AveragePool2D(x, _size, _strides, _padding);

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Windows.Set(options, "size", _size);
        Windows.Set(options, "strides", _strides);
        Windows.Set(options, _padding);
    }

    internal static AveragePool2D Read(LayerOptions options) =>
        new(Windows.Read(options, "size"), Windows.Read(options, "strides"), Windows.ReadPadding(options));
}
