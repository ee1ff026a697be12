using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>
/// Independent normal numbers with a mean μ and a deviation σ each, as the weights of Bayesian networks are: draws and divergences, each in one pass over the memory that threads
/// share. Elements lie in blocks that are cut by the length alone, so no thread count can change a bit.
/// </summary>
internal static class NormalKernels
{
    /// <summary>Elements of a block that a thread takes, and of a part of it whose intermediate numbers stay in the first-level cache.</summary>
    private const int Block = 8192, Part = 1024;

    /// <summary>Blocks whose sums are added up; longer ones where there would be more.</summary>
    private const int MaxSums = 256;

    /// <summary>w = μ + σ·ε, with as many normal numbers ε as <see cref="Rng.FillNormal"/> gives; they are kept where there is room for them.</summary>
    /// <param name="random">The stream, which stays where it is.</param>
    /// <param name="location">μ.</param>
    /// <param name="scale">σ.</param>
    /// <param name="kept">Empty, or room for ε.</param>
    /// <param name="drawn">Room for w.</param>
    public static void Draw(in Rng random, ReadOnlySpan<float> location, ReadOnlySpan<float> scale, Span<float> kept, Span<float> drawn) =>
        Workers.For(Blocks(drawn.Length, Block), new DrawBlocks { Random = random, Location = location, Scale = scale, Kept = kept, Drawn = drawn });

    /// <summary>The gradient of <see cref="Draw"/>: dμ = dw and dσ = dw·ε, or added to what is there. An empty destination is left out.</summary>
    public static void DrawGradient(ReadOnlySpan<float> gradient, ReadOnlySpan<float> noise, Span<float> location, bool addLocation, Span<float> scale, bool addScale) =>
        Workers.For(Blocks(gradient.Length, Block), new DrawGradientBlocks { Gradient = gradient, Noise = noise, Location = location, Scale = scale, AddLocation = addLocation, AddScale = addScale });

    /// <summary>Σ ½((σ/s)² + ((μ − m)/s)² − 1) − ln(σ/s): the divergence of N(m, s) from N(μ, σ).</summary>
    public static float Divergence(ReadOnlySpan<float> location, ReadOnlySpan<float> scale, float priorLocation, float priorScale)
    {
        int block = Math.Max(Block, (((location.Length + MaxSums - 1) / MaxSums) + Part - 1) / Part * Part);
        Span<float> sums = stackalloc float[Blocks(location.Length, block)];
        Workers.For(sums.Length, new DivergenceBlocks { Location = location, Scale = scale, Sums = sums, Block = block, PriorLocation = priorLocation, PriorPrecision = 1 / priorScale });
        return Reduce.Sum(sums);
    }

    /// <summary>The gradient of <see cref="Divergence"/>, times a factor: dμ = (μ − m)/s² and dσ = σ/s² − 1/σ, or added to what is there. An empty destination is left out.</summary>
    public static void DivergenceGradient(
        float factor, ReadOnlySpan<float> location, ReadOnlySpan<float> scale, float priorLocation, float priorScale, Span<float> dLocation, bool addLocation, Span<float> dScale, bool addScale)
    {
        float precision = 1 / priorScale;
        Workers.For(Blocks(location.Length, Block), new DivergenceGradientBlocks
        {
            Location = location, Scale = scale, DLocation = dLocation, DScale = dScale, AddLocation = addLocation, AddScale = addScale,
            PriorLocation = priorLocation, Factor = factor, FactorOfSquares = factor * precision * precision,
        });
    }

    private static int Blocks(int length, int block) => (length + block - 1) / block;

    private ref struct DrawBlocks : IParallelBody
    {
        public Rng Random;
        public ReadOnlySpan<float> Location, Scale;
        public Span<float> Kept, Drawn;

        [SkipLocalsInit]
        public readonly void Run(int block)
        {
            Span<float> buffer = stackalloc float[Part];
            int start = block * Block, end = Math.Min(start + Block, Drawn.Length);
            Rng random = Rng.Restore(Random.Key, Random.Position + (ulong)start);
            while (start < end)
            {
                int length = Math.Min(Part - (int)(random.Position & 3), end - start); // ends where a block of four words does
                Span<float> noise = Kept.IsEmpty ? buffer[..length] : Kept.Slice(start, length);
                random.FillNormal(noise);
                Elementwise.Apply<MultiplyAdd>(noise, Scale.Slice(start, length), Location.Slice(start, length), Drawn.Slice(start, length));
                start += length;
            }
        }
    }

