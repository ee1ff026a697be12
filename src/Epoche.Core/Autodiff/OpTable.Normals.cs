using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    /// <summary>
    /// Inputs μ and σ of one shape, and <see cref="NormalNotes"/>: μ + σ·ε with ε normal, from the stream in the arguments. ε is saved for the gradient (Kingma and Welling 2014), into which goes what
    /// the notes say. A fourth input is the ρ of σ = softplus(ρ), and the gradient then goes past σ to ρ.
    /// </summary>
    internal static readonly Op NormalDraw = new("normal-draw", SameShapes, NormalDrawForward, NormalDrawGradient) { Saves = SameShape, SavesForGradientOnly = true };

    /// <summary>
    /// Inputs μ and σ of one shape, m and s of one element: the divergence of N(m, s) from N(μ, σ), summed. No gradient reaches m and s. Two more inputs are a draw w from N(μ, σ) and its notes, which then
    /// take the gradient: one pass over memory serves both. With Start = 1 it is the estimate ln N(w; μ, σ) − ln N(w; m, s) instead.
    /// </summary>
    internal static readonly Op NormalDivergence = new("normal-divergence", NormalDivergenceShape, NormalDivergenceForward, NormalDivergenceGradient);

    private static IEnumerable<Op> Normals => [NormalDraw, NormalDivergence];

    private static Shape SameShapes(ReadOnlySpan<Tensor> inputs, in OpArguments arguments) => inputs[0].Shape == inputs[1].Shape
        ? inputs[0].Shape
        : throw new ArgumentException($"Means and deviations must have one shape; received {inputs[0].Shape} and {inputs[1].Shape}.");

    private static Shape NormalDivergenceShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        SameShapes(inputs, in arguments);
        return [];
    }

    private static void NormalDrawForward(OpCall c)
    {
        bool inRange = NormalKernels.Draw(in c.Arguments.Random, c.A, c.B, c.Saved.IsDefault ? [] : c.Saved.Span, c.Y);
        NormalNotes.In(c.Inputs[2]) = new NormalNotes { InRange = inRange ? 1 : 0 };
    }

    private static void NormalDrawGradient(GradientCall g)
    {
        bool isFree = g.Inputs.Length > 3;
        Span<float> location = Gathering(g, 0, out bool addLocation), scale = Gathering(g, isFree ? 3 : 1, out bool addScale);
        ref NormalNotes notes = ref NormalNotes.In(g.Inputs[2]);
        NormalKernels.DrawGradient(g.dY.Values, g.Saved.Values, g.A.Values, g.B.Values, in notes, isFree, location, addLocation, scale, addScale);
        notes = new NormalNotes { InRange = notes.InRange }; // the next loss of the step notes its own
    }

    private static void NormalDivergenceForward(OpCall c) =>
        c.Y[0] = NormalKernels.Divergence(c.A, c.B, c.Arguments.Start == 1 ? c.Inputs[4].Values : [], c.Inputs[2].Item(), c.Inputs[3].Item());

    private static void NormalDivergenceGradient(GradientCall g)
    {
        float factor = g.dY.Item(), priorLocation = g.Inputs[2].Item(), priorScale = g.Inputs[3].Item();
        NormalNotes notes = g.Inputs.Length > 4 ? NormalNotes.In(g.Inputs[5]) : default;
        notes.Add(factor, priorLocation, priorScale, byDraw: g.Arguments.Start == 1);
        if (g.Inputs.Length > 4)
        {
            NormalNotes.In(g.Inputs[5]) = notes;
            g.Await(4);
        }
        else
        {
            Span<float> location = Gathering(g, 0, out bool addLocation), scale = Gathering(g, 1, out bool addScale);
            NormalKernels.DrawGradient([], [], g.A.Values, g.B.Values, in notes, isFree: false, location, addLocation, scale, addScale);
        }
    }

    /// <summary>Where the gradient of an input gathers; nowhere, if nobody waits for it.</summary>
    private static Span<float> Gathering(GradientCall g, int input, out bool add) => g.Needs(input) ? g.Destination(input, out add) : Nothing(out add);
}
