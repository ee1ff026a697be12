using Epoche.Memory;

namespace Epoche;

public readonly partial struct Tensor
{
    /// <summary>
    /// The gradient that <see cref="Tape.Backward"/> gathered, as a constant: a loss computed from it has no gradient of second order.
    /// Variables and parameters gather over all passes until cleared; of other tensors it is the last pass's, and ends with the step. Taken
    /// inside of a step it is a copy, which later passes leave as it is.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nothing flowed in.</exception>
    public Tensor Gradient
    {
        get
        {
            ref Slot slot = ref Slot;
            return !slot.HasGradient
                ? throw new InvalidOperationException(
                    "No gradient has reached this tensor: call Tape.Backward on a loss that depends on it first.")
                : KeepsGradient && StepArena.Current is not null ? Of(slot.Gradient.Values, slot.Shape)
                : slot.Gradient;
        }
    }

    /// <summary>Forgets the gradient of a variable; the next backward pass starts from zero.</summary>
    public void ClearGradient() => Slot.GradientState = GradientState.None;
}
