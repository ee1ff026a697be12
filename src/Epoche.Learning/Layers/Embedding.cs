using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A vector for each of a fixed number of things, such as words: [batch, …] of whole numbers from 0 to count − 1 → [batch, …, width],
/// the rows of a table [count, width].
/// </summary>
public sealed class Embedding : Layer
{
    internal const string KindName = "embedding";

    private readonly int _count, _width;
    private readonly int? _padding;
    private readonly Initializer _initializer;
    private Parameter? _table;

    /// <summary>Makes the layer.</summary>
    /// <param name="count">
    /// How many things there are, from 1 to 2²⁴: numbers of things are float32, and larger ones cannot be distinguished.
    /// </param>
    /// <param name="width">The length of a vector, at least 1.</param>
    /// <param name="padding">
    /// A number that stands for nothing: its vector is zero and stays so. A recurrent layer behind whose own padding is 0
    /// masks its places. Default: none.
    /// </param>
    /// <param name="table">How the vectors start; default uniform in ±1/√width.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Embedding(int count, int width, int? padding = null, Initializer? table = null)
    {
        CountChecks.AtLeast(1, count);
        CountChecks.AtLeast(1, width);
        FloatIndex.RequireNameable(count, "things to embed");
        if (padding is { } p && (p < 0 || p >= count))
        {
            throw new ArgumentOutOfRangeException(
                nameof(padding), $"The padding of an embedding of {count} things lies between 0 and {count - 1}; received {p}.");
        }

        (_count, _width, _padding) = (count, width, padding);
        _initializer = table ?? Initializer.UniformFanIn;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (input.Rank > Shape.MaxRank - 2)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (embedding) takes inputs of at most {Shape.MaxRank - 2} axes; received {input}.", nameof(input));
        }

        Initializer start = _padding is { } padding ? Initializer.Custom(_initializer.Name, (values, fans, ref random) =>
        {
            _initializer.Fill(values, fans, ref random);
            values.Slice(padding * _width, _width).Clear();
        }) : _initializer;
        _table = parameters.Add("table", [_count, _width], start, fanIn: _width);
        Span<int> sizes = stackalloc int[input.Rank + 1];
        input.CopyTo(sizes);
        sizes[^1] = _width;
        return Shape.Create(sizes);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A value is no whole number from 0 to count − 1.</exception>
    public override Tensor Call(Tensor x)
    {
        if (_table is null)
        {
            throw new InvalidOperationException($"The layer '{Name}' (embedding) is not built; put it into a model.");
        }

        ReadOnlySpan<float> values = x.Values;
        for (int i = 0; i < values.Length; i++)
        {
            if (!((uint)(int)values[i] < (uint)_count && (int)values[i] == values[i]))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(x), $"The layer '{Name}' (embedding) takes whole numbers from 0 to {_count - 1}; received {values[i]} at place "
                        + $"{i} of an input {x.Shape}.");
            }
        }

        return Ops.Embedding(x, _table.Tensor, _padding);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("count", _count);
        options.Set("width", _width);
        if (_padding is { } padding)
        {
            options.Set("padding", padding);
        }

        options.Set("table", _initializer);
    }

    internal static Embedding Read(LayerOptions options) => new(
        options.Int("count", 1, FloatIndex.Most),
        options.Int("width", 1, 1 << 24),
        options.Has("padding") ? options.Int("padding", 0, int.MaxValue) : null,
        options.Initializer("table"));
}
