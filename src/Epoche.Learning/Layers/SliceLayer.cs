namespace Epoche;

/// <summary>
/// Takes a stretch of the numbers of each example and gives it a shape: a part of an observation out of the flat row that holds them all.
/// Input of any shape; output <c>[batch, …shape]</c>.
/// </summary>
public sealed class SliceLayer : Layer
{
    internal const string KindName = "slice";

    private readonly int _start;
    private readonly Shape _shape;
    private int _numbers;

    /// <summary>Makes the layer.</summary>
    /// <param name="start">The first number that is taken, from 0, in row-major order.</param>
    /// <param name="shape">What it gives, without the batch axis; as many numbers are taken.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="start"/> is negative.</exception>
    /// <exception cref="ArgumentException">The shape holds no number.</exception>
    public SliceLayer(int start, Shape shape)
    {
        CountChecks.AtLeast(0, start);
        if (shape.ElementCount == 0 || shape.Rank >= Shape.MaxRank)
        {
            throw new ArgumentException(
                $"A slice gives at least one number and at most {Shape.MaxRank - 1} axes beside the batch; received the shape {shape}.",
                nameof(shape));
        }

        (_start, _shape) = (start, shape);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        if (_start > input.ElementCount - _shape.ElementCount)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (slice) takes {_shape.ElementCount} numbers from number {_start} on; an input {input} has "
                + $"{input.ElementCount}.", nameof(input));
        }

        _numbers = input.ElementCount;
        return _shape;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        int batch = x.Length(0);
        Tensor taken = x.Reshape(batch, _numbers).Slice(1, _start, _shape.ElementCount);
        Span<int> sizes = stackalloc int[_shape.Rank + 1];
        sizes[0] = batch;
        _shape.CopyTo(sizes[1..]);
        return taken.Reshape(sizes);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("start", _start);
        Reshape.Write(options, _shape);
    }

    internal static SliceLayer Read(LayerOptions options) =>
        new(options.Int("start", 0, int.MaxValue), Reshape.ShapeOf(options));
}
