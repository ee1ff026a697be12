using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

/// <summary>
/// The error of a product does not grow with k. A cut of at most 1,024 steps of one sign is off by 1,023·2⁻²⁴ = 6.1e-5 at most, and the sum
/// of the cuts adds no more than a rounding; products of 0.1 by 0.1 lose 1.4e-5 in 1,024 steps, and one chain of 2²⁰ of them 1.3e-2.
/// </summary>
[Collection("workers")]
public sealed class LongProductTests : IDisposable
{
    private const double Bound = 1.5e-5;

    private readonly int _count = Workers.Count;

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [InlineData(1024)]
    [InlineData(62_500)]
    [InlineData(1 << 20)]
    [InlineData((1 << 22) + 3)]
    public void A_constant_times_a_constant_is_as_exact_as_1024_steps_of_it(int k)
    {
        float[] a = new float[k * 2], b = new float[k * 2], c = new float[4];
        a.AsSpan().Fill(0.1f);
        b.AsSpan().Fill(0.1f);
        double exact = k * (double)0.1f * 0.1f;
        foreach (bool transposed in (bool[])[false, true])
        {
            Gemm.Multiply(2, 2, k, a, transposed ? 2 : k, transposed, b, 2, false, c, 2);
            Assert.All(c, x => Assert.InRange((x / exact) - 1, -Bound, Bound));
        }
    }

    /// <summary>Gradients by kernels: k is the batch. One row, many columns, zeros in A, several threads.</summary>
    [Fact]
    public void A_gradient_by_a_kernel_is_as_exact_whatever_the_batch()
    {
        const int batch = 1 << 18;
        foreach ((int m, int n, int period) in new[] { (1, 20, 1), (3, 17, 1), (40, 5, 1), (32, 128, 8) })
        {
            float[] x = new float[batch * m], dy = new float[batch * n], one = new float[m * n], two = new float[m * n];
            dy.AsSpan().Fill(0.1f);
            for (int i = 0; i < batch; i += period)
            {
                x.AsSpan(i * m, m).Fill(0.1f);
            }

            Workers.Count = 1;
            Gemm.Multiply(m, n, batch, x, m, true, dy, n, false, one, n);
            double exact = batch / period * (double)0.1f * 0.1f;
            Assert.All(one, value => Assert.InRange((value / exact) - 1, -Bound, Bound));
            Workers.Count = 2;
            Gemm.Multiply(m, n, batch, x, m, true, dy, n, false, two, n);
            Assert.Equal(one, two);
        }
    }

    [Theory]
    [InlineData(16)] // read in place
    [InlineData(3)] // packed
    public void A_gradient_by_the_kernel_of_a_convolution_is_as_exact_whatever_batch_and_image(int filters)
    {
        foreach (Window2D w in new[]
        {
            Conv2DCase.Window(4096, 9, 9, 1, 2, 2, 1, 1, 1, 1, same: false),
            Conv2DCase.Window(2, 401, 401, 1, 2, 2, 1, 1, 1, 1, same: false),
        })
        {
            float[] x = new float[w.Batch * w.ImageSize], dy = new float[w.Rows * filters], kernel = new float[w.Columns * filters];
            x.AsSpan().Fill(0.1f);
            dy.AsSpan().Fill(0.1f);
            Conv2DKernels.KernelGradient(w, x, dy, filters, kernel, accumulate: false);
            double exact = w.Rows * (double)0.1f * 0.1f;
            Assert.All(kernel, value => Assert.InRange((value / exact) - 1, -Bound, Bound));
        }
    }

    /// <summary>What the addition of a cut rounds off is not lost: 2²⁶, 998 cuts that are less than half of its last place, −2²⁶.</summary>
    [Fact]
    public void Sums_that_cancel_across_cuts_keep_what_is_small()
    {
        const int cuts = 1000, k = cuts * 1024;
        float[] a = new float[k], b = new float[k], c = new float[1];
        a.AsSpan().Fill(1);
        (b[0], b[^1]) = (1 << 26, -(1 << 26));
        for (int cut = 1; cut < cuts - 1; cut++)
        {
            b[cut * 1024] = cut % 3 == 0 ? -0.25f : 0.5f;
        }

        Gemm.Multiply(1, 1, k, a, k, false, b, 1, false, c, 1);
        Assert.Equal((666 * 0.5f) - (332 * 0.25f), c[0]);
    }

    [Fact]
    public void Infinities_pass_through_the_cuts()
    {
        const int k = 5000;
        foreach ((int at, float value, float expected) in new[]
        {
            (10, float.PositiveInfinity, float.PositiveInfinity), (2500, float.NegativeInfinity, float.NegativeInfinity),
            (4999, float.NaN, float.NaN),
        })
        {
            float[] a = new float[k], b = new float[k * 20], c = new float[20];
            a.AsSpan().Fill(1);
            b.AsSpan().Fill(1);
            b[at * 20] = value;
            Gemm.Multiply(1, 20, k, a, k, false, b, 20, false, c, 20);
            Assert.Equal(expected, c[0]);
            Assert.All(c[1..], x => Assert.Equal(k, x));
        }
    }
}
