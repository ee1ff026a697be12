using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Makes images larger by a whole factor, each pixel repeated (nearest neighbour): [batch, height, width, channels] →
/// [batch, height·rows, width·columns, channels].
/// </summary>
public sealed class Upsample2D : Layer
{
    internal const string KindName = "upsample2d";

    private readonly Size2D _size;

    /// <summary>Makes the layer.</summary>
    /// <param name="size">How often each pixel is repeated, down and across. Default 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not positive.</exception>
    public Upsample2D(Size2D? size = null) => _size = Windows.Positive(size ?? 2, nameof(size));

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters) => input.Rank == 3
        ? [input[0] * _size.Height, input[1] * _size.Width, input[2]]
        : throw new ArgumentException(
            $"The layer '{Name}' (upsample2d) takes images [height, width, channels]; received {input}.", nameof(input));

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        (int batch, int height, int width, int channels) = (x.Length(0), x.Length(1), x.Length(2), x.Length(3));
        return x.Reshape(batch, height, 1, width, 1, channels).BroadcastTo([batch, height, _size.Height, width, _size.Width, channels])
            .Reshape(batch, height * _size.Height, width * _size.Width, channels);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Windows.Set(options, "size", _size);
    }

    internal static Upsample2D Read(LayerOptions options) => new(Windows.Read(options, "size"));
}
