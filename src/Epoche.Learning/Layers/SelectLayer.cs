using System.Buffers;
using System.Globalization;
using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Takes places along an axis: one, and the axis is gone (<c>new SelectLayer(axis: 0, index: -1)</c> gives the last step of a sequence), or
/// some, in the order that is said and as often as they are (<c>new SelectLayer(axis: -1, indices: [0, 3, 5])</c>).
/// </summary>
public sealed class SelectLayer : Layer
{
    internal const string KindName = "select";

    private const int MostIndices = 1 << 16;

    private readonly int _axis;
    private readonly int[] _indices;
    private readonly bool _dropsAxis;
    private int _batchedAxis;

    /// <summary>Takes one place; the axis is gone.</summary>
    /// <param name="axis">The axis of one example, without the batch; negative: from the end.</param>
    /// <param name="index">The place along it; negative: from the end.</param>
    public SelectLayer(int axis, int index)
        : this(axis, [index], dropsAxis: true)
    {
    }

    /// <summary>Takes some places; the axis is as long as they are many.</summary>
    /// <param name="axis">The axis of one example, without the batch; negative: from the end.</param>
    /// <param name="indices">The places along it; negative: from the end. From 1 to 65,536.</param>
    /// <exception cref="ArgumentException">There is none, or there are too many.</exception>
    public SelectLayer(int axis, ReadOnlySpan<int> indices)
        : this(axis, indices.ToArray(), dropsAxis: false)
    {
    }

    private SelectLayer(int axis, int[] indices, bool dropsAxis)
    {
        if (indices.Length is 0 or > MostIndices)
        {
            throw new ArgumentException(
                $"A selection takes from 1 to {MostIndices} places; received {indices.Length}.", nameof(indices));
        }

        (_axis, _indices, _dropsAxis) = (axis, indices, dropsAxis);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        if (_axis < -input.Rank || _axis >= input.Rank)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (select) takes places along axis {_axis} of an example; received {input}, without such an axis.",
                nameof(input));
        }

        int axis = input.Axis(_axis), length = input[axis];
        foreach (int index in _indices)
        {
            if (index < -length || index >= length)
            {
                throw new ArgumentException(
                    $"The layer '{Name}' (select) takes place {index} along axis {axis}; an input {input} has {length} there.",
                    nameof(input));
            }
        }

        _batchedAxis = axis + 1;
        int[] sizes = [.. input];
        return _dropsAxis ? [.. sizes[..axis], .. sizes[(axis + 1)..]] : [.. sizes[..axis], _indices.Length, .. sizes[(axis + 1)..]];
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        if (_indices.Length == 1)
        {
            Tensor taken = x.Slice(_batchedAxis, Place(0), 1);
            return _dropsAxis ? Without(taken, _batchedAxis) : taken;
        }

        Tensor[] parts = ArrayPool<Tensor>.Shared.Rent(_indices.Length);
        int runs = 0;
        for (int next = 0, count; next < _indices.Length; next += count)
        {
            int start = Place(next);
            count = 1;
            while (next + count < _indices.Length && Place(next + count) == start + count)
            {
                count++;
            }

            parts[runs++] = x.Slice(_batchedAxis, start, count);
        }

        Tensor together = runs == 1 ? parts[0] : Ops.Concat(_batchedAxis, parts.AsSpan(0, runs));
        Array.Clear(parts, 0, runs);
        ArrayPool<Tensor>.Shared.Return(parts);
        return together;

        int Place(int i) => _indices[i] < 0 ? _indices[i] + x.Length(_batchedAxis) : _indices[i];
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("axis", _axis);
        if (_dropsAxis)
        {
            options.Set("index", _indices[0]);
        }
        else
        {
            options.Set("indices", string.Join(' ', _indices.Select(index => index.ToString(CultureInfo.InvariantCulture))));
        }
    }

    internal static SelectLayer Read(LayerOptions options)
    {
        int axis = options.Int("axis", -Shape.MaxRank, Shape.MaxRank - 1);
        return options.Has("index")
            ? new(axis, options.Int("index", int.MinValue, int.MaxValue))
            : new(axis, Indices(options.Text("indices")));
    }

    private static int[] Indices(string text)
    {
        string[] parts = text.Split(' ');
        int[] indices = new int[parts.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out indices[i]))
            {
                throw new FormatException($"The option 'indices' must be whole numbers such as '0 3 5'; received '{text}'.");
            }
        }

        return indices;
    }

    private static Tensor Without(Tensor x, int axis)
    {
        Span<int> sizes = stackalloc int[Shape.MaxRank];
        Shape shape = x.Shape;
        int rank = 0;
        for (int i = 0; i < shape.Rank; i++)
        {
            if (i != axis)
            {
                sizes[rank++] = shape[i];
            }
        }

        return x.Reshape(sizes[..rank]);
    }
}
