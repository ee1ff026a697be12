using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>The columns of [rows, cols], each with numbers of its own: what batch normalization does beside its sums.</summary>
internal static class BatchNormKernels
{
    /// <summary>mean[c] and the variance (over rows, not rows − 1) of each column, in two passes.</summary>
    /// <param name="x">[rows, cols].</param>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="scratch">As <see cref="ColumnSums.Over"/> needs it.</param>
    /// <param name="mean">[cols].</param>
    /// <param name="variance">[cols].</param>
    public static void Moments(ReadOnlySpan<float> x, int rows, Span<float> scratch, Span<float> mean, Span<float> variance)
    {
        ColumnSums.Over<ColumnSum>(x, x, mean, rows, scratch, mean);
        Elementwise.Scale(1f / rows, mean);
        ColumnSums.Over<ColumnSquares>(x, x, mean, rows, scratch, variance);
        Elementwise.Scale(1f / rows, variance);
    }

    /// <summary>y = (x − mean)·factor + shift.</summary>
    public static void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> mean, ReadOnlySpan<float> factor, ReadOnlySpan<float> shift, Span<float> y) =>
        Run<Affine>(x, x, mean, factor, shift, y);

    /// <summary>dx = factor·(dy − meanGradient − (x − mean)·slope), where the statistics are the batch's own.</summary>
    public static void Gradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> mean, ReadOnlySpan<float> factor,
        ReadOnlySpan<float> meanGradient, ReadOnlySpan<float> slope, Span<float> dx)
    {
        // First the bracket, then the factor: two passes over dx rather than a driver for five operands.
        Run<Centred>(x, dy, mean, slope, meanGradient, dx);
        Run<Scaled>(dx, dx, factor, factor, factor, dx);
    }

    /// <summary>dx = factor·dy, where the statistics are constants.</summary>
    public static void Gradient(ReadOnlySpan<float> dy, ReadOnlySpan<float> factor, Span<float> dx) =>
        Run<Scaled>(dy, dy, factor, factor, factor, dx);

    private static void Run<TOp>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> z)
        where TOp : struct, IColumnOperator
    {
        int cols = a.Length, rows = cols == 0 ? 0 : x.Length / cols;
        ref float px = ref MemoryMarshal.GetReference(x), py = ref MemoryMarshal.GetReference(y), pz = ref MemoryMarshal.GetReference(z);
        ref float pa = ref MemoryMarshal.GetReference(a), pb = ref MemoryMarshal.GetReference(b), pc = ref MemoryMarshal.GetReference(c);
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<TOp, Vector512<float>, Simd512>(ref px, ref py, ref pa, ref pb, ref pc, ref pz, rows, cols);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<TOp, Vector256<float>, Simd256>(ref px, ref py, ref pa, ref pb, ref pc, ref pz, rows, cols);
        }
        else
        {
            Rows<TOp, Vector128<float>, Simd128>(ref px, ref py, ref pa, ref pb, ref pc, ref pz, rows, cols);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TOp, V, S>(ref float x, ref float y, ref float a, ref float b, ref float c, ref float z, nint rows, nint cols)
        where TOp : struct, IColumnOperator
        where V : struct
        where S : ISimd<V>
    {
        V zero = S.Create(0);
        for (nint r = 0; r < rows; r++)
        {
            nint row = r * cols, i = 0;
            for (; i <= cols - S.Width; i += S.Width)
            {
                S.Store(
                    TOp.Invoke<V, S>(S.Load(in x, row + i), S.Load(in y, row + i), S.Load(in a, i), S.Load(in b, i), S.Load(in c, i)),
                    ref z, row + i);
            }

            if (i < cols)
            {
                nint rest = cols - i;
                V value = TOp.Invoke<V, S>(
                    S.LoadPartial(in x, row + i, rest, zero), S.LoadPartial(in y, row + i, rest, zero),
                    S.LoadPartial(in a, i, rest, zero), S.LoadPartial(in b, i, rest, zero), S.LoadPartial(in c, i, rest, zero));
                S.StorePartial(value, ref z, row + i, rest);
            }
        }
    }

    /// <summary>A function of two elements and three numbers of their column.</summary>
    private interface IColumnOperator
    {
        static abstract V Invoke<V, S>(V x, V y, V a, V b, V c)
            where V : struct
            where S : ISimd<V>;
    }

    /// <summary>(x − a)·b + c.</summary>
    private readonly struct Affine : IColumnOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke<V, S>(V x, V y, V a, V b, V c)
            where V : struct
            where S : ISimd<V> => S.Fma(S.Subtract(x, a), b, c);
    }

    /// <summary>y − c − (x − a)·b.</summary>
    private readonly struct Centred : IColumnOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke<V, S>(V x, V y, V a, V b, V c)
            where V : struct
            where S : ISimd<V> => S.Fma(S.Subtract(a, x), b, S.Subtract(y, c));
    }

    /// <summary>x·a.</summary>
    private readonly struct Scaled : IColumnOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke<V, S>(V x, V y, V a, V b, V c)
            where V : struct
            where S : ISimd<V> => S.Multiply(x, a);
    }
}
