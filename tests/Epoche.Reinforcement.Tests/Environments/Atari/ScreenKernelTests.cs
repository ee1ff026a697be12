using System.Diagnostics;
using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class ScreenKernelTests
{
    [Theory]
    [InlineData(210, 160, 3, 84)]
    [InlineData(210, 160, 1, 84)]
    [InlineData(250, 160, 3, 84)]
    [InlineData(210, 160, 3, 100)]
    [InlineData(210, 160, 3, 21)]
    public void A_small_picture_is_the_mean_over_areas_of_the_greys_of_the_maximum(int height, int width, int channels, int size)
    {
        EmulatorSpec spec = new("game", height, width, channels, ["NOOP"]);
        Rng rng = new(3);
        byte[] one = new byte[spec.Bytes], other = new byte[spec.Bytes], picture = new byte[size * size];
        for (int i = 0; i < one.Length; i++)
        {
            (one[i], other[i]) = ((byte)rng.NextInt(256), (byte)rng.NextInt(256));
        }

        new ScreenKernels(spec, size).Shrink(one, other, picture);

        for (int i = 0; i < picture.Length; i++)
        {
            Assert.Equal(Mean(spec, one, other, i / size, i % size, size), picture[i]);
        }
    }

    /// <summary>Of two screens in colours, which is what four frames leave; the fastest of some rounds, as others work here too.</summary>
    [Fact]
    [Trait("category", "soak")]
    public void Twenty_thousand_actions_take_less_than_a_second()
    {
        EmulatorSpec spec = new("game", 210, 160, 3, ["NOOP"]);
        ScreenKernels kernels = new(spec, 84);
        byte[] one = new byte[spec.Bytes], other = new byte[spec.Bytes], picture = new byte[84 * 84];
        float[] numbers = new float[picture.Length];
        double best = 0;
        for (int round = 0; round < 20; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            for (int i = 0; i < 1_000; i++)
            {
                kernels.Shrink(one, other, picture);
                PixelKernels.Expand(picture, byte.MaxValue, numbers);
            }

            best = Math.Max(best, 1_000 / watch.Elapsed.TotalSeconds);
        }

        TestContext.Current.SendDiagnosticMessage($"{best:F0} per second");
        Assert.True(best > 20_000, $"{best:F0} per second");
    }

    /// <summary>In whole numbers, in units of one pixel divided by the small picture's side.</summary>
    private static byte Mean(EmulatorSpec spec, byte[] one, byte[] other, int row, int column, int size)
    {
        long sum = 0;
        for (int y = row * spec.Height / size; y * size < (row + 1) * spec.Height; y++)
        {
            for (int x = column * spec.Width / size; x * size < (column + 1) * spec.Width; x++)
            {
                long high = Math.Min((row + 1) * spec.Height, (y + 1) * size) - Math.Max(row * spec.Height, y * size);
                long wide = Math.Min((column + 1) * spec.Width, (x + 1) * size) - Math.Max(column * spec.Width, x * size);
                sum += high * wide * Grey(spec, one, other, (y * spec.Width) + x);
            }
        }

        long area = (long)spec.Height * spec.Width;
        return (byte)(((2 * sum) + area) / (2 * area));
    }

    private static int Grey(EmulatorSpec spec, byte[] one, byte[] other, int pixel)
    {
        int Of(int channel) => Math.Max(one[(pixel * spec.Channels) + channel], other[(pixel * spec.Channels) + channel]);
        return spec.Channels == 1 ? Of(0) : ((Of(0) * 4899) + (Of(1) * 9617) + (Of(2) * 1868) + 8192) >> 14;
    }
}
