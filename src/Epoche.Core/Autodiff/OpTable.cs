using System.Runtime.CompilerServices;
using Epoche.Kernels;
using Epoche.Memory;

namespace Epoche.Autodiff;

/// <summary>
/// Every operation, one entry each: name, shape rule, forward kernel, gradient rule, in families of one file each. The gradient check walks
/// <see cref="All"/>, so an entry without a reference and a check fails the tests.
/// </summary>
internal static partial class OpTable
{
    internal static IReadOnlyList<Op> All =>
    [
        .. Unary, .. Binary, .. Selection, .. Reductions, .. Layouts, .. Products, .. Linears, .. Convolutions, .. FusedConvolutions,
        .. OtherConvolutions, .. Recurrences, .. Attentions, .. Normalizations, .. Normals, .. Losses, .. CrossEntropies,
    ];

    internal static Tensor Apply(Op op, Tensor a, in OpArguments arguments = default) => Apply(op, [a], in arguments);

    internal static Tensor Apply(Op op, Tensor a, Tensor b, in OpArguments arguments = default) => Apply(op, [a, b], in arguments);

    internal static Tensor Apply(Op op, ReadOnlySpan<Tensor> inputs, in OpArguments arguments = default)
    {
        Tensor output = Begin(op, inputs, in arguments, out Tensor saved, out bool isRecorded);
        op.Forward(new OpCall(inputs, output, saved, in arguments));
        End(op, inputs, output, saved, isRecorded, in arguments);
        return output;
    }

    /// <summary>What comes before an operation is computed: looks at the inputs and makes room for the output and what is saved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // into Apply: a call more for each operation can be seen in small updates
    private static Tensor Begin(Op op, ReadOnlySpan<Tensor> inputs, in OpArguments arguments, out Tensor saved, out bool isRecorded)
    {
        StepArena? arena = StepArena.Current;
        foreach (Tensor input in inputs)
        {
            if (input.Storage?.Arena != arena)
            {
                input.RequireHere();
            }
        }

        Shape shape = op.Shape(inputs, in arguments);
        isRecorded = arena is { Tape.IsRecording: true } && op.Gradient is not null && NeedGradient(op, inputs, arena);
        Tensor output = op.IsView ? inputs[0].View(shape) : Tensor.Uninitialized(shape);
        bool saves = isRecorded || !op.SavesForGradientOnly;
        saved = saves && op.Saves is { } rule ? Tensor.Uninitialized(rule(inputs, in arguments)) : default;
        return output;
    }

    /// <summary>What comes after: records it, or notes that nobody has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void End(Op op, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor saved, bool isRecorded, in OpArguments arguments)
    {
        if (isRecorded)
        {
            output.Slot.NeedsGradient = true;
            StepArena.Current!.Tape.Append(op, inputs, output, saved, in arguments);
        }
        else if (StepArena.Current is null && op.Gradient is not null && DependOnLearned(inputs))
        {
            output.Storage!.Unrecorded = StepArena.Opened;
        }
    }

    /// <summary>
    /// Whether the operation is to be recorded. Refuses what another thread has computed meanwhile from something learned: it
    /// would be a constant here, in silence.
    /// </summary>
    private static bool NeedGradient(Op op, ReadOnlySpan<Tensor> inputs, StepArena arena)
    {
        bool needed = false;
        foreach (Tensor input in inputs)
        {
            needed |= input.NeedsGradient;
            if (arena.HasLost(input.Storage!))
            {
                throw new InvalidOperationException(
                    $"An input {input.Shape} of '{op.Name}' was computed from parameters or variables on another thread, "
                    + "while this step was open: this step belongs to its own thread, nobody has recorded that, and no "
                    + "gradient would flow through it. Compute it on the thread of the step, where operations share the cores by "
                    + "themselves; or, where a constant is wanted, call StopGradient() or Keep() on it there.");
            }
        }

        return needed;
    }

    private static bool DependOnLearned(ReadOnlySpan<Tensor> inputs)
    {
        foreach (Tensor input in inputs)
        {
            if (input.NeedsGradient || input.Storage!.Unrecorded > 0)
            {
                return true;
            }
        }

        return false;
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
