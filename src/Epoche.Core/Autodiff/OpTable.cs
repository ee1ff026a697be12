using Epoche.Kernels;
using Epoche.Memory;

namespace Epoche.Autodiff;

/// <summary>
/// Every operation, one entry each: name, shape rule, forward kernel, gradient rule, in families of one file each. The gradient check walks
/// <see cref="All"/>, so an entry without a reference and a check fails the tests.
/// </summary>
internal static partial class OpTable
{
    internal static IReadOnlyList<Op> All => [.. Unary, .. Binary, .. Selection, .. Reductions, .. Layouts, .. Products, .. Convolutions, .. OtherConvolutions, .. Recurrences, .. Normalizations, .. Normals, .. Losses];

    internal static Tensor Apply(Op op, Tensor a, in OpArguments arguments = default) => Apply(op, [a], in arguments);

    internal static Tensor Apply(Op op, Tensor a, Tensor b, in OpArguments arguments = default) => Apply(op, [a, b], in arguments);

    internal static Tensor Apply(Op op, ReadOnlySpan<Tensor> inputs, in OpArguments arguments = default)
    {
        Shape shape = op.Shape(inputs, in arguments);
        StepArena? arena = StepArena.Current;
        bool record = false;
        if (arena is { Tape.IsRecording: true } && op.Gradient is not null)
        {
            foreach (Tensor input in inputs)
            {
                record |= input.NeedsGradient;
            }
        }

        Tensor output = op.IsView ? inputs[0].View(shape) : Tensor.Uninitialized(shape);
        Tensor saved = op.Saves is { } rule && (record || !op.SavesForGradientOnly) ? Tensor.Uninitialized(rule(inputs, in arguments)) : default;
        op.Forward(new OpCall(inputs, output, saved, in arguments));
        if (record)
        {
            output.Slot.NeedsGradient = true;
            arena!.Tape.Append(op, inputs, output, saved, in arguments);
        }

        return output;
    }

    private static Shape SameShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments) => inputs[0].Shape;

    private static Shape BroadcastShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments) => BroadcastShape(inputs[0], inputs[1]);

    private static Shape BroadcastShape(Tensor x, Tensor y)
    {
        Shape result = Broadcast.Shape(x.Shape, y.Shape);
        LossShapes.Require(x, y, result);
        return result;
    }
}
