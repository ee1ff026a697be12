namespace Epoche.Tuning;

/// <summary>Symmetric positive definite matrices, row-major, in double precision and fixed order.</summary>
internal static class Cholesky
{
    /// <summary>Replaces the lower triangle of a matrix by L with A = LLᵀ.</summary>
    /// <param name="matrix">[n, n]; what is above the diagonal is neither read nor written.</param>
    /// <param name="n">Its rows.</param>
    /// <returns>Whether the matrix is positive definite; where not, it is left half done.</returns>
    public static bool TryFactor(Span<double> matrix, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Span<double> row = matrix.Slice(i * n, i + 1);
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> other = matrix.Slice(j * n, j + 1);
                row[j] = (row[j] - Vectors.Dot(row[..j], other[..j])) / other[j];
            }

            double pivot = row[i] - Vectors.Dot(row[..i], row[..i]);
            if (!(pivot > 0) || double.IsPositiveInfinity(pivot))
            {
                return false;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>L⁻¹, which is lower triangular too.</summary>
    /// <param name="factor">[n, n], L.</param>
    /// <param name="inverse">[n, n], receives L⁻¹; zeros above the diagonal.</param>
    /// <param name="n">The rows.</param>
    public static void Invert(ReadOnlySpan<double> factor, Span<double> inverse, int n)
    {
        inverse.Clear();
        for (int i = 0; i < n; i++)
        {
            Span<double> row = inverse.Slice(i * n, i + 1);
            for (int k = 0; k < i; k++)
            {
                Vectors.AddScaled(row[..(k + 1)], inverse.Slice(k * n, k + 1), -factor[(i * n) + k]);
            }

            double scale = 1 / factor[(i * n) + i];
            for (int k = 0; k < i; k++)
            {
                row[k] *= scale;
            }

            row[i] = scale;
        }
    }

    /// <summary>The lower triangle of A⁻¹ = VᵀV, where V = L⁻¹.</summary>
    public static void Square(ReadOnlySpan<double> inverse, Span<double> product, int n)
    {
        product.Clear();
        for (int r = 0; r < n; r++)
        {
            ReadOnlySpan<double> row = inverse.Slice(r * n, r + 1);
            for (int i = 0; i <= r; i++)
            {
                Vectors.AddScaled(product.Slice(i * n, i + 1), row[..(i + 1)], row[i]);
            }
        }
    }

    /// <summary>Vx for a lower triangular V.</summary>
    public static void Multiply(ReadOnlySpan<double> lower, ReadOnlySpan<double> x, Span<double> result)
    {
        int n = x.Length;
        for (int i = 0; i < n; i++)
        {
            result[i] = Vectors.Dot(lower.Slice(i * n, i + 1), x[..(i + 1)]);
        }
    }

    /// <summary>Vᵀx for a lower triangular V.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<double> lower, ReadOnlySpan<double> x, Span<double> result)
    {
        int n = x.Length;
        result[..n].Clear();
        for (int i = 0; i < n; i++)
        {
            Vectors.AddScaled(result[..(i + 1)], lower.Slice(i * n, i + 1), x[i]);
        }
    }
}
