using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <content>Reductions along one axis of an array seen as [outer, length, inner].</content>
internal static partial class Reduce
{
    /// <summary>
    /// y[o, i] = the reduction of x[o, ·, i]. Contiguous axes (inner = 1) run in the 16 lanes; others take row after row, in rising order.
    /// Sums go through <see cref="WideSums"/>.
    /// </summary>
    public static void Along<TReduction>(ReadOnlySpan<float> x, int outer, int length, int inner, Span<float> y)
        where TReduction : struct, IReduction
    {
        CheckSizes(x.Length, (long)outer * length * inner, y.Length, (long)outer * inner);
        if (inner == 1 && length is > 0 and <= RowTiles.MaxColumns)
        {
            RowTiles.Run<RowTiles.Reduction<TReduction>>(x, default, outer, length, y); // the same tree, for many rows at once
            return;
        }

        ref float px = ref MemoryMarshal.GetReference(x), py = ref MemoryMarshal.GetReference(y);
        for (nint o = 0; o < outer; o++)
        {
            ref float block = ref Unsafe.Add(ref px, o * length * inner);
            if (inner == 1)
            {
                Unsafe.Add(ref py, o) = Over<TReduction, Elementwise.Each>(ref block, ref block, length);
                continue;
            }

            ColumnChains<TReduction> chains = new() { X = ref block, Cols = inner };
            Span<float> row = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref py, o * inner), inner);
            if (TReduction.Adds)
            {
                WideSums.OfColumns(ref chains, length, row);
            }
            else
            {
                chains.Sum(0, length, 0, row);
            }
        }
    }

    /// <summary>y[c] = Σᵣ x[r, c]: the gradient of a bias.</summary>
    public static void SumRows(ReadOnlySpan<float> x, int rows, int cols, Span<float> y) => Along<SumReduction>(x, 1, rows, cols, y);

    /// <summary>y[o, i] = the index (as a float) of the largest of x[o, ·, i], the first of equals; NaN counts as the largest.</summary>
    public static void ArgMax(ReadOnlySpan<float> x, int outer, int length, int inner, Span<float> y)
    {
        CheckSizes(x.Length, (long)outer * length * inner, y.Length, (long)outer * inner);
        if (length == 0)
        {
            throw new ArgumentException("The largest of no values has no index.", nameof(length));
        }

        for (int o = 0; o < outer; o++)
        {
            ReadOnlySpan<float> block = x.Slice(o * length * inner, length * inner);
            for (int i = 0; i < inner; i++)
            {
                int best = 0;
                float largest = block[i];
                for (int k = 1; k < length && !float.IsNaN(largest); k++)
                {
                    float value = block[(k * inner) + i];
                    if (value > largest || float.IsNaN(value))
                    {
                        (best, largest) = (k, value);
                    }
                }

                y[(o * inner) + i] = best;
            }
        }
    }

    /// <summary>Reduces rows that lie <paramref name="stride"/> apart, keeping four registers of columns in flight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Rows<TReduction, V, S>(ref float x, nint rows, nint stride, nint cols, ref float y)
        where TReduction : struct, IReduction
        where V : struct
        where S : ISimd<V>
    {
        V identity = S.Create(TReduction.Identity), padding = S.Create(TReduction.Padding);
        nint c = 0;
        for (; c <= cols - (4 * S.Width); c += 4 * S.Width)
        {
            V a0 = identity, a1 = identity, a2 = identity, a3 = identity;
            nint at = c;
            for (nint r = 0; r < rows; r++)
            {
                V x0 = S.Load(in x, at), x1 = S.Load(in x, at + S.Width), x2 = S.Load(in x, at + (2 * S.Width)),
                    x3 = S.Load(in x, at + (3 * S.Width));
                a0 = TReduction.Take<V, S>(a0, x0, x0);
                a1 = TReduction.Take<V, S>(a1, x1, x1);
                a2 = TReduction.Take<V, S>(a2, x2, x2);
                a3 = TReduction.Take<V, S>(a3, x3, x3);
                at += stride;
            }

            S.Store(a0, ref y, c);
            S.Store(a1, ref y, c + S.Width);
            S.Store(a2, ref y, c + (2 * S.Width));
            S.Store(a3, ref y, c + (3 * S.Width));
        }

        for (; c <= cols - S.Width; c += S.Width)
        {
            V lane = identity;
            for (nint r = 0; r < rows; r++)
            {
                V value = S.Load(in x, (r * stride) + c);
                lane = TReduction.Take<V, S>(lane, value, value);
            }

            S.Store(lane, ref y, c);
        }

        if (c < cols)
        {
            V lane = identity;
            for (nint r = 0; r < rows; r++)
            {
                V value = S.LoadPartial(in x, (r * stride) + c, cols - c, padding);
                lane = TReduction.Take<V, S>(lane, value, value);
            }

            S.StorePartial(lane, ref y, c, cols - c);
        }
    }

    private ref struct ColumnChains<TReduction> : IColumnChains
        where TReduction : struct, IReduction
    {
        public ref float X;
        public nint Cols;

        public readonly void Sum(nint row, nint rows, nint first, scoped Span<float> sums)
        {
            ref float x = ref Unsafe.Add(ref X, (row * Cols) + first), y = ref MemoryMarshal.GetReference(sums);
            if (Vector512.IsHardwareAccelerated)
            {
                Rows<TReduction, Vector512<float>, Simd512>(ref x, rows, Cols, sums.Length, ref y);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Rows<TReduction, Vector256<float>, Simd256>(ref x, rows, Cols, sums.Length, ref y);
            }
            else
            {
                Rows<TReduction, Vector128<float>, Simd128>(ref x, rows, Cols, sums.Length, ref y);
            }
        }
    }

    private static void CheckSizes(int source, long expectedSource, int result, long expectedResult)
    {
        if (source != expectedSource || result != expectedResult)
        {
            throw new ArgumentException(
                $"A reduction expected {expectedSource} values and room for {expectedResult} results; received {source} and {result}.");
        }
    }
}
