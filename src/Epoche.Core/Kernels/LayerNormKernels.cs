using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>
/// Layer normalization of the rows of [rows, cols] (Ba et al. 2016). Sums run in the 16 lanes of
/// <see cref="Reduce"/>; threads share the rows.
/// </summary>
internal static class LayerNormKernels
{
    private const int WorthSharing = 32 * 1024, MaxParts = 64;

    /// <summary>standard = (x − mean)/√(variance + ε) of each row, deviation = 1/√(variance + ε), y = standard·scale + shift.</summary>
    public static void Forward(
        ReadOnlySpan<float> x, int rows, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, float epsilon, Span<float> standard,
        Span<float> factor, Span<float> y) =>
        Share(rows, x.Length, new ForwardRows
        {
            X = x, Scale = scale, Shift = shift, Epsilon = epsilon, Standard = standard, Factor = factor, Y = y, Rows = rows,
        });

    /// <summary>dx = factor·(h − mean h − standard·mean(h·standard)) with h = dy·scale, in each row.</summary>
    public static void Gradient(
        ReadOnlySpan<float> dy, int rows, ReadOnlySpan<float> scale, ReadOnlySpan<float> standard,
        ReadOnlySpan<float> factor, Span<float> dx) =>
        Share(rows, dy.Length, new GradientRows { Dy = dy, Scale = scale, Standard = standard, Factor = factor, Dx = dx, Rows = rows });

    private static void Share<TBody>(int rows, int count, TBody body)
        where TBody : struct, IPart, allows ref struct
    {
        body.Parts = count >= WorthSharing ? Math.Clamp(rows, 1, MaxParts) : 1;
        Workers.For(body.Parts, body);
    }

    private interface IPart : IParallelBody
    {
        int Parts { get; set; }
    }

    private ref struct ForwardRows : IPart
    {
        public ReadOnlySpan<float> X, Scale, Shift;
        public Span<float> Standard, Factor, Y;
        public float Epsilon;
        public int Rows;

        public int Parts { get; set; }

        public readonly void Run(int part)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Run<Vector512<float>, Simd512>(part);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<Vector256<float>, Simd256>(part);
            }
            else
            {
                Run<Vector128<float>, Simd128>(part);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Run<V, S>(int part)
            where V : struct
            where S : ISimd<V>
        {
            nint cols = Scale.Length, first = (nint)((long)Rows * part / Parts), end = (nint)((long)Rows * (part + 1) / Parts);
            ref float scale = ref MemoryMarshal.GetReference(Scale), shift = ref MemoryMarshal.GetReference(Shift);
            for (nint r = first; r < end; r++)
            {
                ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(X), r * cols);
                ref float standard = ref Unsafe.Add(ref MemoryMarshal.GetReference(Standard), r * cols);
                ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(Y), r * cols);
                float mean = Reduce.Lanes<Reduce.SumReduction, Elementwise.Each, V, S>(ref x, ref x, cols) / cols;
                Elementwise.Run<Subtract, Elementwise.Each, Elementwise.Same, V, S>(ref x, ref mean, ref standard, cols);
                float squares = Reduce.Lanes<Reduce.DotReduction, Elementwise.Each, V, S>(ref standard, ref standard, cols);
                float factor = 1 / MathF.Sqrt((squares / cols) + Epsilon);
                Finish<V, S>(factor, ref standard, ref scale, ref shift, ref y, cols);
                Factor[(int)r] = factor;
            }
        }

        /// <summary>standard = factor·standard, y = standard·scale + shift.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Finish<V, S>(
            float factor, ref float standard, ref float scale, ref float shift, ref float y, nint cols)
            where V : struct
            where S : ISimd<V>
        {
            nint c = 0;
            V f = S.Create(factor);
            for (; c <= cols - S.Width; c += S.Width)
            {
                V h = S.Multiply(f, S.Load(in standard, c));
                S.Store(h, ref standard, c);
                S.Store(S.Fma(h, S.Load(in scale, c), S.Load(in shift, c)), ref y, c);
            }

            nint rest = cols - c;
            if (rest > 0)
            {
                V zero = S.Create(0), h = S.Multiply(f, S.LoadPartial(in standard, c, rest, zero));
                S.StorePartial(h, ref standard, c, rest);
                h = S.Fma(h, S.LoadPartial(in scale, c, rest, zero), S.LoadPartial(in shift, c, rest, zero));
                S.StorePartial(h, ref y, c, rest);
            }
        }
    }

    private ref struct GradientRows : IPart
    {
        public ReadOnlySpan<float> Dy, Scale, Standard, Factor;
        public Span<float> Dx;
        public int Rows;

        public int Parts { get; set; }

        public readonly void Run(int part)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Run<Vector512<float>, Simd512>(part);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<Vector256<float>, Simd256>(part);
            }
            else
            {
                Run<Vector128<float>, Simd128>(part);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Run<V, S>(int part)
            where V : struct
            where S : ISimd<V>
        {
            nint cols = Scale.Length, first = (nint)((long)Rows * part / Parts), end = (nint)((long)Rows * (part + 1) / Parts);
            ref float scale = ref MemoryMarshal.GetReference(Scale);
            for (nint r = first; r < end; r++)
            {
                ref float dy = ref Unsafe.Add(ref Unsafe.AsRef(in MemoryMarshal.GetReference(Dy)), r * cols);
                ref float standard = ref Unsafe.Add(ref Unsafe.AsRef(in MemoryMarshal.GetReference(Standard)), r * cols);
                ref float h = ref Unsafe.Add(ref MemoryMarshal.GetReference(Dx), r * cols);
                Elementwise.Run<Multiply, Elementwise.Each, Elementwise.Each, V, S>(ref dy, ref scale, ref h, cols);
                float mean = Reduce.Lanes<Reduce.SumReduction, Elementwise.Each, V, S>(ref h, ref h, cols) / cols;
                float slope = Reduce.Lanes<Reduce.DotReduction, Elementwise.Each, V, S>(ref h, ref standard, cols) / cols;
                Finish<V, S>(slope, mean, Factor[(int)r], ref standard, ref h, cols);
            }
        }

        /// <summary>h = (h − slope·standard − mean)·factor.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Finish<V, S>(float slope, float mean, float factor, ref float standard, ref float h, nint cols)
            where V : struct
            where S : ISimd<V>
        {
            nint c = 0;
            V negative = S.Create(-slope), middle = S.Create(mean), f = S.Create(factor);
            for (; c <= cols - S.Width; c += S.Width)
            {
                V x = S.Fma(negative, S.Load(in standard, c), S.Load(in h, c));
                S.Store(CentredProduct.Invoke<V, S>(x, middle, f), ref h, c);
            }

            nint rest = cols - c;
            if (rest > 0)
            {
                V zero = S.Create(0), x = S.Fma(negative, S.LoadPartial(in standard, c, rest, zero), S.LoadPartial(in h, c, rest, zero));
                S.StorePartial(CentredProduct.Invoke<V, S>(x, middle, f), ref h, c, rest);
            }
        }
    }
}