    private ref struct DrawGradientBlocks : IParallelBody
    {
        public ReadOnlySpan<float> Gradient, Noise;
        public Span<float> Location, Scale;
        public bool AddLocation, AddScale;

        public readonly void Run(int block)
        {
            int start = block * Block, length = Math.Min(Block, Gradient.Length - start);
            ReadOnlySpan<float> gradient = Gradient.Slice(start, length), noise = Noise.Slice(start, length);
            if (!Location.IsEmpty && AddLocation)
            {
                Elementwise.AddTo(gradient, Location.Slice(start, length));
            }
            else if (!Location.IsEmpty)
            {
                gradient.CopyTo(Location[start..]);
            }

            if (!Scale.IsEmpty && AddScale)
            {
                Elementwise.Apply<MultiplyAdd>(gradient, noise, Scale.Slice(start, length), Scale.Slice(start, length));
            }
            else if (!Scale.IsEmpty)
            {
                Elementwise.Apply<Multiply>(gradient, noise, Scale.Slice(start, length));
            }
        }
    }

    private ref struct DivergenceBlocks : IParallelBody
    {
        public ReadOnlySpan<float> Location, Scale;
        public Span<float> Sums;
        public int Block;
        public float PriorLocation, PriorPrecision;

        [SkipLocalsInit]
        public readonly void Run(int block)
        {
            Span<float> distances = stackalloc float[Part], ratios = stackalloc float[Part];
            int start = block * Block, end = Math.Min(start + Block, Location.Length);
            float sum = 0;
            for (; start < end; start += Part)
            {
                int length = Math.Min(Part, end - start);
                Span<float> d = distances[..length], r = ratios[..length];
                Elementwise.Apply<MultiplyAdd>(Location.Slice(start, length), PriorPrecision, -PriorLocation * PriorPrecision, d);
                Elementwise.Apply<Multiply>(Scale.Slice(start, length), PriorPrecision, r);
                Elementwise.Apply<DivergenceTerm>(d, r, d);
                sum += Reduce.Sum(d);
            }

            Sums[block] = sum;
        }
    }

    private ref struct DivergenceGradientBlocks : IParallelBody
    {
        public ReadOnlySpan<float> Location, Scale;
        public Span<float> DLocation, DScale;
        public bool AddLocation, AddScale;
        public float PriorLocation, Factor, FactorOfSquares;

        [SkipLocalsInit]
        public readonly void Run(int block)
        {
            Span<float> buffer = stackalloc float[Part];
            int start = block * Block, end = Math.Min(start + Block, Location.Length);
            for (; start < end; start += Part)
            {
                int length = Math.Min(Part, end - start);
                if (!DLocation.IsEmpty)
                {
                    Span<float> to = DLocation.Slice(start, length), each = AddLocation ? buffer[..length] : to;
                    Elementwise.Apply<MultiplyAdd>(Location.Slice(start, length), FactorOfSquares, -PriorLocation * FactorOfSquares, each);
                    AddIf(AddLocation, each, to);
                }

                if (!DScale.IsEmpty)
                {
                    Span<float> to = DScale.Slice(start, length), each = AddScale ? buffer[..length] : to;
                    Elementwise.Apply<DivergenceByScale>(Scale.Slice(start, length), FactorOfSquares, Factor, each);
                    AddIf(AddScale, each, to);
                }
            }
        }

        private static void AddIf(bool add, ReadOnlySpan<float> each, Span<float> to)
        {
            if (add)
            {
                Elementwise.AddTo(each, to);
            }
        }
    }

    /// <summary>½(r² + d² − 1) − ln r.</summary>
    private readonly struct DivergenceTerm : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke<V, S>(V d, V r)
            where V : struct
            where S : ISimd<V> => S.Fma(S.Create(0.5f), S.Fma(r, r, S.Fma(d, d, S.Create(-1))), S.Negate(Transcendental.Log<V, S>(r)));
    }

    /// <summary>a·σ − b/σ.</summary>
    private readonly struct DivergenceByScale : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke<V, S>(V scale, V a, V b)
            where V : struct
            where S : ISimd<V> => S.Fma(a, scale, S.Negate(S.Divide(b, scale)));
    }
}
