using System.Diagnostics;

namespace Epoche.Memory;

/// <summary>What is known of a slot's gradient while a tape runs backwards.</summary>
internal enum GradientState : byte
{
    /// <summary>Nothing has flowed in yet; the buffer's content is meaningless.</summary>
    None,

    /// <summary>Nothing has flowed in yet, and the buffer holds zeros.</summary>
    Zero,

    /// <summary>Nothing has flowed in yet, but what computed the tensor has a gradient to give that does not come through it.</summary>
    Awaited,

    /// <summary>The gradient is a tensor that others may hold too: adding to it makes a sum elsewhere.</summary>
    Shared,

    /// <summary>The gradient belongs to this slot alone: adding happens in place.</summary>
    Owned,
}

/// <summary>One tensor's place: where its numbers lie, what shape they have, and where its gradient gathers.</summary>
internal struct Slot
{
    public float[] Buffer;
    public int Offset;
    public Shape Shape;
    public bool NeedsGradient;
    public GradientState GradientState;
    public Tensor Gradient;

    /// <summary>Whether something has flowed in.</summary>
    public readonly bool HasGradient => GradientState > GradientState.Awaited;

    public readonly Span<float> Span => new(Buffer, Offset, Shape.ElementCount);
}

/// <summary>
/// A table of slots that tensor handles point into. The generation is compared at every use: an arena raises it when a step
/// ends, so a handle that outlived its step is caught instead of reading another tensor's numbers.
/// </summary>
/// <param name="arena">The arena whose step the tensors live in; null where they outlive steps.</param>
internal abstract class TensorStorage(IStepOwner? arena = null)
{
    internal readonly IStepOwner? Arena = arena;

    internal Slot[] Slots = [];

    internal int Generation = 1;

    /// <summary>
    /// How many steps had been opened when it was computed from something learned while no step was open on its thread, so that nobody
    /// recorded it; else 0. A step that is no younger has lost it.
    /// </summary>
    internal long Unrecorded;

    /// <summary>
    /// Gradients of slots here outlast the step (parameters, variables): they are written to memory of their own, never aliased.
    /// </summary>
    internal virtual bool KeepsGradients => true;

    /// <summary>How error messages and diagnoses call a slot.</summary>
    internal virtual string NameOf(int slot) => "a tensor";

    internal ref Slot Resolve(int slot, int generation)
    {
        if (generation != Generation)
        {
            ThrowStale();
        }

        return ref Slots[slot];
    }

    [StackTraceHidden]
    private static void ThrowStale() => throw new InvalidOperationException(
        "This tensor was made inside a step that has ended, and its memory has been used again since. "
        + "Call Keep() inside the step to carry it out, or read its values there (Item(), ToArray()).");
}

/// <summary>One tensor in a garbage-collected array of its own.</summary>
internal sealed class HeapStorage : TensorStorage
{
    internal HeapStorage(float[] buffer, int offset, Shape shape) =>
        Slots = [new Slot { Buffer = buffer, Offset = offset, Shape = shape }];
}
