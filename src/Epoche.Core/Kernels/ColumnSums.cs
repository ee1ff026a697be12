using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>What is summed down a column; m is the column's own number, such as its mean.</summary>
internal interface IColumnTerm
{
    static abstract V Take<V, S>(V sum, V x, V y, V m)
        where V : struct
        where S : ISimd<V>;
}

/// <summary>
/// Sums down the columns of [rows, cols]. The rows are cut into up to 64 blocks, by their number alone; threads share the blocks, each adds
/// its rows in rising order as <see cref="WideSums"/> does, and the blocks' sums are added in theirs. So the bits depend neither
/// on the threads nor on the width.
/// </summary>
internal static class ColumnSums
{
    public const int MaxBlocks = 64;

    private const int LeastRows = 64, WorthSharing = 32 * 1024;

    /// <summary>How many blocks: the scratch of <see cref="Over"/> holds as many rows.</summary>
    public static int Blocks(int rows) => Math.Clamp(rows / LeastRows, 1, MaxBlocks);

    /// <summary>sums[c] = Σᵣ term(x[r, c], y[r, c], m[c]).</summary>
    /// <param name="x">[rows, cols].</param>
    /// <param name="y">[rows, cols]; <paramref name="x"/> again for terms without.</param>
    /// <param name="m">[cols].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="scratch">[<see cref="Blocks"/>, cols].</param>
    /// <param name="sums">[cols].</param>
    public static void Over<TTerm>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> m, int rows, Span<float> scratch, Span<float> sums)
        where TTerm : struct, IColumnTerm
    {
        int cols = sums.Length, blocks = Blocks(rows);
        if (x.Length != (long)rows * cols || y.Length != x.Length || m.Length != cols || scratch.Length != blocks * cols)
        {
            throw new ArgumentException(
                $"Sums down the columns of [{rows}, {cols}] take {(long)rows * cols} values twice, {cols} of the columns and room for "
                + $"{blocks * cols}; received {x.Length}, {y.Length}, {m.Length} and {scratch.Length}.");
        }

        BlockSums<TTerm> body = new() { X = x, Y = y, M = m, Sums = scratch, Rows = rows, Cols = cols, Blocks = blocks };
        if (x.Length >= WorthSharing)
        {
            Workers.For(blocks, body);
        }
        else
        {
            for (int block = 0; block < blocks; block++)
            {
                body.Run(block);
            }
        }

        Reduce.SumRows(scratch, blocks, cols, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Chains<TTerm, V, S>(ref float x, ref float y, ref float m, nint rows, nint stride, nint cols, ref float sums)
        where TTerm : struct, IColumnTerm
        where V : struct
        where S : ISimd<V>
    {
        nint c = 0;
        for (; c <= cols - (4 * S.Width); c += 4 * S.Width)
        {
            V a0 = S.Create(0), a1 = a0, a2 = a0, a3 = a0;
            V m0 = S.Load(in m, c), m1 = S.Load(in m, c + S.Width), m2 = S.Load(in m, c + (2 * S.Width)),
                m3 = S.Load(in m, c + (3 * S.Width));
            for (nint r = 0, at = c; r < rows; r++, at += stride)
            {
                a0 = TTerm.Take<V, S>(a0, S.Load(in x, at), S.Load(in y, at), m0);
                a1 = TTerm.Take<V, S>(a1, S.Load(in x, at + S.Width), S.Load(in y, at + S.Width), m1);
                a2 = TTerm.Take<V, S>(a2, S.Load(in x, at + (2 * S.Width)), S.Load(in y, at + (2 * S.Width)), m2);
                a3 = TTerm.Take<V, S>(a3, S.Load(in x, at + (3 * S.Width)), S.Load(in y, at + (3 * S.Width)), m3);
            }

            S.Store(a0, ref sums, c);
            S.Store(a1, ref sums, c + S.Width);
            S.Store(a2, ref sums, c + (2 * S.Width));
            S.Store(a3, ref sums, c + (3 * S.Width));
        }

        for (; c <= cols - S.Width; c += S.Width)
        {
            V sum = S.Create(0), mc = S.Load(in m, c);
            for (nint r = 0, at = c; r < rows; r++, at += stride)
            {
                sum = TTerm.Take<V, S>(sum, S.Load(in x, at), S.Load(in y, at), mc);
            }

            S.Store(sum, ref sums, c);
        }

        if (c < cols)
        {
            nint rest = cols - c;
            V zero = S.Create(0), sum = zero, mc = S.LoadPartial(in m, c, rest, zero);
            for (nint r = 0, at = c; r < rows; r++, at += stride)
            {
                sum = TTerm.Take<V, S>(sum, S.LoadPartial(in x, at, rest, zero), S.LoadPartial(in y, at, rest, zero), mc);
            }

            S.StorePartial(sum, ref sums, c, rest);
        }
    }

    private ref struct BlockSums<TTerm> : IParallelBody
        where TTerm : struct, IColumnTerm
    {
        public ReadOnlySpan<float> X, Y, M;
        public Span<float> Sums;
        public int Rows, Cols, Blocks;

        public void Run(int part)
        {
            int first = (int)((long)Rows * part / Blocks), rows = (int)((long)Rows * (part + 1) / Blocks) - first;
            BlockChains<TTerm> chains = new() { X = X[(first * Cols)..], Y = Y[(first * Cols)..], M = M };
            WideSums.OfColumns(ref chains, rows, Sums.Slice(part * Cols, Cols));
        }
    }

    private ref struct BlockChains<TTerm> : IColumnChains
        where TTerm : struct, IColumnTerm
    {
        public ReadOnlySpan<float> X, Y, M;

        public readonly void Sum(nint row, nint rows, nint first, scoped Span<float> sums)
        {
            nint start = (row * M.Length) + first;
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(X), start),
                y = ref Unsafe.Add(ref MemoryMarshal.GetReference(Y), start);
            ref float m = ref Unsafe.Add(ref MemoryMarshal.GetReference(M), first), sum = ref MemoryMarshal.GetReference(sums);
            if (Vector512.IsHardwareAccelerated)
            {
                Chains<TTerm, Vector512<float>, Simd512>(ref x, ref y, ref m, rows, M.Length, sums.Length, ref sum);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Chains<TTerm, Vector256<float>, Simd256>(ref x, ref y, ref m, rows, M.Length, sums.Length, ref sum);
            }
            else
            {
                Chains<TTerm, Vector128<float>, Simd128>(ref x, ref y, ref m, rows, M.Length, sums.Length, ref sum);
            }
        }
    }
}

/// <summary>Σ x.</summary>
internal readonly struct ColumnSum : IColumnTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Take<V, S>(V sum, V x, V y, V m)
        where V : struct
        where S : ISimd<V> => S.Add(sum, x);
}

/// <summary>Σ (x − m)·(y − m).</summary>
internal readonly struct ColumnSquares : IColumnTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Take<V, S>(V sum, V x, V y, V m)
        where V : struct
        where S : ISimd<V> => S.Fma(S.Subtract(x, m), S.Subtract(y, m), sum);
}

/// <summary>Σ (x − m)·y.</summary>
internal readonly struct ColumnProducts : IColumnTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Take<V, S>(V sum, V x, V y, V m)
        where V : struct
        where S : ISimd<V> => S.Fma(S.Subtract(x, m), y, sum);
}
