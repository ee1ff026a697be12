using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    internal static readonly Op Sum = new("sum", ReducedShape, Reduced<Reduce.SumReduction>, g => g.Add(0, Spread(g, g.dY)));
    internal static readonly Op Max = new("max", ReducedShape, Reduced<Reduce.MaxReduction>, ExtremeOfMany);
    internal static readonly Op Min = new("min", ReducedShape, Reduced<Reduce.MinReduction>, ExtremeOfMany);

    /// <summary>Over the last axis, as a reduction over it.</summary>
    internal static readonly Op LogSumExp = new(
        "logsumexp",
        ReducedShape,
        c => Kernels.LogSumExp.Rows(c.A, c.Output.Count, LastAxis(c), c.Y),
        g =>
        {
            Tensor dx = Tensor.Uninitialized(g.A.Shape);
            Kernels.LogSumExp.RowsGradient(g.A.Values, g.Y.Values, g.dY.Values, g.Y.Count, g.A.Length(-1), dx.Span);
            g.Add(0, dx);
        });

    internal static readonly Op Softmax = new("softmax", SameShape, c => Kernels.Softmax.Rows(c.A, Rows(c), LastAxis(c), c.Y), g =>
    {
        Tensor dx = Tensor.Uninitialized(g.Y.Shape);
        Kernels.Softmax.RowsGradient(g.Y.Values, g.dY.Values, Rows(g.Y), g.Y.Length(-1), dx.Span);
        g.Add(0, dx);
    });

    internal static readonly Op LogSoftmax = new(
        "log-softmax", SameShape, c => Kernels.LogSoftmax.Rows(c.A, Rows(c), LastAxis(c), c.Y), g =>
        {
            Tensor dx = Tensor.Uninitialized(g.Y.Shape);
            Kernels.LogSoftmax.RowsGradient(g.Y.Values, g.dY.Values, Rows(g.Y), g.Y.Length(-1), dx.Span);
            g.Add(0, dx);
        });

    /// <summary>The index of the largest element along an axis, the first of equals.</summary>
    internal static readonly Op ArgMax = new("argmax", WithoutAxis, ArgMaxForward, null);

    private static IEnumerable<Op> Reductions => [Sum, Max, Min, LogSumExp, Softmax, LogSoftmax, ArgMax];

    /// <summary>The reduction of a shape over some axes, over all where none is given.</summary>
    internal static ReductionArguments ReductionOver(Shape shape, ReadOnlySpan<int> axes, bool keepAxes)
    {
        AxisSet set = axes.IsEmpty ? AxisSet.All(shape.Rank) : default;
        Span<int> sizes = stackalloc int[shape.Rank];
        shape.CopyTo(sizes);
        foreach (int axis in axes)
        {
            set = set.With(shape.Axis(axis));
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = set.Contains(i) ? 1 : sizes[i];
        }

        return new(set, Shape.Create(sizes), keepAxes);
    }

    private static int Rows(OpCall c) => Rows(c.Inputs[0]);

    private static int Rows(Tensor x) => x.Length(-1) == 0 ? 0 : x.Count / x.Length(-1);

    private static int LastAxis(OpCall c) => c.Inputs[0].Length(-1);

    private static Shape ReducedShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments) => ReducedShape(in arguments.Reduction);

    private static Shape ReducedShape(in ReductionArguments reduction)
    {
        Shape kept = reduction.Kept;
        if (reduction.KeepsAxes)
        {
            return kept;
        }

        Span<int> sizes = stackalloc int[Shape.MaxRank];
        int rank = 0;
        for (int i = 0; i < kept.Rank; i++)
        {
            if (!reduction.Axes.Contains(i))
            {
                sizes[rank++] = kept[i];
            }
        }

        return Shape.Create(sizes[..rank]);
    }

    private static Shape WithoutAxis(ReadOnlySpan<Tensor> inputs, in OpArguments arguments) =>
        ReducedShape(ReductionOver(inputs[0].Shape, [arguments.Along.Axis], keepAxes: false));

    /// <summary>Reduces runs of neighbouring axes, the last run first, each in one pass.</summary>
    private static void Reduced<TReduction>(OpCall c)
        where TReduction : struct, Reduce.IReduction
    {
        Shape shape = c.Inputs[0].Shape;
        AxisSet set = c.Arguments.Reduction.Axes;
        Tensor current = c.Inputs[0];
        int inner = 1, axis = shape.Rank - 1;
        while (axis >= 0)
        {
            if (!set.Contains(axis))
            {
                inner *= shape[axis--];
                continue;
            }

            int length = 1;
            while (axis >= 0 && set.Contains(axis))
            {
                length *= shape[axis--];
            }

            int outer = 1;
            for (int i = 0; i <= axis; i++)
            {
                outer *= shape[i];
            }

            bool last = !set.ReachesBelow(axis + 1);
            Tensor next = last ? c.Output : Tensor.Uninitialized([outer, inner]);
            Reduce.Along<TReduction>(current.Values, outer, length, inner, next.Span);
            current = next;
        }

        if (set.IsEmpty)
        {
            c.A.CopyTo(c.Y);
        }
    }

    private static void ArgMaxForward(OpCall c)
    {
        (int outer, int length, int inner) = Split(c.Inputs[0].Shape, c.Arguments.Along.Axis);
        Reduce.ArgMax(c.A, outer, length, inner, c.Y);
    }

    /// <summary>A tensor of the reduced shape, spread over the input's shape again.</summary>
    private static Tensor Spread(GradientCall g, Tensor reduced) =>
        Apply(BroadcastTo, reduced.View(g.Arguments.Reduction.Kept), new ShapeArguments(g.A.Shape));

    /// <summary>Equal extremes share the gradient.</summary>
    private static void ExtremeOfMany(GradientCall g)
    {
        Tensor hit = Apply(EqualTo, g.A, g.Y.View(g.Arguments.Reduction.Kept));
        Tensor hits = Apply(Sum, hit, g.Arguments);
        g.Add(0, Apply(Weigh, hit, Spread(g, g.dY / hits)));
    }
}
