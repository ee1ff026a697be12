using Epoche.Autodiff;
using Epoche.Memory;

namespace Epoche.Tensors;

/// <summary>
/// Numbers drawn from normal distributions, each with a mean and a deviation of its own, in one pass over memory; passes gradients to them.
/// What is fused, what that gives and what it equals: <see cref="OpTable.NormalDraw"/>.
/// </summary>
internal readonly struct FusedNormalDraw
{
    private readonly int? _notes;

    private FusedNormalDraw(Tensor value, bool isInRange, int? notes) => (Value, IsInRange, _notes) = (value, isInRange, notes);

    /// <summary>The numbers.</summary>
    public Tensor Value { get; }

    /// <summary>Whether all means are finite and all deviations finite and above 0; looked at on the way.</summary>
    public bool IsInRange { get; }

    /// <summary>Whether it was drawn, and recorded, in a step that is still open.</summary>
    public bool IsOnTape => Value.IsAlive && Value.NeedsGradient;

    /// <summary>
    /// Draws. Takes as many words as <see cref="Rng.FillNormal"/>, and one before where the stream stands at an odd place.
    /// </summary>
    /// <param name="location">The means.</param>
    /// <param name="scale">The deviations, of the same shape.</param>
    /// <param name="random">The stream.</param>
    public static FusedNormalDraw Of(Tensor location, Tensor scale, ref Rng random)
    {
        if ((random.Position & 1) != 0)
        {
            random.NextUInt32(); // so that blocks of elements, drawn apart, are pairs of words apart
        }

        TapeRecorder? tape = location.NeedsGradient || scale.NeedsGradient ? StepArena.Current?.Tape : null;
        NormalDrawArguments arguments = new(random, tape is { IsRecording: true } ? tape.DrawNotes.Add() : null);
        Tensor value = tape is not null && scale.NeedsGradient && tape.TryFindInput(OpTable.Softplus, scale, out Tensor free)
            ? OpTable.Draw([location, scale, free], in arguments, out bool isInRange)
            : OpTable.Draw([location, scale], in arguments, out isInRange);
        random = Rng.Restore(random.Key, random.Position + (((ulong)value.Count + 1) & ~1ul));
        return new FusedNormalDraw(value, isInRange, arguments.Notes);
    }

    /// <summary>The divergence of N(m, s) from what was drawn from, summed over all elements: one element.</summary>
    /// <param name="location">The means that <see cref="Of"/> was given; of a draw of an earlier step, or none, those of this one.</param>
    /// <param name="scale">The deviations.</param>
    /// <param name="priorLocation">m, one element.</param>
    /// <param name="priorScale">s, one element, above 0.</param>
    public Tensor Divergence(Tensor location, Tensor scale, Tensor priorLocation, Tensor priorScale) => IsOnTape
        ? Divergence([location, scale, priorLocation, priorScale, Value], new(_notes, IsEstimate: false))
        : Divergence([location, scale, priorLocation, priorScale], new(Notes: null, IsEstimate: false));

    /// <summary>The same as estimated by the draw, ln N(w; μ, σ) − ln N(w; m, s), which must be on the tape.</summary>
    public Tensor EstimatedDivergence(Tensor location, Tensor scale, Tensor priorLocation, Tensor priorScale) =>
        Divergence([location, scale, priorLocation, priorScale, Value], new(_notes, IsEstimate: true));

    private static Tensor Divergence(ReadOnlySpan<Tensor> inputs, NormalDivergenceArguments arguments) =>
        OpTable.Apply(OpTable.NormalDivergence, inputs, arguments);
}
