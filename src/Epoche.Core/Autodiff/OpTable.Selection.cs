using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    /// <summary>Inputs: condition (0 or not), the values where it holds, the values elsewhere; all three broadcast.</summary>
    internal static readonly Op Where = new("where", WhereShape, WhereForward, g =>
    {
        Tensor condition = g.A;
        if (g.Needs(1))
        {
            g.Add(1, Apply(Where!, [condition, g.dY, Tensor.Scalar(0)]));
        }

        if (g.Needs(2))
        {
            g.Add(2, Apply(Where!, [condition, Tensor.Scalar(0), g.dY]));
        }
    });

    /// <summary>The gradient passes where the bounds do not bite.</summary>
    internal static readonly Op Clip = new("clip", SameShape, ClipForward, g =>
    {
        Tensor passes = Tensor.Uninitialized(g.A.Shape);
        Elementwise.Apply<ClipGradient>(g.A.Values, g.Arguments.Clip.Low, g.Arguments.Clip.High, passes.Span);
        g.Add(0, Apply(Weigh, passes, g.dY));
    });

    private static IEnumerable<Op> Selection => [Where, Clip];

    private static Shape WhereShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments) =>
        Broadcast.Shape(
            BroadcastShape(inputs[0], inputs[1]),
            Broadcast.Shape(BroadcastShape(inputs[0], inputs[2]), BroadcastShape(inputs[1], inputs[2])));

    private static void WhereForward(OpCall c) => Broadcast.Apply<Select>(
        c.A, c.Inputs[0].Shape, c.B, c.Inputs[1].Shape, c.Inputs[2].Values, c.Inputs[2].Shape, c.Y, c.Output.Shape);

    private static void ClipForward(OpCall c) => Elementwise.Apply<Clip>(c.A, c.Arguments.Clip.Low, c.Arguments.Clip.High, c.Y);
}
