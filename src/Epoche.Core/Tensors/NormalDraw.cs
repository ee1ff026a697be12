using Epoche.Autodiff;
using Epoche.Kernels;
using Epoche.Memory;

namespace Epoche.Tensors;

/// <summary>Numbers drawn from normal distributions, each with a mean and a deviation of its own, in one pass over memory; passes gradients to them.</summary>
internal readonly struct NormalDraw
{
    private readonly Tensor _notes;

    private NormalDraw(Tensor value, Tensor notes) => (Value, _notes) = (value, notes);

    /// <summary>The numbers.</summary>
    public Tensor Value { get; }

    /// <summary>Whether all means are finite and all deviations finite and above 0; looked at on the way.</summary>
    public bool IsInRange => NormalNotes.In(_notes).InRange == 1;

    /// <summary>Whether it was drawn, and recorded, in a step that is still open.</summary>
    public bool IsOnTape => Value.IsAlive && Value.NeedsGradient;

    /// <summary>Draws. Takes as many words as <see cref="Rng.FillNormal"/>, and one before where the stream stands at an odd place.</summary>
    /// <param name="location">The means.</param>
    /// <param name="scale">The deviations, of the same shape.</param>
    /// <param name="random">The stream.</param>
    public static NormalDraw Of(Tensor location, Tensor scale, ref Rng random)
    {
        if ((random.Position & 1) != 0)
        {
            random.NextUInt32(); // so that blocks of elements, drawn apart, are pairs of words apart
        }

        Tensor notes = Tensor.Uninitialized([NormalNotes.Length]);
        OpArguments arguments = new() { Random = random };
        Tensor value = scale.NeedsGradient && StepArena.Current is { } arena && arena.Tape.TryFindInput(OpTable.Softplus, scale, out Tensor free)
            ? OpTable.Apply(OpTable.NormalDraw, [location, scale, notes, free], in arguments)
            : OpTable.Apply(OpTable.NormalDraw, [location, scale, notes], in arguments);
        random = Rng.Restore(random.Key, random.Position + (((ulong)value.Count + 1) & ~1ul));
        return new NormalDraw(value, notes);
    }

    /// <summary>The divergence of N(m, s) from what was drawn from, summed over all elements: one element.</summary>
    /// <param name="location">The means that <see cref="Of"/> was given; of a draw of an earlier step, or none, those of this one.</param>
    /// <param name="scale">The deviations.</param>
    /// <param name="priorLocation">m, one element.</param>
    /// <param name="priorScale">s, one element, above 0.</param>
    public Tensor Divergence(Tensor location, Tensor scale, Tensor priorLocation, Tensor priorScale) => IsOnTape
        ? OpTable.Apply(OpTable.NormalDivergence, [location, scale, priorLocation, priorScale, Value, _notes])
        : OpTable.Apply(OpTable.NormalDivergence, [location, scale, priorLocation, priorScale]);

    /// <summary>The same as estimated by the draw, ln N(w; μ, σ) − ln N(w; m, s), which must be on the tape.</summary>
    public Tensor EstimatedDivergence(Tensor location, Tensor scale, Tensor priorLocation, Tensor priorScale) =>
        OpTable.Apply(OpTable.NormalDivergence, [location, scale, priorLocation, priorScale, Value, _notes], new OpArguments { Start = 1 });
}
