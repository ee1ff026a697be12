using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

public sealed class SoftmaxTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 2)]
    [InlineData(128, 10)]
    [InlineData(33, 16)]
    [InlineData(3, 17)]
    [InlineData(4, 1000)]
    public void Rows_and_their_gradients_agree_with_double_precision(int rows, int cols)
    {
        float[] x = new float[rows * cols], dy = new float[x.Length], soft = new float[x.Length],
            log = new float[x.Length], lse = new float[rows];
        float[] softGradient = new float[x.Length], logGradient = new float[x.Length], lseGradient = new float[x.Length];
        Rng rng = new(1);
        rng.FillNormal(x, 0, 5);
        rng.FillNormal(dy);
        Softmax.Rows(x, rows, cols, soft);
        LogSoftmax.Rows(x, rows, cols, log);
        LogSumExp.Rows(x, rows, cols, lse);
        Softmax.RowsGradient(soft, dy, rows, cols, softGradient);
        LogSoftmax.RowsGradient(log, dy, rows, cols, logGradient);
        LogSumExp.RowsGradient(x, lse, dy.AsSpan(0, rows), rows, cols, lseGradient);
        for (int r = 0; r < rows; r++)
        {
            double[] row = [.. x[(r * cols)..((r + 1) * cols)].Select(v => (double)v)];
            double max = row.Max(), total = max + Math.Log(row.Sum(v => Math.Exp(v - max)));
            double[] p = [.. row.Select(v => Math.Exp(v - total))];
            double mean = p.Select((v, c) => v * dy[(r * cols) + c]).Sum(), sum = dy[(r * cols)..((r + 1) * cols)].Sum(v => (double)v);
            Assert.Equal(total, lse[r], 4e-6 * Math.Max(1, Math.Abs(total)));
            for (int c = 0; c < cols; c++)
            {
                int i = (r * cols) + c;
                Assert.Equal(p[c], soft[i], 1e-6);
                Assert.Equal(row[c] - total, log[i], 4e-6 * Math.Max(1, Math.Abs(row[c])));
                Assert.Equal(p[c] * (dy[i] - mean), softGradient[i], 4e-6);
                Assert.Equal(dy[i] - (p[c] * sum), logGradient[i], 4e-6 * Math.Max(1, Math.Abs(sum)));
                Assert.Equal(p[c] * dy[r], lseGradient[i], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public void Large_inputs_neither_overflow_nor_vanish(int cols)
    {
        float[] x = new float[cols], y = new float[cols], one = new float[1];
        x.AsSpan().Fill(-1e30f);
        (x[0], x[1]) = (3e38f, 3e38f);
        Softmax.Rows(x, 1, cols, y);
        Assert.Equal([0.5f, 0.5f, 0], y[..3]);
        x.AsSpan().Fill(-1000);
        x[1] = 1000;
        LogSoftmax.Rows(x, 1, cols, y);
        Assert.Equal([-2000, 0, -2000], y[..3]);
        LogSumExp.Rows(x, 1, cols, one);
        Assert.Equal(1000, one[0]);
        x.AsSpan().Fill(float.NegativeInfinity);
        LogSumExp.Rows(x, 1, cols, one);
        Assert.Equal(float.NegativeInfinity, one[0]);
        x[1] = 2;
        Softmax.Rows(x, 1, cols, y);
        Assert.Equal([0, 1, 0], y[..3]);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void A_row_depends_on_no_other_and_the_result_may_be_the_operand(int cols)
    {
        float[] x = new float[20 * cols], all = new float[x.Length], one = new float[cols];
        new Rng(2).FillNormal(x);
        LogSoftmax.Rows(x, 20, cols, all);
        for (int r = 0; r < 20; r++)
        {
            LogSoftmax.Rows(x.AsSpan(r * cols, cols), 1, cols, one);
            Assert.Equal(all[(r * cols)..((r + 1) * cols)], one);
        }

        LogSoftmax.Rows(x, 20, cols, x);
        Assert.Equal(all, x);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Softmax.Rows(new float[5], 2, 3, new float[5]));
        Assert.Throws<ArgumentException>(() => LogSoftmax.RowsGradient(new float[6], new float[5], 2, 3, new float[6]));
        Assert.Throws<ArgumentException>(() => LogSumExp.Rows(new float[6], 2, 3, new float[3]));
    }
}
