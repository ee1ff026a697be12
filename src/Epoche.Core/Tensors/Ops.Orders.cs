using Epoche.Autodiff;

namespace Epoche.Tensors;

public static partial class Ops
{
    /// <summary>Tensors of one shape as the parts of a new axis: three [b, c] at axis 0 make [3, b, c].</summary>
    /// <param name="axis">Where the new axis stands among those of the result; negative ones count from its end.</param>
    /// <param name="tensors">One or more.</param>
    /// <exception cref="ArgumentException">No tensor, or shapes that differ.</exception>
    public static Tensor Stack(int axis, params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.IsEmpty)
        {
            throw new ArgumentException("Stack needs one tensor at least.", nameof(tensors));
        }

        Shape shape = tensors[0].Shape;
        int rank = shape.Rank + 1, place = axis < 0 ? axis + rank : axis;
        if (place < 0 || place >= rank)
        {
            throw new ArgumentOutOfRangeException(
                nameof(axis), $"Stack of tensors of shape {shape} makes {rank} axes; received {axis} for the new one.");
        }

        Span<int> sizes = stackalloc int[rank];
        for (int i = 0; i < rank; i++)
        {
            sizes[i] = i == place ? 1 : shape[i < place ? i : i - 1];
        }

        Tensor[] parts = new Tensor[tensors.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = tensors[i].Shape == shape
                ? tensors[i].Reshape(sizes)
                : throw new ArgumentException(
                    $"Stack needs tensors of one shape; the first is {shape}, number {i + 1} is {tensors[i].Shape}.", nameof(tensors));
        }

        return Concat(place, parts);
    }

    /// <summary>Parts of an axis, one after the other: [b, 7] split by 3, 4 makes [b, 3] and [b, 4].</summary>
    /// <param name="x">Any shape with that axis.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="sizes">How long each part is, together the whole axis; a single number cuts it into parts of that size.</param>
    /// <exception cref="ArgumentException">The sizes do not make up the axis.</exception>
    public static Tensor[] Split(Tensor x, int axis, params ReadOnlySpan<int> sizes)
    {
        int length = x.Shape[axis];
        int count = sizes is [> 0] && length % sizes[0] == 0 ? length / sizes[0] : sizes.Length;
        Tensor[] parts = new Tensor[count];
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            int size = sizes[sizes.Length == 1 ? 0 : i];
            if (size < 0 || start + size > length)
            {
                break;
            }

            parts[i] = x.Slice(axis, start, size);
            start += size;
        }

        return start == length && count > 0
            ? parts
            : throw new ArgumentException(
                $"Sizes {string.Join(", ", sizes.ToArray())} do not cut axis {axis} of the shape {x.Shape} into parts: they are 0 or more, "
                + $"and together {length}, or one that divides it.", nameof(sizes));
    }

    /// <summary>A tensor with the same number put before and behind one of its axes.</summary>
    /// <param name="x">Any shape with that axis.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="before">How many are put before it, 0 or more.</param>
    /// <param name="behind">How many behind it, 0 or more.</param>
    /// <param name="value">What they are.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of them is negative, or there is no such axis.</exception>
    public static Tensor Pad(Tensor x, int axis, int before, int behind, float value = 0)
    {
        CountChecks.AtLeast(0, before);
        CountChecks.AtLeast(0, behind);
        return (before, behind) switch
        {
            (0, 0) => x,
            (0, _) => Concat(axis, x, Margin(x.Shape, axis, behind, value)),
            (_, 0) => Concat(axis, Margin(x.Shape, axis, before, value), x),
            _ => Concat(axis, Margin(x.Shape, axis, before, value), x, Margin(x.Shape, axis, behind, value)),
        };
    }

    /// <summary>The elements along an axis in reverse order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or it has more than 2²⁴ elements.</exception>
    public static Tensor Flip(Tensor x, int axis)
    {
        Shape shape = x.Shape;
        axis = shape.Axis(axis);
        Span<int> sizes = stackalloc int[shape.Rank - axis];
        sizes.Fill(1);
        sizes[0] = shape[axis];
        Tensor order = Tensor.Zeros(Shape.Create(sizes));
        Span<float> places = order.Span;
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = places.Length - 1 - i;
        }

        return x.Gather(axis, order.BroadcastTo(shape));
    }

    /// <summary>Every element plus all before it along an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor CumulativeSum(Tensor x, int axis) =>
        OpTable.Apply(OpTable.CumulativeSum, x, new AxisArguments(x.Shape.Axis(axis)));

    /// <summary>
    /// Where along an axis the smallest element stands, the second smallest, and so on, as floats; of equals the first comes first, and NaN
    /// counts as the largest. No gradient.
    /// </summary>
    /// <param name="x">Any shape with that axis.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The axis has more than 2²⁴ elements, which float32 indices cannot name; or there is no such axis.
    /// </exception>
    public static Tensor ArgSort(Tensor x, int axis = -1, bool descending = false)
    {
        axis = x.Shape.Axis(axis);
        FloatIndex.RequireNameable(x.Shape[axis], "elements to sort", nameof(axis));
        return OpTable.Apply(OpTable.ArgSort, x, new SortArguments(axis, descending));
    }

    /// <summary>The elements along an axis in order of size; the gradient goes back to where each came from.</summary>
    /// <param name="x">Any shape with that axis.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The axis has more than 2²⁴ elements, or there is no such axis.</exception>
    public static Tensor Sort(Tensor x, int axis = -1, bool descending = false) => x.Gather(axis, ArgSort(x, axis, descending));

    /// <summary>The largest elements along an axis, in descending order, and where they stand (as floats, without gradient).</summary>
    /// <param name="x">Any shape with that axis.</param>
    /// <param name="count">How many, from 1 to the length of the axis.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many, or there is no such axis.</exception>
    public static (Tensor Values, Tensor Indices) TopK(Tensor x, int count, int axis = -1)
    {
        CountChecks.AtLeast(1, count);
        Tensor indices = ArgSort(x, axis, descending: true).Slice(axis, 0, count);
        return (x.Gather(axis, indices), indices);
    }

    /// <summary>Probabilities over an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Softmax(Tensor x, int axis) => OverLast(x, axis, Softmax);

    /// <summary>Logarithms of the probabilities over an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor LogSoftmax(Tensor x, int axis) => OverLast(x, axis, LogSoftmax);

    private static Tensor OverLast(Tensor x, int axis, Func<Tensor, Tensor> function)
    {
        int rank = x.Rank, place = x.Shape.Axis(axis);
        if (place == rank - 1)
        {
            return function(x);
        }

        Span<int> exchanged = stackalloc int[rank];
        for (int i = 0; i < rank; i++)
        {
            exchanged[i] = i == place ? rank - 1 : i == rank - 1 ? place : i;
        }

        return function(x.Transpose(exchanged)).Transpose(exchanged);
    }

    private static Tensor Margin(Shape shape, int axis, int size, float value)
    {
        Span<int> sizes = stackalloc int[shape.Rank];
        shape.CopyTo(sizes);
        sizes[shape.Axis(axis)] = size;
        return Tensor.Full(Shape.Create(sizes), value);
    }
}
