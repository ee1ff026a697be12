using Epoche.Kernels;

namespace Epoche.Autodiff;

/// <content>
/// Fused: scores, mask, softmax and weighted sum of all heads, each head where it lies in the rows of queries, keys and values.
/// Gives: 70% of both passes of 64 examples, 16 steps, 4 heads of 16: 0.85 of 2.81 ms (`./bench plain-attention fused-attention`; one
/// thread).
/// Equals: MatMul, Where, Softmax and MatMul of slices and transposes, but for rounding (tests: AttentionTests).
/// </content>
internal static partial class OpTable
{
    /// <summary>
    /// Inputs x [batch, steps, 3 · features], queries, keys and values of all heads, and, perhaps, a mask [batch, steps], which is a
    /// constant; output [batch, steps, features].
    /// </summary>
    internal static readonly Op Attention = new("attention", AttentionShape, AttentionForward, AttentionGradient)
    {
        Saves = (inputs, in arguments) =>
        {
            AttentionSizes sizes = AttentionOf(inputs[0].Shape, arguments);
            return [sizes.Batch, sizes.Heads, sizes.Steps, sizes.Steps];
        },
        SavesForGradientOnly = true,
    };

    private static IEnumerable<Op> Attentions => [Attention];

    private static AttentionSizes AttentionOf(Shape x, in OpArguments arguments)
    {
        int heads = arguments.Attention.Heads;
        return new(x[0], x[1], heads, x[2] / (3 * heads), arguments.Attention.IsCausal);
    }

    private static Shape AttentionShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape x = inputs[0].Shape;
        int heads = arguments.Attention.Heads;
        if (x.Rank != 3 || x[2] % (3 * heads) != 0 || x[2] == 0)
        {
            throw new ArgumentException(
                $"Attention of {heads} heads takes queries, keys and values [batch, steps, 3 · features], the features a multiple of the "
                + $"heads; received {x}.");
        }

        return inputs.Length == 1 || inputs[1].Shape == [x[0], x[1]]
            ? [x[0], x[1], x[2] / 3]
            : throw new ArgumentException(
                $"The mask of attention has a number for each step, [{x[0]}, {x[1]}]; received {inputs[1].Shape}.");
    }

    private static void AttentionForward(OpCall c) => Kernels.Attention.Forward(
        AttentionOf(c.Inputs[0].Shape, c.Arguments), c.A, c.Inputs.Length > 1 ? c.B : default, c.Kept, c.Y);

    private static void AttentionGradient(GradientCall g)
    {
        if (g.Needs(0))
        {
            Span<float> dx = g.Destination(0, out bool add);
            Kernels.Attention.Backward(AttentionOf(g.A.Shape, g.Arguments), g.A.Values, g.Saved.Values, g.dY.Values, dx, add);
        }
    }
}
