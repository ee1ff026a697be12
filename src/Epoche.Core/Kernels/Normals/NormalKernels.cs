using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epoche.Kernels;

/// <summary>
/// Independent normal numbers with a mean μ and a deviation σ each, as the weights of Bayesian networks are: draws and divergences, each in
/// one pass over the memory that threads share. Elements lie in blocks that are cut by the length alone, so no thread count can change a
/// bit. What a pass computes on its way stays in the first-level cache.
/// </summary>
internal static partial class NormalKernels
{
    /// <summary>Elements of a block that a thread takes, and of a part of it.</summary>
    private const int Block = 8192, Part = 1024;

    /// <summary>Blocks whose sums are added up; longer ones where there would be more.</summary>
    private const int MaxSums = 256;

    /// <summary>w = μ + σ·ε, with as many normal numbers ε as <see cref="Rng.FillNormal"/> gives.</summary>
    /// <param name="random">The stream, at an even place; it stays there.</param>
    /// <param name="location">μ.</param>
    /// <param name="scale">σ.</param>
    /// <param name="kept">Empty, or room for ε.</param>
    /// <param name="drawn">Room for w.</param>
    /// <returns>Whether all μ are finite and all σ are finite and above 0.</returns>
    public static bool Draw(in Rng random, ReadOnlySpan<float> location, ReadOnlySpan<float> scale, Span<float> kept, Span<float> drawn)
    {
        bool outside = false;
        Workers.For(Blocks(drawn.Length, Block), new DrawBlocks
        {
            Random = random, Location = location, Scale = scale, Kept = kept, Drawn = drawn, Outside = ref outside,
        });
        return !outside;
    }

    /// <summary>
    /// Σ ½((σ/s)² + ((μ − m)/s)² − 1) − ln(σ/s), the divergence of N(m, s) from N(μ, σ); of a draw w the estimate
    /// ½((w − m)/s)² − ½((w − μ)/σ)² − ln(σ/s).
    /// </summary>
    /// <param name="location">μ.</param>
    /// <param name="scale">σ.</param>
    /// <param name="drawn">w, or empty for the closed form.</param>
    /// <param name="priorLocation">m.</param>
    /// <param name="priorScale">s.</param>
    public static float Divergence(
        ReadOnlySpan<float> location, ReadOnlySpan<float> scale, ReadOnlySpan<float> drawn, float priorLocation, float priorScale)
    {
        int block = Math.Max(Block, (((location.Length + MaxSums - 1) / MaxSums) + Part - 1) / Part * Part);
        Span<double> sums = stackalloc double[Blocks(location.Length, block)];
        Workers.For(sums.Length, new DivergenceBlocks
        {
            Location = location, Scale = scale, Drawn = drawn, Sums = sums, Block = block, PriorLocation = priorLocation,
            PriorPrecision = 1 / priorScale,
        });
        double sum = location.Length * ScalarMath.Log((double)priorScale);
        foreach (double part in sums)
        {
            sum += part;
        }

        return (float)sum;
    }

    private static int Blocks(int length, int block) => (length + block - 1) / block;

    private ref struct DrawBlocks : IParallelBody
    {
        public Rng Random;
        public ReadOnlySpan<float> Location, Scale;
        public Span<float> Kept, Drawn;
        public ref bool Outside;

        [SkipLocalsInit]
        public readonly void Run(int block)
        {
            Span<float> buffer = stackalloc float[Part];
            int start = block * Block, end = Math.Min(start + Block, Drawn.Length);
            Rng random = Rng.Restore(Random.Key, Random.Position + (ulong)start);
            while (start < end)
            {
                int length = Math.Min(Part - (int)(random.Position & 3), end - start); // ends where a block of four words does
                ReadOnlySpan<float> location = Location.Slice(start, length), scale = Scale.Slice(start, length);
                Span<float> noise = Kept.IsEmpty ? buffer[..length] : Kept.Slice(start, length);
                random.FillNormal(noise);
                if (!NormalLoops.Draw(
                    ref noise[0], ref MemoryMarshal.GetReference(location), ref MemoryMarshal.GetReference(scale),
                    ref Drawn[start], length))
                {
                    Outside = true; // by any thread: it is never taken back
                }

                start += length;
            }
        }
    }

    private ref struct DivergenceBlocks : IParallelBody
    {
        public ReadOnlySpan<float> Location, Scale, Drawn;
        public Span<double> Sums;
        public int Block;
        public float PriorLocation, PriorPrecision;

        public readonly void Run(int block)
        {
            int start = block * Block, end = Math.Min(start + Block, Location.Length);
            double sum = 0;
            for (; start < end; start += Part)
            {
                ref float drawn = ref Drawn.IsEmpty ? ref Unsafe.NullRef<float>() : ref Unsafe.AsRef(in Drawn[start]);
                sum += NormalLoops.Divergence(
                    ref Unsafe.AsRef(in Location[start]), ref Unsafe.AsRef(in Scale[start]), ref drawn, Math.Min(Part, end - start),
                    PriorLocation, PriorPrecision);
            }

            Sums[block] = sum;
        }
    }
}
