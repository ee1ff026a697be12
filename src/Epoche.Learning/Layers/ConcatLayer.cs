using Epoche.Tensors;

namespace Epoche;

/// <summary>Its inputs behind each other along an axis: [batch, 3] and [batch, 4] give [batch, 7]. The other axes must agree.</summary>
public sealed class ConcatLayer : MergeLayer
{
    internal const string KindName = "concat";

    private readonly int _axis;
    private int _batchedAxis;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">The axis of one example, without the batch; negative: from the end. Default: the last.</param>
    public ConcatLayer(int axis = -1) => _axis = axis;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(ReadOnlySpan<Shape> inputs, ParameterBuilder parameters)
    {
        RequireSome(inputs.Length);
        Shape first = inputs[0];
        if (first.Rank == 0)
        {
            throw new ArgumentException("Scalars have no axis to lie behind each other along; reshape them to [1].", nameof(inputs));
        }

        int axis = first.Axis(_axis);
        Span<int> sizes = stackalloc int[first.Rank];
        first.CopyTo(sizes);
        for (int i = 1; i < inputs.Length; i++)
        {
            Shape other = inputs[i];
            for (int a = 0; a < first.Rank; a++)
            {
                if (other.Rank != first.Rank || (a != axis && other[a] != first[a]))
                {
                    throw new ArgumentException(
                        $"Concatenated along axis {axis}, {first} and {other} must agree in all other axes.", nameof(inputs));
                }
            }

            sizes[axis] += other[axis];
        }

        _batchedAxis = axis + 1;
        return Shape.Create(sizes);
    }

    /// <inheritdoc/>
    public override Tensor Call(ReadOnlySpan<Tensor> inputs) => Ops.Concat(_batchedAxis, inputs);

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("axis", _axis);
    }

    internal static ConcatLayer Read(LayerOptions options) => new(options.Int("axis", -Shape.MaxRank, Shape.MaxRank - 1));
}
