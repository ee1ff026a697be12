using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    /// <summary>Inputs μ and σ of one shape: μ + σ·ε with ε normal, from the stream in the arguments. ε is saved for the gradient (Kingma and Welling 2014).</summary>
    internal static readonly Op NormalDraw = new("normal-draw", SameShapes, NormalDrawForward, NormalDrawGradient) { Saves = SameShape, SavesForGradientOnly = true };

    /// <summary>Inputs μ and σ of one shape, m and s of one element: the divergence of N(m, s) from N(μ, σ), summed. No gradient reaches m and s.</summary>
    internal static readonly Op NormalDivergence = new(
        "normal-divergence",
        NormalDivergenceShape,
        c => c.Y[0] = NormalKernels.Divergence(c.A, c.B, c.Inputs[2].Item(), c.Inputs[3].Item()),
        g =>
        {
            Span<float> location = Gathering(g, 0, out bool addLocation), scale = Gathering(g, 1, out bool addScale);
            NormalKernels.DivergenceGradient(g.dY.Item(), g.A.Values, g.B.Values, g.Inputs[2].Item(), g.Inputs[3].Item(), location, addLocation, scale, addScale);
        });

    private static IEnumerable<Op> Normals => [NormalDraw, NormalDivergence];

    private static Shape SameShapes(ReadOnlySpan<Tensor> inputs, in OpArguments arguments) => inputs[0].Shape == inputs[1].Shape
        ? inputs[0].Shape
        : throw new ArgumentException($"Means and deviations must have one shape; received {inputs[0].Shape} and {inputs[1].Shape}.");

    private static Shape NormalDivergenceShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        SameShapes(inputs, in arguments);
        return [];
    }

    private static void NormalDrawForward(OpCall c) =>
        NormalKernels.Draw(in c.Arguments.Random, c.A, c.B, c.Saved.IsDefault ? [] : c.Saved.Span, c.Y);

    private static void NormalDrawGradient(GradientCall g)
    {
        Span<float> location = Gathering(g, 0, out bool addLocation), scale = Gathering(g, 1, out bool addScale);
        NormalKernels.DrawGradient(g.dY.Values, g.Saved.Values, location, addLocation, scale, addScale);
    }

    /// <summary>Where the gradient of an input gathers; nowhere, if nobody waits for it.</summary>
    private static Span<float> Gathering(GradientCall g, int input, out bool add) => g.Needs(input) ? g.Destination(input, out add) : Nothing(out add);
}
