using System.Globalization;

namespace Epoche;

/// <summary>The same numbers under another shape: [batch, 784] → [batch, 28, 28, 1].</summary>
public sealed class Reshape : Layer
{
    internal const string KindName = "reshape";

    private readonly Shape _output;

    /// <summary>Makes the layer.</summary>
    /// <param name="output">The shape of one example.</param>
    /// <exception cref="ArgumentException">With the batch it has more axes than a tensor.</exception>
    public Reshape(Shape output)
    {
        _output = output.Rank < Shape.MaxRank
            ? output
            : throw new ArgumentException(
                $"A reshape gives at most {Shape.MaxRank - 1} axes beside the batch; received {output}.", nameof(output));
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters) => input.ElementCount == _output.ElementCount
        ? _output
        : throw new ArgumentException($"The layer '{Name}' (reshape) expects inputs of {_output.ElementCount} numbers, "
            + $"to make {_output} of them; received {input}, {input.ElementCount} numbers.", nameof(input));

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        Span<int> sizes = stackalloc int[_output.Rank + 1];
        sizes[0] = x.Length(0);
        _output.CopyTo(sizes[1..]);
        return x.Reshape(sizes);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Write(options, _output);
    }

    internal static Reshape Read(LayerOptions options) => new(ShapeOf(options));

    /// <summary>Writes a shape as an option, such as <c>28x28x1</c>.</summary>
    internal static void Write(LayerOptions options, Shape shape) => options.Set(
        "shape", string.Join('x', Enumerable.Range(0, shape.Rank).Select(i => shape[i].ToString(CultureInfo.InvariantCulture))));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    internal static Shape ShapeOf(LayerOptions options)
    {
        string text = options.Text("shape");
        string[] parts = text.Length == 0 ? [] : text.Split('x');
        int[] sizes = new int[parts.Length];
        bool valid = sizes.Length < Shape.MaxRank;
        for (int i = 0; valid && i < sizes.Length; i++)
        {
            valid = int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i])
                && sizes[i] is >= 1 and <= 1 << 24;
        }

        return valid && sizes.Aggregate(1L, (product, size) => Math.Min(product * size, int.MaxValue)) <= 1 << 28
            ? Shape.Create(sizes)
            : throw new FormatException($"The option 'shape' must be up to {Shape.MaxRank - 1} sizes such as 28x28x1; received '{text}'.");
    }
}
