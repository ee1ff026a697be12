using Epoche.Kernels;

namespace Epoche.Autodiff;

/// <content>
/// Fused: the weights of a variational network, their divergence from a prior and, where σ = softplus(ρ), the gradient of softplus. The
/// divergence only notes what it asks for (<see cref="NormalNotes"/>), and the gradient of the draw takes everything in one pass over
/// memory, where an operation for each step of the formulas makes eleven.
/// Gives: a step of 784-1024-10 took 15.5 ms operation by operation, 9.4 with draw and divergence as operations, 5.5 as it is (the ladder
/// in benchmarks/README.md); draw, divergence and gradients of 814,090 weights take 2.6 of 8.3 ms (`./bench plain-normal fused-normal`;
/// one thread).
/// Equals: each draw and each gradient is, bit for bit, that of <see cref="NormalNotes"/> written out for one element (tests:
/// FusedNormalTests). An operation for each step rounds a product before it adds, so that it agrees up to rounding only.
/// </content>
internal static partial class OpTable
{
    /// <summary>
    /// Inputs μ and σ of one shape: μ + σ·ε with ε normal, from the stream in the arguments. ε is saved for the gradient (Kingma and
    /// Welling 2014), into which goes what the notes say. A third input is the ρ of σ = softplus(ρ), and the gradient then goes past σ to
    /// ρ.
    /// </summary>
    internal static readonly Op NormalDraw = new("normal-draw", SameShapes, c => NormalDrawForward(c), NormalDrawGradient)
    {
        Saves = SameShape,
        SavesForGradientOnly = true,
    };

    /// <summary>
    /// Inputs μ and σ of one shape, m and s of one element: the divergence of N(m, s) from N(μ, σ), summed. No gradient reaches m and s. A
    /// fifth input is a draw w from N(μ, σ), whose notes then take the gradient: one pass over memory serves both. As an estimate it is ln
    /// N(w; μ, σ) − ln N(w; m, s) instead.
    /// </summary>
    internal static readonly Op NormalDivergence = new(
        "normal-divergence", NormalDivergenceShape, NormalDivergenceForward, NormalDivergenceGradient);

    private static IEnumerable<Op> Normals => [NormalDraw, NormalDivergence];

    /// <summary>Applies <see cref="NormalDraw"/>.</summary>
    /// <param name="inputs">μ, σ and perhaps ρ.</param>
    /// <param name="draw">The stream, and the notes where the draw is recorded.</param>
    /// <param name="isInRange">Whether all μ are finite and all σ are finite and above 0.</param>
    internal static Tensor Draw(ReadOnlySpan<Tensor> inputs, in NormalDrawArguments draw, out bool isInRange)
    {
        OpArguments arguments = draw;
        Tensor output = Begin(NormalDraw, inputs, in arguments, out Tensor saved, out bool isRecorded);
        isInRange = NormalDrawForward(new OpCall(inputs, output, saved, in arguments));
        End(NormalDraw, inputs, output, saved, isRecorded, in arguments);
        return output;
    }

    private static Shape SameShapes(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape location = inputs[NormalInput.Location].Shape, scale = inputs[NormalInput.Scale].Shape;
        return location == scale
            ? location
            : throw new ArgumentException($"Means and deviations must have one shape; received {location} and {scale}.");
    }

    private static Shape NormalDivergenceShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        SameShapes(inputs, in arguments);
        return [];
    }

    private static bool NormalDrawForward(OpCall c) =>
        NormalKernels.Draw(c.Arguments.NormalDraw.Random, c.A, c.B, c.Saved.IsDefault ? [] : c.Saved.Span, c.Y);

    private static void NormalDrawGradient(GradientCall g)
    {
        bool isFree = g.Inputs.Length > NormalInput.Free;
        NormalNotes notes = default;
        if (g.Arguments.NormalDraw.Notes is { } number)
        {
            (notes, g.Tape.DrawNotes[number]) = (g.Tape.DrawNotes[number], default); // the next loss of the step notes its own
        }

        Span<float> location = Gathering(g, NormalInput.Location, out bool addLocation);
        Span<float> scale = Gathering(g, isFree ? NormalInput.Free : NormalInput.Scale, out bool addScale);
        ReadOnlySpan<float> noise = g.Saved.Values;
        NormalKernels.DrawGradient(g.dY.Values, noise, g.A.Values, g.B.Values, in notes, isFree, location, addLocation, scale, addScale);
    }

    private static void NormalDivergenceForward(OpCall c) => c.Y[0] = NormalKernels.Divergence(
        c.A,
        c.B,
        c.Arguments.NormalDivergence.IsEstimate ? c.Inputs[NormalInput.Draw].Values : [],
        c.Inputs[NormalInput.PriorLocation].Item(),
        c.Inputs[NormalInput.PriorScale].Item());

    private static void NormalDivergenceGradient(GradientCall g)
    {
        float factor = g.dY.Item();
        float priorLocation = g.Inputs[NormalInput.PriorLocation].Item(), priorScale = g.Inputs[NormalInput.PriorScale].Item();
        (int? number, bool isEstimate) = g.Arguments.NormalDivergence;
        if (number is { } own)
        {
            g.Tape.DrawNotes[own].Add(factor, priorLocation, priorScale, isEstimate);
            g.Await(NormalInput.Draw);
            return;
        }

        NormalNotes notes = default;
        notes.Add(factor, priorLocation, priorScale, isEstimate);
        Span<float> location = Gathering(g, NormalInput.Location, out bool addLocation);
        Span<float> scale = Gathering(g, NormalInput.Scale, out bool addScale);
        NormalKernels.DrawGradient([], [], g.A.Values, g.B.Values, in notes, isFree: false, location, addLocation, scale, addScale);
    }

    /// <summary>Where the gradient of an input gathers; nowhere, if nobody waits for it.</summary>
    private static Span<float> Gathering(GradientCall g, int input, out bool add) =>
        g.Needs(input) ? g.Destination(input, out add) : Nothing(out add);

    /// <summary>The places of inputs.</summary>
    private static class NormalInput
    {
        public const int Location = 0, Scale = 1;

        /// <summary>The ρ of a draw.</summary>
        public const int Free = 2;

        /// <summary>m, s and the draw of a divergence.</summary>
        public const int PriorLocation = 2, PriorScale = 3, Draw = 4;
    }
}
