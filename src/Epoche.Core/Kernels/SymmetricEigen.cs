using System.Numerics;
using System.Runtime.InteropServices;

namespace Epoche.Kernels;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix in double precision: reflections to tridiagonal form, then QL with implicit shifts
/// (Golub and Van Loan, Matrix Computations, 8.3). Every sum runs in one fixed order. About 9·n³ operations; 1,000 × 1,000
/// takes some seconds on one thread.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostIterations = 60; // of one eigenvalue; 2 are usual
    private const double Rounding = 1.1102230246251565e-16; // half a unit in the last place of 1

    /// <summary>Replaces a matrix by its eigenvectors.</summary>
    /// <param name="matrix">[n, n], symmetric, row-major; becomes the eigenvectors, one in each row, in no particular order.</param>
    /// <param name="values">[n], becomes the eigenvalue of each row.</param>
    /// <exception cref="ArithmeticException">The matrix holds NaN, infinities, or numbers whose squares are infinite.</exception>
    internal static void Solve(Span<double> matrix, Span<double> values)
    {
        int n = values.Length;
        foreach (double element in matrix)
        {
            if (!double.IsFinite(element))
            {
                throw new ArithmeticException($"A symmetric matrix holds {element}; its eigenvalues do not exist.");
            }
        }

        double[] beside = new double[n], scales = new double[n];
        for (int k = 0; k + 2 < n; k++)
        {
            scales[k] = Reflect(matrix, values, n, k);
        }

        for (int i = 0; i < n; i++)
        {
            values[i] = matrix[(i * n) + i];
            beside[i] = i + 1 < n ? matrix[((i + 1) * n) + i] : 0;
        }

        double norm = 0;
        for (int i = 0; i < n; i++)
        {
            norm = Math.Max(norm, Math.Abs(values[i]) + Math.Abs(beside[i]));
        }

        double[] vectors = Accumulate(matrix, scales, n);
        for (int i = 0; i < n; i++)
        {
            Iterate(values, beside, vectors, i, norm * Rounding);
        }

        vectors.CopyTo(matrix);
    }

    /// <summary>
    /// Clears column k below the neighbour of the diagonal: A ← HAH with H = I − βvvᵀ. v stays in row k, right of the diagonal's neighbour
    /// on; the neighbour itself is written below the diagonal.
    /// </summary>
    /// <returns>β; 0, where there was nothing to clear.</returns>
    private static double Reflect(Span<double> a, Span<double> work, int n, int k)
    {
        Span<double> v = a.Slice((k * n) + k + 1, n - k - 1), p = work[..v.Length];
        double square = Dot(v, v), first = v[0], length = Math.Sqrt(square), alpha = first > 0 ? -length : length;
        a[((k + 1) * n) + k] = alpha;
        if (square == first * first)
        {
            a[((k + 1) * n) + k] = first; // clear already
            return 0;
        }

        v[0] = first - alpha;
        double beta = 1 / (square - (first * alpha));
        for (int i = 0; i < v.Length; i++)
        {
            p[i] = beta * Dot(a.Slice(((k + 1 + i) * n) + k + 1, v.Length), v);
        }

        double half = 0.5 * beta * Dot(p, v);
        for (int i = 0; i < v.Length; i++)
        {
            p[i] -= half * v[i];
        }

        for (int i = 0; i < v.Length; i++)
        {
            Span<double> row = a.Slice(((k + 1 + i) * n) + k + 1, v.Length);
            Add(-v[i], p, row);
            Add(-p[i], v, row);
        }

        return beta;
    }

    /// <summary>The product of the reflections, transposed: I·H(n−3)·…·H(0).</summary>
    private static double[] Accumulate(ReadOnlySpan<double> a, double[] scales, int n)
    {
        double[] vectors = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            vectors[(i * n) + i] = 1;
        }

        for (int k = n - 3; k >= 0; k--)
        {
            ReadOnlySpan<double> v = a.Slice((k * n) + k + 1, n - k - 1);
            for (int i = k + 1; scales[k] != 0 && i < n; i++)
            {
                Span<double> row = vectors.AsSpan((i * n) + k + 1, v.Length);
                Add(-scales[k] * Dot(row, v), v, row);
            }
        }

        return vectors;
    }

    /// <summary>
    /// Turns planes until the neighbour of value <paramref name="first"/> is <paramref name="nothing"/>, beside the norm of the matrix.
    /// </summary>
    private static void Iterate(Span<double> values, Span<double> beside, double[] vectors, int first, double nothing)
    {
        int n = values.Length;
        for (int iteration = 0; ; iteration++)
        {
            int last = first;
            while (last + 1 < n && Math.Abs(beside[last]) > nothing)
            {
                last++;
            }

            if (last == first)
            {
                return;
            }

            if (iteration == MostIterations)
            {
                throw new ArithmeticException(
                    "The eigenvalues of a symmetric matrix were not found: it holds numbers near the end of the range.");
            }

            double slope = (values[first + 1] - values[first]) / (2 * beside[first]), root = Length(slope, 1);
            double g = values[last] - values[first] + (beside[first] / (slope + (slope >= 0 ? root : -root)));
            double sine = 1, cosine = 1, shift = 0;
            int i = last - 1;
            for (; i >= first; i--)
            {
                double f = sine * beside[i], b = cosine * beside[i], r = Length(f, g);
                beside[i + 1] = r;
                if (r == 0)
                {
                    values[i + 1] -= shift; // the matrix falls apart here
                    beside[last] = 0;
                    break;
                }

                (sine, cosine) = (f / r, g / r);
                g = values[i + 1] - shift;
                r = ((values[i] - g) * sine) + (2 * cosine * b);
                shift = sine * r;
                values[i + 1] = g + shift;
                g = (cosine * r) - b;
                Rotate(vectors.AsSpan(i * n, n), vectors.AsSpan((i + 1) * n, n), sine, cosine);
            }

            if (i < first)
            {
                values[first] -= shift;
                beside[first] = g;
                beside[last] = 0;
            }
        }
    }

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double a = 0, b = 0, c = 0, d = 0; // four chains, whatever the width of vectors
        int i = 0;
        for (; i + 4 <= x.Length; i += 4)
        {
            a += x[i] * y[i];
            b += x[i + 1] * y[i + 1];
            c += x[i + 2] * y[i + 2];
            d += x[i + 3] * y[i + 3];
        }

        for (; i < x.Length; i++)
        {
            a += x[i] * y[i];
        }

        return a + b + (c + d);
    }

    private static void Add(double factor, ReadOnlySpan<double> x, Span<double> to)
    {
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        Span<Vector<double>> tos = MemoryMarshal.Cast<double, Vector<double>>(to);
        for (int i = 0; i < xs.Length; i++)
        {
            tos[i] += factor * xs[i];
        }

        for (int i = xs.Length * Vector<double>.Count; i < x.Length; i++)
        {
            to[i] += factor * x[i];
        }
    }

    private static void Rotate(Span<double> low, Span<double> high, double sine, double cosine)
    {
        Span<Vector<double>> lows = MemoryMarshal.Cast<double, Vector<double>>(low),
            highs = MemoryMarshal.Cast<double, Vector<double>>(high);
        for (int i = 0; i < lows.Length; i++)
        {
            (Vector<double> x, Vector<double> y) = (lows[i], highs[i]);
            highs[i] = (sine * x) + (cosine * y);
            lows[i] = (cosine * x) - (sine * y);
        }

        for (int i = lows.Length * Vector<double>.Count; i < low.Length; i++)
        {
            (double x, double y) = (low[i], high[i]);
            high[i] = (sine * x) + (cosine * y);
            low[i] = (cosine * x) - (sine * y);
        }
    }
}
