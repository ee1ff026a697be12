namespace Epoche;

/// <summary>The triangular factor of a symmetric positive matrix, inverted.</summary>
internal static class Cholesky
{
    /// <summary>W, lower triangular, with WᵀW = A⁻¹: the inverse of L in A = LLᵀ. Row-major; sums in rising order.</summary>
    /// <exception cref="ArgumentException">The matrix is not positive definite.</exception>
    public static double[] InverseFactor(double[] a, int n)
    {
        double[] l = new double[n * n], w = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = a[(i * n) + j];
                ReadOnlySpan<double> rowI = l.AsSpan(i * n, j), rowJ = l.AsSpan(j * n, j);
                for (int k = 0; k < rowI.Length; k++)
                {
                    sum -= rowI[k] * rowJ[k];
                }

                if (j < i)
                {
                    l[(i * n) + j] = sum / l[(j * n) + j];
                }
                else
                {
                    l[(i * n) + i] = sum > 0 ? Math.Sqrt(sum) : throw new ArgumentException(
                        $"A covariance of {n} numbers is not positive definite: pivot {i} is {sum}. Shrink more.", nameof(a));
                }
            }
        }

        // LW = 1, row by row: W[i] = (e_i − Σ_k<i L[i,k]·W[k]) / L[i,i].
        for (int i = 0; i < n; i++)
        {
            Span<double> row = w.AsSpan(i * n, i + 1);
            row[i] = 1;
            for (int k = 0; k < i; k++)
            {
                double factor = l[(i * n) + k];
                ReadOnlySpan<double> above = w.AsSpan(k * n, k + 1);
                for (int j = 0; j < above.Length; j++)
                {
                    row[j] -= factor * above[j];
                }
            }

            for (int j = 0; j < row.Length; j++)
            {
                row[j] /= l[(i * n) + i];
            }
        }

        return w;
    }
}
