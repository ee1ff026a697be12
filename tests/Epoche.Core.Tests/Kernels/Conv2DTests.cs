using Epoche.Conformance;
using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

/// <summary>
/// The promise of <see cref="Conv2DKernels"/> is about bits, so every comparison here is of bits, with the definition written as loops.
/// </summary>
[Collection("workers")]
public sealed class Conv2DTests : IDisposable
{
    private readonly int _count = Workers.Count;

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Any_number_of_threads_gives_the_bits_of_the_definition(int threads)
    {
        Workers.Count = threads;
        Rng rng = Rng.Stream(21, "conv");
        for (int i = 0; i < 60; i++)
        {
            new Conv2DCase(Conv2DCase.RandomWindow(ref rng), 1 + rng.NextInt(40), rng.NextInt(2) == 0, ref rng).Check();
        }
    }

    [Theory]
    [InlineData(5, 20, 20, 4, 8, 4, false, 32)] // patches pass in several blocks
    [InlineData(3, 16, 16, 1, 4, 2, true, 16)]
    [InlineData(2, 40, 40, 3, 3, 1, true, 8)]
    [InlineData(2, 40, 40, 4, 3, 1, true, 24)] // an image whose outputs pass in several blocks of lines
    [InlineData(9, 14, 14, 16, 3, 1, false, 32)] // images that pass in several blocks
    [InlineData(3, 28, 28, 1, 5, 2, true, 17)] // zeros around, and fewer rows left than a tile has
    [InlineData(9, 9, 9, 64, 3, 1, false, 64)] // more numbers in a patch than are multiplied in one go
    [InlineData(2, 9, 9, 130, 3, 2, true, 20)]
    [InlineData(40, 8, 8, 3, 3, 1, false, 5)] // outputs that are cut after 28 images, packed
    [InlineData(2, 70, 70, 1, 3, 2, true, 16)] // after 29 lines of 35, read in place
    [InlineData(2, 70, 70, 1, 3, 2, true, 5)] // the same, packed
    [InlineData(2, 3, 1100, 2, 2, 1, false, 16)] // within a line
    [InlineData(40, 20, 20, 1, 5, 1, false, 16)] // a kernel so small that threads share cuts of it, read in place; images in pairs
    [InlineData(40, 20, 20, 1, 5, 1, true, 3)] // packed
    [InlineData(6, 16, 16, 4, 4, 2, true, 16)] // pairs of images with zeros around
    [InlineData(12, 9, 9, 40, 3, 1, true, 20)] // more columns than are packed at once
    [InlineData(33, 12, 12, 8, 1, 1, false, 24)] // the patches are the pixels
    [InlineData(7, 5, 5, 6, 5, 1, false, 12)] // the patches are the images
    public void Networks_of_the_field_have_the_bits_of_the_definition(
        int batch, int height, int width, int channels, int kernel, int stride, bool same, int filters)
    {
        Rng rng = Rng.Stream(22, "conv");
        foreach (int threads in (int[])[1, 4])
        {
            Workers.Count = threads;
            new Conv2DCase(Conv2DCase.Window(batch, height, width, channels, kernel, kernel, stride, stride, 1, 1, same), filters,
                accumulate: threads == 4, ref rng).Check();
        }
    }

    [Fact]
    public void Processors_without_AVX512_and_without_AVX2_give_the_same_bits() => FeatureSwitch.AssertSame<Conv2DTests>(() =>
    {
        Rng rng = Rng.Stream(23, "conv");
        using Fingerprint fingerprint = new();
        for (int i = 0; i < 25; i++)
        {
            new Conv2DCase(Conv2DCase.RandomWindow(ref rng), 1 + rng.NextInt(40), i % 2 == 0, ref rng).AddTo(fingerprint);
        }

        return fingerprint.ToString();
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pooling_gives_the_same_bits_whatever_the_threads(int threads)
    {
        Rng rng = Rng.Stream(24, "pool");
        for (int i = 0; i < 20; i++)
        {
            Window2D w = Conv2DCase.RandomWindow(ref rng) with { DilationX = 1, DilationY = 1 };
            w = Conv2DCase.Window(
                w.Batch, w.Height, w.Width, w.Channels, Math.Min(w.WindowHeight, w.Height), Math.Min(w.WindowWidth, w.Width), w.StrideY,
                w.StrideX, 1, 1, same: i % 2 == 0);
            float[] x = Conv2DCase.Values(w.Batch * w.ImageSize, ref rng), dy = Conv2DCase.Values(w.Rows * w.Channels, ref rng);
            Workers.Count = 1;
            (float[] y, float[] dx) = Pooled(w, x, dy);
            Workers.Count = threads;
            (float[] y2, float[] dx2) = Pooled(w, x, dy);
            Assert.Equal(y, y2);
            Assert.Equal(dx, dx2);
        }
    }

    [Fact]
    public void A_pool_of_images_that_lack_AVX512_or_AVX2_gives_the_same_bits() => FeatureSwitch.AssertSame<Conv2DTests>(() =>
    {
        Rng rng = Rng.Stream(25, "pool");
        Window2D w = Conv2DCase.Window(3, 9, 8, 37, 3, 2, 2, 1, 1, 1, same: true);
        (float[] y, float[] dx) = Pooled(
            w, Conv2DCase.Values(w.Batch * w.ImageSize, ref rng), Conv2DCase.Values(w.Rows * w.Channels, ref rng));
        return Fingerprint.Of<float>(y) + Fingerprint.Of<float>(dx);
    });

    [Fact]
    public void A_large_image_needs_no_more_scratch_than_a_block()
    {
        Rng rng = Rng.Stream(26, "conv");
        Window2D w = Conv2DCase.Window(1, 400, 400, 8, 5, 5, 1, 1, 1, 1, same: true); // the patch matrix would take 128 MB
        float[] x = Conv2DCase.Values(w.ImageSize, ref rng), kernel = Conv2DCase.Values(w.Columns * 8, ref rng), y = new float[w.Rows * 8];
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Conv2DKernels.Forward(w, x, kernel, [], 8, y, Epilogue.None);
        Conv2DKernels.KernelGradient(w, x, y, 8, kernel, accumulate: false);
        Conv2DKernels.InputGradient(w, kernel, y, 8, x, accumulate: false);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16_000_000);
    }

    private static (float[] Y, float[] DX) Pooled(in Window2D w, float[] x, float[] dy)
    {
        float[] y = new float[dy.Length], mean = new float[dy.Length], dx = new float[x.Length];
        Pool2D.Forward<AveragePool>(w, x, mean);
        Pool2D.Gradient<AveragePool>(w, x, mean, dy, dx, accumulate: false);
        Pool2D.Forward<MaxPool>(w, x, y);
        Pool2D.Gradient<MaxPool>(w, x, y, dy, dx, accumulate: true);
        return ([.. y, .. mean], dx);
    }
}
