using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    internal static readonly Op Reshape = new("reshape", OutputShape, _ => { }, g => g.Add(0, g.dY.View(g.A.Shape))) { IsView = true };

    internal static readonly Op BroadcastTo = new(
        "broadcast",
        OutputShape,
        c => Broadcast.Apply<Left>(c.A, c.Inputs[0].Shape, [0], [], c.Y, c.Output.Shape),
        g => g.Add(0, g.dY)); // Add sums it down

    internal static readonly Op Transpose = new(
        "transpose",
        (inputs, in arguments) => arguments.Transpose.Order.Of(inputs[0].Shape),
        c => Layout.Permute(c.A, c.Inputs[0].Shape, c.Arguments.Transpose.Order, c.Y),
        g => g.Add(0, Apply(Transpose!, g.dY, new TransposeArguments(g.Arguments.Transpose.Order.Inverse()))));

    internal static readonly Op Slice = new("slice", (_, in arguments) => arguments.Slice.Output, SliceForward, SliceGradient);

    /// <summary>Any number of inputs, one after the other along an axis.</summary>
    internal static readonly Op Concat = new("concat", ConcatShape, ConcatForward, ConcatGradient);

    /// <summary>Inputs: x and indices (whole numbers). Along an axis one element is taken for each index.</summary>
    internal static readonly Op Gather = new("gather", (inputs, in arguments) => inputs[1].Shape, GatherForward, GatherGradient);

    /// <summary>A new last axis of the classes, one at the index, zero elsewhere.</summary>
    internal static readonly Op OneHot = new("one-hot", OneHotShape, c => Layout.OneHot(c.A, c.Arguments.OneHot.Classes, c.Y), null);

    /// <summary>Along an axis every element plus all before it.</summary>
    internal static readonly Op CumulativeSum = new("cumulative-sum", SameShape, c => SumUp(c.A, c.Arguments, c.Output, c.Y, false), g =>
    {
        Tensor gradient = Tensor.Uninitialized(g.A.Shape);
        SumUp(g.dY.Values, g.Arguments, gradient, gradient.Span, fromTheEnd: true);
        g.Add(0, gradient);
    });

    /// <summary>Where the elements along an axis stand, in order of size.</summary>
    internal static readonly Op ArgSort = new("argsort", SameShape, ArgSortForward, null);

    private static IEnumerable<Op> Layouts => [Reshape, BroadcastTo, Transpose, Slice, Concat, Gather, OneHot, CumulativeSum, ArgSort];

    /// <summary>Elements before, along and behind an axis.</summary>
    internal static (int Outer, int Length, int Inner) Split(Shape shape, int axis)
    {
        int outer = 1, inner = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            outer *= i < axis ? shape[i] : 1;
            inner *= i > axis ? shape[i] : 1;
        }

        return (outer, shape[axis], inner);
    }

    private static Shape OutputShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments) => arguments.Shape.Output;

    private static Shape OneHotShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape indices = inputs[0].Shape;
        Span<int> sizes = stackalloc int[indices.Rank + 1];
        indices.CopyTo(sizes);
        sizes[^1] = arguments.OneHot.Classes;
        return Shape.Create(sizes);
    }

    private static Shape ConcatShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape first = inputs[0].Shape;
        int along = arguments.Along.Axis;
        Span<int> sizes = stackalloc int[first.Rank];
        first.CopyTo(sizes);
        for (int i = 1; i < inputs.Length; i++)
        {
            Shape other = inputs[i].Shape;
            bool fits = other.Rank == first.Rank;
            for (int axis = 0; fits && axis < first.Rank; axis++)
            {
                fits = axis == along || other[axis] == first[axis];
            }

            if (!fits)
            {
                throw new ArgumentException(
                    $"Concat along axis {along} needs shapes that agree on every other axis; the first is {first}, "
                    + $"number {i + 1} is {other}.");
            }

            sizes[along] += other[along];
        }

        return Shape.Create(sizes);
    }

    private static void SliceForward(OpCall c)
    {
        ref readonly SliceArguments slice = ref c.Arguments.Slice;
        (int outer, int length, int inner) = Split(c.Inputs[0].Shape, slice.Axis);
        int taken = c.Output.Length(slice.Axis);
        Layout.CopyBlocks(c.A[(slice.Start * inner)..], length * inner, c.Y, taken * inner, outer, taken * inner);
    }

    private static void SliceGradient(GradientCall g)
    {
        ref readonly SliceArguments slice = ref g.Arguments.Slice;
        (int outer, int length, int inner) = Split(g.A.Shape, slice.Axis);
        int taken = g.Y.Length(slice.Axis);
        Tensor full = Tensor.Zeros(g.A.Shape);
        Layout.CopyBlocks(g.dY.Values, taken * inner, full.Span[(slice.Start * inner)..], length * inner, outer, taken * inner);
        g.Add(0, full);
    }

    private static void ConcatForward(OpCall c)
    {
        int axis = c.Arguments.Along.Axis, start = 0;
        (int outer, int total, int inner) = Split(c.Output.Shape, axis);
        foreach (Tensor input in c.Inputs)
        {
            int length = input.Length(axis);
            Layout.CopyBlocks(input.Values, length * inner, c.Y[(start * inner)..], total * inner, outer, length * inner);
            start += length;
        }
    }

    private static void ConcatGradient(GradientCall g)
    {
        int axis = g.Arguments.Along.Axis, start = 0;
        for (int i = 0; i < g.Inputs.Length; i++)
        {
            Shape part = g.Inputs[i].Shape;
            if (g.Needs(i))
            {
                g.Add(i, Apply(Slice, g.dY, new SliceArguments(axis, start, part)));
            }

            start += part[axis];
        }
    }

    private static void SumUp(ReadOnlySpan<float> x, in OpArguments arguments, Tensor output, Span<float> y, bool fromTheEnd)
    {
        (int outer, int length, int inner) = Split(output.Shape, arguments.Along.Axis);
        Orders.CumulativeSum(x, outer, length, inner, fromTheEnd, y);
    }

    private static void ArgSortForward(OpCall c)
    {
        ref readonly SortArguments sort = ref c.Arguments.Sort;
        (int outer, int length, int inner) = Split(c.Inputs[0].Shape, sort.Axis);
        Orders.ArgSort(c.A, outer, length, inner, sort.Descending, c.Y);
    }

    private static void GatherForward(OpCall c)
    {
        (int outer, int length, int inner) = Split(c.Inputs[0].Shape, c.Arguments.Along.Axis);
        Layout.Gather(c.A, outer, length, inner, c.B, c.Y);
    }

    private static void GatherGradient(GradientCall g)
    {
        (int outer, int length, int inner) = Split(g.A.Shape, g.Arguments.Along.Axis);
        Tensor full = Tensor.Zeros(g.A.Shape);
        Layout.ScatterAdd(g.dY.Values, outer, length, inner, g.B.Values, full.Span);
        g.Add(0, full);
    }
}
