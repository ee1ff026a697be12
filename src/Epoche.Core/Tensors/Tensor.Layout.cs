using Epoche.Autodiff;

namespace Epoche;

public readonly partial struct Tensor
{
    /// <summary>The same numbers under another shape; one size may be −1 and is worked out. No copy.</summary>
    /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> sizes)
    {
        Shape from = Shape;
        Span<int> result = stackalloc int[sizes.Length];
        int free = -1, known = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            result[i] = sizes[i];
            known *= sizes[i] == -1 ? 1 : sizes[i];
            free = sizes[i] == -1 ? i : free;
        }

        if (free >= 0)
        {
            result[free] = known == 0 ? 0 : from.ElementCount / known;
        }

        if (sizes.Count(-1) > 1 || result.Contains(-1) || Epoche.Shape.Create(result).ElementCount != from.ElementCount)
        {
            throw new ArgumentException(
                $"A tensor of shape {from} ({from.ElementCount} elements) cannot be reshaped to [{string.Join(", ", sizes.ToArray())}].",
                nameof(sizes));
        }

        return OpTable.Apply(OpTable.Reshape, this, new ShapeArguments(Epoche.Shape.Create(result)));
    }

    /// <summary>All axes from <paramref name="firstAxis"/> on as one: [b, h, w, c] → [b, h·w·c].</summary>
    public Tensor Flatten(int firstAxis = 1)
    {
        Shape shape = Shape;
        int first = firstAxis == shape.Rank ? firstAxis : shape.Axis(firstAxis);
        Span<int> sizes = stackalloc int[first + 1];
        sizes[first] = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            if (i < first)
            {
                sizes[i] = shape[i];
            }
            else
            {
                sizes[first] *= shape[i];
            }
        }

        return Reshape(sizes);
    }

    /// <summary>The axes reversed; a matrix transposed.</summary>
    public Tensor Transpose()
    {
        Span<int> axes = stackalloc int[Rank];
        for (int i = 0; i < axes.Length; i++)
        {
            axes[i] = axes.Length - 1 - i;
        }

        return Transpose(axes);
    }

    /// <summary>The axes in another order: axis i of the result is axis <paramref name="axes"/>[i] of this tensor.</summary>
    /// <exception cref="ArgumentException">Not a permutation of the axes.</exception>
    public Tensor Transpose(params ReadOnlySpan<int> axes)
    {
        Shape shape = Shape;
        Span<int> order = stackalloc int[axes.Length];
        int seen = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            order[i] = shape.Axis(axes[i]);
            seen |= 1 << order[i];
        }

        if (axes.Length != shape.Rank || seen != (1 << shape.Rank) - 1)
        {
            throw new ArgumentException(
                $"[{string.Join(", ", axes.ToArray())}] is no order of the {shape.Rank} axes of the shape {shape}.", nameof(axes));
        }

        return OpTable.Apply(OpTable.Transpose, this, new TransposeArguments(Kernels.AxisOrder.Create(order)));
    }

    /// <summary>Part of an axis: <paramref name="count"/> elements from <paramref name="start"/> on (negative: from the end).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within the axis.</exception>
    public Tensor Slice(int axis, int start, int count)
    {
        Shape shape = Shape;
        axis = shape.Axis(axis);
        int first = start < 0 ? start + shape[axis] : start;
        if (first < 0 || count < 0 || first > shape[axis] - count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), $"{count} elements from {start} do not lie within axis {axis} of the shape {shape}.");
        }

        Span<int> sizes = stackalloc int[shape.Rank];
        shape.CopyTo(sizes);
        sizes[axis] = count;
        return OpTable.Apply(OpTable.Slice, this, new SliceArguments(axis, first, Epoche.Shape.Create(sizes)));
    }

    /// <summary>
    /// Elements picked along an axis by <paramref name="indices"/> (whole numbers). Indices of this shape without the axis pick one element
    /// each: Q-values [batch, actions] by actions [batch] give [batch]. Indices of the same rank pick as many as they have along the axis.
    /// </summary>
    /// <exception cref="ArgumentException">The shape of the indices does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The axis has more than 2²⁴ elements, which float32 indices cannot name; or there is no such axis.
    /// </exception>
    public Tensor Gather(int axis, Tensor indices)
    {
        Shape shape = Shape, wanted = indices.Shape;
        axis = shape.Axis(axis);
        FloatIndex.RequireNameable(shape[axis], "elements to pick from", nameof(axis));
        bool fits = wanted.Rank == shape.Rank || wanted.Rank == shape.Rank - 1;
        for (int i = 0; fits && i < shape.Rank; i++)
        {
            int other = wanted.Rank == shape.Rank || i < axis ? i : i - 1;
            fits = i == axis || wanted[other] == shape[i];
        }

        return fits
            ? OpTable.Apply(OpTable.Gather, this, indices, new AxisArguments(axis))
            : throw new ArgumentException(
                $"Indices of shape {wanted} do not fit a gather along axis {axis} of {shape}: the other axes must agree.", nameof(indices));
    }

    /// <summary>These whole numbers as rows with a single one: [batch] → [batch, classes]. No gradient.</summary>
    /// <param name="classes">From 1 to 2²⁴, which is as far as float32 labels reach.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is out of its range, or a label is no class.</exception>
    public Tensor OneHot(int classes)
    {
        CountChecks.AtLeast(1, classes);
        FloatIndex.RequireNameable(classes, "classes");
        return OpTable.Apply(OpTable.OneHot, this, new OneHotArguments(classes));
    }

    /// <summary>The numbers repeated along axes of size 1, or new axes in front, up to a shape.</summary>
    /// <exception cref="ArgumentException">The shape cannot be reached.</exception>
    public Tensor BroadcastTo(Shape shape) => Kernels.Broadcast.Shape(Shape, shape) == shape
        ? OpTable.Apply(OpTable.BroadcastTo, this, new ShapeArguments(shape))
        : throw new ArgumentException($"A tensor of shape {Shape} cannot be broadcast to {shape}.", nameof(shape));

    /// <summary>The same memory under another shape, unrecorded.</summary>
    internal Tensor View(Shape shape)
    {
        RequireHere();
        ref Memory.Slot slot = ref Slot;
        return Wrap(slot.Buffer, shape, slot.Offset);
    }
}
