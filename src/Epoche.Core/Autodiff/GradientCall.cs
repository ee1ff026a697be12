using Epoche.Kernels;
using Epoche.Memory;

namespace Epoche.Autodiff;

/// <summary>
/// One step of the backward walk, as the gradient table sees it: the inputs A, B, C, the output Y and its gradient dY. Rules are written
/// with tensor operations (nothing is recorded meanwhile) and hand their results to <see cref="Add"/>.
/// </summary>
internal readonly ref struct GradientCall(
    TapeRecorder tape, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor saved, ref readonly OpArguments arguments, Tensor gradient)
{
    private readonly ref readonly OpArguments _arguments = ref arguments;

    /// <summary>The tape that is walked.</summary>
    public TapeRecorder Tape { get; } = tape;

    public ReadOnlySpan<Tensor> Inputs { get; } = inputs;

    public Tensor Y { get; } = output;

    public Tensor Saved { get; } = saved;

    public Tensor dY { get; } = gradient;

    public ref readonly OpArguments Arguments => ref _arguments;

    public Tensor A => Inputs[0];

    public Tensor B => Inputs[1];

    /// <summary>Whether anybody waits for the gradient of an input.</summary>
    public bool Needs(int input) => Inputs[input].NeedsGradient;

    /// <summary>Adds to the gradient of an input; a gradient of the broadcast shape is summed down to the input's.</summary>
    public void Add(int input, Tensor gradient) => AddTo(Inputs[input], gradient);

    /// <summary>Adds to the gradient of a tensor.</summary>
    public static void AddTo(Tensor target, Tensor gradient)
    {
        ref Slot slot = ref target.Slot;
        if (!slot.NeedsGradient)
        {
            return; // a constant, or frozen since
        }

        if (gradient.Shape != slot.Shape)
        {
            Tensor summed = Tensor.Uninitialized(slot.Shape);
            Broadcast.SumTo(gradient.Values, gradient.Shape, summed.Span, slot.Shape);
            gradient = summed;
            slot = ref target.Slot; // the slot table may have moved
        }

        if (target.KeepsGradient)
        {
            Span<float> kept = target.GradientMemory;
            if (!slot.HasGradient)
            {
                gradient.Values.CopyTo(kept);
                slot.GradientState = GradientState.Owned;
            }
            else
            {
                Elementwise.AddTo(gradient.Values, kept);
            }
        }
        else
        {
            switch (slot.GradientState)
            {
                case GradientState.None or GradientState.Awaited:
                    (slot.Gradient, slot.GradientState) = (gradient, GradientState.Shared);
                    break;
                case GradientState.Shared:
                    Tensor sum = slot.Gradient + gradient;
                    slot = ref target.Slot;
                    (slot.Gradient, slot.GradientState) = (sum, GradientState.Owned);
                    break;
                default:
                    Elementwise.AddTo(gradient.Values, slot.Gradient.Span);
                    break;
            }
        }
    }

    /// <summary>
    /// Adds op(x, y) to the gradient of an input of the same shape; where nothing flowed in yet, it is computed in its place.
    /// </summary>
    public void Add<TOperator>(int input, Tensor x, Tensor y)
        where TOperator : struct, IBinaryOperator
    {
        if (!Inputs[input].Slot.HasGradient)
        {
            Elementwise.Apply<TOperator>(x.Values, y.Values, Destination(input, out _));
        }
        else
        {
            Add(input, OpTable.Map<TOperator>(x, y));
        }
    }

    /// <summary>Has the gradient rule of what computed an input called, though nothing may ever flow into the input itself.</summary>
    public void Await(int input)
    {
        ref Slot slot = ref Inputs[input].Slot;
        slot.GradientState = slot.HasGradient ? slot.GradientState : GradientState.Awaited;
    }

    /// <summary>The memory in which the gradient of an input gathers, for kernels that can write or add there directly.</summary>
    /// <param name="input">Which input.</param>
    /// <param name="accumulate">True: add to what is there. False: the content is undefined, overwrite it.</param>
    public Span<float> Destination(int input, out bool accumulate)
    {
        Tensor target = Inputs[input];
        ref Slot slot = ref target.Slot;
        accumulate = slot.HasGradient;
        if (target.KeepsGradient)
        {
            slot.GradientState = GradientState.Owned;
            return target.GradientMemory;
        }

        if (slot.GradientState != GradientState.Owned)
        {
            Tensor owned = Tensor.Uninitialized(slot.Shape);
            slot = ref target.Slot;
            if (accumulate)
            {
                slot.Gradient.Values.CopyTo(owned.Span);
            }

            (slot.Gradient, slot.GradientState) = (owned, GradientState.Owned);
        }

        return slot.Gradient.Span;
    }
}
