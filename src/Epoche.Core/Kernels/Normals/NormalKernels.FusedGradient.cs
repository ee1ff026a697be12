using System.Runtime.InteropServices;

namespace Epoche.Kernels;

/// <content>The gradients of draw, divergences and softplus in one pass that threads share.</content>
internal static partial class NormalKernels
{
    /// <summary>
    /// The gradient of <see cref="Draw"/> and of divergences: dμ = dw + p·μ − p·m and dσ = dw·ε + p·σ − f/σ with p, p·m and f of the notes,
    /// which also have a part of dw.
    /// </summary>
    /// <param name="gradient">dw; empty: 0.</param>
    /// <param name="noise">ε.</param>
    /// <param name="location">μ.</param>
    /// <param name="scale">σ.</param>
    /// <param name="notes">What divergences ask for.</param>
    /// <param name="isFree">Whether dσ·(1 − e^−σ) is wanted in place of dσ: the gradient by the ρ of σ = softplus(ρ).</param>
    /// <param name="dLocation">Room for dμ; empty: not wanted.</param>
    /// <param name="addLocation">Whether it is added to what is there.</param>
    /// <param name="dScale">Room for dσ; empty: not wanted.</param>
    /// <param name="addScale">Whether it is added to what is there.</param>
    public static void DrawGradient(
        ReadOnlySpan<float> gradient, ReadOnlySpan<float> noise, ReadOnlySpan<float> location, ReadOnlySpan<float> scale,
        in NormalNotes notes, bool isFree, Span<float> dLocation, bool addLocation, Span<float> dScale, bool addScale)
    {
        GradientBlocks blocks = new() { Length = location.Length };
        ref NormalLoops.Gradients g = ref blocks.Gradients;
        g.Gradient = ref MemoryMarshal.GetReference(gradient);
        g.Noise = ref MemoryMarshal.GetReference(noise);
        g.Location = ref MemoryMarshal.GetReference(location);
        g.Scale = ref MemoryMarshal.GetReference(scale);
        if (!dLocation.IsEmpty)
        {
            g.DLocation = ref dLocation[0];
        }

        if (!dScale.IsEmpty)
        {
            g.DScale = ref dScale[0];
        }

        (g.Notes, g.HasGradient, g.IsFree, g.AddLocation, g.AddScale) = (notes, !gradient.IsEmpty, isFree, addLocation, addScale);
        Workers.For(Blocks(location.Length, Block), blocks);
    }

    private ref struct GradientBlocks : IParallelBody
    {
        public NormalLoops.Gradients Gradients;
        public int Length;

        public void Run(int block) => NormalLoops.Gradient(ref Gradients, (nint)block * Block, Math.Min((nint)(block + 1) * Block, Length));
    }
}
