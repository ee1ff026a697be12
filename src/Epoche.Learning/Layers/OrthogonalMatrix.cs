namespace Epoche;

/// <summary>Random orthonormal matrices by modified Gram–Schmidt in double precision on normally distributed vectors.</summary>
internal static class OrthogonalMatrix
{
    internal static void Fill(Span<float> values, Fans fans, ref Rng random)
    {
        int columns = fans.Out, rows = columns == 0 ? 0 : values.Length / columns;
        bool tall = rows >= columns;
        int vectors = Math.Min(rows, columns), length = Math.Max(rows, columns);
        random.FillNormal(values, 0, 1);
        double[][] basis = new double[vectors][];
        for (int i = 0; i < vectors; i++)
        {
            double[] vector = basis[i] = new double[length];
            for (int j = 0; j < length; j++)
            {
                vector[j] = tall ? values[(j * columns) + i] : values[(i * columns) + j];
            }

            // Twice is enough (Kahan and Parlett): the second pass removes what rounding left of the earlier directions.
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < i; k++)
                {
                    Subtract(vector, basis[k], Dot(vector, basis[k]));
                }
            }

            double norm = Math.Sqrt(Dot(vector, vector));
            for (int j = 0; j < length; j++)
            {
                vector[j] /= norm;
                values[tall ? (j * columns) + i : (i * columns) + j] = (float)vector[j];
            }
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void Subtract(double[] from, double[] direction, double amount)
    {
        for (int i = 0; i < from.Length; i++)
        {
            from[i] -= amount * direction[i];
        }
    }
}
