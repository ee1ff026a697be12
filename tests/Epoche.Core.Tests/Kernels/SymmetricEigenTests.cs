using Epoche.Conformance;
using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

public sealed class SymmetricEigenTests
{
    /// <summary>A = VᵀΛV and VVᵀ = I to 10⁻¹² of the largest eigenvalue; 129 columns of 40 rows make a matrix of rank 40.</summary>
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    [InlineData(3, 2)]
    [InlineData(17, 40)]
    [InlineData(129, 40)]
    [InlineData(200, 1000)]
    public void The_matrix_comes_back(int n, int rows)
    {
        double[] a = Gram(n, rows), vectors = [.. a], values = new double[n];
        SymmetricEigen.Solve(vectors, values);

        double largest = values.Max();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double back = 0, product = 0;
                for (int k = 0; k < n; k++)
                {
                    back += values[k] * vectors[(k * n) + i] * vectors[(k * n) + j];
                    product += vectors[(i * n) + k] * vectors[(j * n) + k];
                }

                Assert.InRange(back - a[(i * n) + j], -1e-12 * largest, 1e-12 * largest);
                Assert.InRange(product - (i == j ? 1 : 0), -1e-12, 1e-12);
            }
        }

        Assert.InRange(values.Min(), -1e-12 * largest, largest);
    }

    [Fact]
    public void Diagonal_and_constant_matrices_are_easy()
    {
        double[] diagonal = [3, 0, 0, 0, -1, 0, 0, 0, 3], values = new double[3];
        SymmetricEigen.Solve(diagonal, values);
        Assert.Equal([-1, 3, 3], values.Order());

        double[] ones = [.. Enumerable.Repeat(1.0, 16)], four = new double[4];
        SymmetricEigen.Solve(ones, four);
        Assert.Equal(4, four.Max(), 1e-14);
        Assert.Equal(3, four.Count(value => Math.Abs(value) < 1e-14));
        SymmetricEigen.Solve([], []);
    }

    [Fact]
    public void A_matrix_that_is_no_matrix_is_refused() =>
        Assert.Throws<ArithmeticException>(() => SymmetricEigen.Solve([1, double.NaN, 1, double.NaN, 1, 1, 1, 1, 1], new double[3]));

    [Fact]
    public void Any_vector_width_gives_the_same_bits() => FeatureSwitch.AssertSame<SymmetricEigenTests>(() =>
    {
        double[] a = Gram(61, 100), values = new double[61];
        SymmetricEigen.Solve(a, values);
        return Fingerprint.Of<double>([.. a, .. values]);
    });

    private static double[] Gram(int n, int rows)
    {
        Rng random = new((ulong)n);
        float[] x = new float[rows * n];
        random.FillNormal(x);
        double[] gram = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int row = 0; row < rows; row++)
                {
                    gram[(i * n) + j] += (double)x[(row * n) + i] * x[(row * n) + j];
                }
            }
        }

        return gram;
    }
}
