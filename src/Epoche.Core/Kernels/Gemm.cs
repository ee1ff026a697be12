using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>What a product does with each finished element before storing it.</summary>
internal enum Epilogue
{
    None,

    /// <summary>+0 where x ≤ 0, else x: NaN stays NaN.</summary>
    Relu,
}

/// <summary>Matrix products on spans.</summary>
internal static unsafe class Gemm
{
    /// <summary>
    /// C[m,n] = op(A)·op(B), or C + op(A)·op(B) when <paramref name="accumulate"/>; then + bias[n] (when not empty), then the epilogue.
    /// Every element is one chain of fused multiply-adds over k in rising order, starting at 0 (or at C), whatever tile, width or thread
    /// computes it; beyond 1,024 steps it is cut into equal ones, which are added without loss (<see cref="GemmCuts"/>), so that the error
    /// does not grow with k. A is stored [m,k] (transposeA: [k,m]) with row stride lda; B [k,n] (transposeB: [n,k]) with ldb; C [m,n]
    /// with ldc. C overlaps no operand.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A length is negative, a stride shorter than a row, or a span too short for its matrix.
    /// </exception>
    public static void Multiply(
        int m, int n, int k,
        ReadOnlySpan<float> a, int lda, bool transposeA,
        ReadOnlySpan<float> b, int ldb, bool transposeB,
        Span<float> c, int ldc, bool accumulate = false,
        ReadOnlySpan<float> bias = default, Epilogue epilogue = Epilogue.None)
    {
        Check(transposeA ? k : m, transposeA ? m : k, lda, a.Length, nameof(a));
        Check(transposeB ? n : k, transposeB ? k : n, ldb, b.Length, nameof(b));
        Check(m, n, ldc, c.Length, nameof(c));
        if (!bias.IsEmpty && bias.Length < n)
        {
            throw new ArgumentOutOfRangeException(
                nameof(bias), $"Gemm: expected a bias of {n} values, one per column of C, received {bias.Length}.");
        }

        if (m == 0 || n == 0)
        {
            return;
        }

        fixed (float* pa = a, pb = b, pc = c, pBias = bias)
        {
            GemmProduct product = new()
            {
                M = m,
                N = n,
                K = k,
                A = pa,
                ARow = transposeA ? 1 : lda,
                AStep = transposeA ? lda : 1,
                B = pb,
                BStep = transposeB ? 1 : ldb,
                BColumn = transposeB ? ldb : 1,
                C = pc,
                CRow = ldc,
                Bias = pBias,
                Accumulate = accumulate,
                Relu = epilogue == Epilogue.Relu,
            };
            int threads = Workers.Count;
            if (GemmSparse.Pays(product, threads))
            {
                GemmSparse.Run(product);
            }
            else if (threads == 1 || (long)m * n * k < GemmParts.WorthSharing || !TryShare(product, threads))
            {
                RunHere(product);
            }
        }
    }

    private static bool TryShare(in GemmProduct product, int threads)
    {
        GemmParts parts = new(product, threads);
        return Workers.TryFor(parts.Count, parts);
    }

    /// <summary>The product on this thread.</summary>
    public static void RunHere(in GemmProduct product)
    {
        if (GemmFlip.Pays(product))
        {
            GemmFlip.Run(product);
        }
        else
        {
            RunStraight(product);
        }
    }

    /// <summary>
    /// The product on this thread as it stands, in the widest registers that the machine computes with and
    /// the product fills; n is at least 4.
    /// </summary>
    public static void RunStraight(in GemmProduct product)
    {
        if (product.N >= Vector512<float>.Count && Vector512.IsHardwareAccelerated)
        {
            GemmBlock<Vector512<float>, Simd512>.Run(product);
        }
        else if (product.N >= Vector256<float>.Count && Vector256.IsHardwareAccelerated && Fma.IsSupported)
        {
            GemmBlock<Vector256<float>, Simd256>.Run(product);
        }
        else
        {
            GemmBlock<Vector128<float>, Simd128>.Run(product);
        }
    }

    private static void Check(int rows, int columns, int stride, int length, string name)
    {
        if (rows < 0 || columns < 0 || stride < columns || (rows > 0 && columns > 0 && length < (((long)rows - 1) * stride) + columns))
        {
            throw new ArgumentOutOfRangeException(
                name,
                $"Gemm: {name} is stored as {rows} rows of {columns} values, {stride} apart, and does not fit the {length} values given.");
        }
    }
}
