using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    internal static readonly Op Reshape = new("reshape", ArgumentShape, _ => { }, g => g.Add(0, g.dY.View(g.A.Shape))) { IsView = true };

    internal static readonly Op BroadcastTo = new(
        "broadcast",
        ArgumentShape,
        c => Broadcast.Apply<Left>(c.A, c.Inputs[0].Shape, [0], [], c.Y, c.Output.Shape),
        g => g.Add(0, g.dY)); // Add sums it down

    /// <summary>Arguments.Shape lists which input axis each output axis is.</summary>
    internal static readonly Op Transpose = new(
        "transpose",
        TransposedShape,
        c => Layout.Permute(c.A, c.Inputs[0].Shape, c.Arguments.Shape, c.Y),
        g => g.Add(0, Apply(Transpose!, g.dY, new OpArguments { Shape = Layout.Inverse(g.Arguments.Shape) })));

    /// <summary>Arguments.Axis, from Arguments.Start on as far as Arguments.Shape (the output's) reaches.</summary>
    internal static readonly Op Slice = new("slice", ArgumentShape, SliceForward, SliceGradient);

    /// <summary>Any number of inputs, one after the other along Arguments.Axis.</summary>
    internal static readonly Op Concat = new("concat", ConcatShape, ConcatForward, ConcatGradient);

    /// <summary>Inputs: x and indices (whole numbers). Along Arguments.Axis one element is taken for each index.</summary>
    internal static readonly Op Gather = new("gather", (inputs, in arguments) => inputs[1].Shape, GatherForward, GatherGradient);

    /// <summary>A new last axis of size Arguments.Start, one at the index, zero elsewhere.</summary>
    internal static readonly Op OneHot = new("one-hot", ArgumentShape, c => Layout.OneHot(c.A, c.Arguments.Start, c.Y), null);

    private static IEnumerable<Op> Layouts => [Reshape, BroadcastTo, Transpose, Slice, Concat, Gather, OneHot];

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

    private static Shape ArgumentShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments) => arguments.Shape;

    private static Shape TransposedShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Span<int> sizes = stackalloc int[arguments.Shape.Rank];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = inputs[0].Shape[arguments.Shape[i]];
        }

        return Shape.Create(sizes);
    }

    private static Shape ConcatShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape first = inputs[0].Shape;
        Span<int> sizes = stackalloc int[first.Rank];
        first.CopyTo(sizes);
        for (int i = 1; i < inputs.Length; i++)
        {
            Shape other = inputs[i].Shape;
            bool fits = other.Rank == first.Rank;
            for (int axis = 0; fits && axis < first.Rank; axis++)
            {
                fits = axis == arguments.Axis || other[axis] == first[axis];
            }

            if (!fits)
            {
                throw new ArgumentException(
                    $"Concat along axis {arguments.Axis} needs shapes that agree on every other axis; the first is {first}, number {i + 1} is {other}.");
            }

            sizes[arguments.Axis] += other[arguments.Axis];
        }

        return Shape.Create(sizes);
    }

    private static void SliceForward(OpCall c)
    {
        (int outer, int length, int inner) = Split(c.Inputs[0].Shape, c.Arguments.Axis);
        int taken = c.Output.Length(c.Arguments.Axis);
        Layout.CopyBlocks(c.A[(c.Arguments.Start * inner)..], length * inner, c.Y, taken * inner, outer, taken * inner);
    }

    private static void SliceGradient(GradientCall g)
    {
        (int outer, int length, int inner) = Split(g.A.Shape, g.Arguments.Axis);
        int taken = g.Y.Length(g.Arguments.Axis);
        Tensor full = Tensor.Zeros(g.A.Shape);
        Layout.CopyBlocks(g.dY.Values, taken * inner, full.Span[(g.Arguments.Start * inner)..], length * inner, outer, taken * inner);
        g.Add(0, full);
    }

    private static void ConcatForward(OpCall c)
    {
        (int outer, int total, int inner) = Split(c.Output.Shape, c.Arguments.Axis);
        int start = 0;
        foreach (Tensor input in c.Inputs)
        {
            int length = input.Length(c.Arguments.Axis);
            Layout.CopyBlocks(input.Values, length * inner, c.Y[(start * inner)..], total * inner, outer, length * inner);
            start += length;
        }
    }

    private static void ConcatGradient(GradientCall g)
    {
        int start = 0;
        for (int i = 0; i < g.Inputs.Length; i++)
        {
            Shape part = g.Inputs[i].Shape;
            if (g.Needs(i))
            {
                g.Add(i, Apply(Slice, g.dY, new OpArguments { Axis = g.Arguments.Axis, Start = start, Shape = part }));
            }

            start += part[g.Arguments.Axis];
        }
    }

    private static void GatherForward(OpCall c)
    {
        (int outer, int length, int inner) = Split(c.Inputs[0].Shape, c.Arguments.Axis);
        Layout.Gather(c.A, outer, length, inner, c.B, c.Y);
    }

    private static void GatherGradient(GradientCall g)
    {
        (int outer, int length, int inner) = Split(g.A.Shape, g.Arguments.Axis);
        Tensor full = Tensor.Zeros(g.A.Shape);
        Layout.ScatterAdd(g.dY.Values, outer, length, inner, g.B.Values, full.Span);
        g.Add(0, full);
    }
}
