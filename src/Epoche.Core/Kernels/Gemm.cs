namespace Epoche.Kernels;

/// <summary>What a product does with each finished element before storing it.</summary>
internal enum Epilogue
{
    None,
    Relu,
}

/// <summary>Matrix products on spans.</summary>
internal static class Gemm
{
    /// <summary>
    /// C[m,n] = op(A)·op(B), or C + op(A)·op(B) when <paramref name="accumulate"/>; then + bias[n] (when not empty), then the epilogue.
    /// Every element is one chain of fused multiply-adds over k in rising order, starting at 0 (or at C), whatever tile, width or thread computes it.
    /// A is stored [m,k] (transposeA: [k,m]) with row stride lda; B [k,n] (transposeB: [n,k]) with ldb; C [m,n] with ldc.
    /// </summary>
    public static void Multiply(
        int m, int n, int k,
        ReadOnlySpan<float> a, int lda, bool transposeA,
        ReadOnlySpan<float> b, int ldb, bool transposeB,
        Span<float> c, int ldc, bool accumulate = false,
        ReadOnlySpan<float> bias = default, Epilogue epilogue = Epilogue.None)
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float sum = accumulate ? c[(i * ldc) + j] : 0;
                for (int p = 0; p < k; p++)
                {
                    sum = MathF.FusedMultiplyAdd(transposeA ? a[(p * lda) + i] : a[(i * lda) + p], transposeB ? b[(j * ldb) + p] : b[(p * ldb) + j], sum);
                }

                sum += bias.IsEmpty ? 0 : bias[j];
                c[(i * ldc) + j] = epilogue == Epilogue.Relu ? MathF.Max(sum, 0) : sum;
            }
        }
    }
}
