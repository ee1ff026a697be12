namespace Epoche.Reinforcement.Tests.Replay;

public sealed class PixelKernelsTests
{
    /// <summary>
    /// Every byte by every number of steps is the quotient as float32 divides: the definition, and what a data
    /// set has that was divided by 255.
    /// </summary>
    [Fact]
    public void Every_quotient_is_correctly_rounded()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(k => (byte)k)];
        float[] quotients = new float[256], fours = new float[4 * 256];
        for (int steps = 1; steps <= 255; steps++)
        {
            float[] expected = [.. bytes.Select(k => k / (float)steps)];
            PixelKernels.Expand(bytes, steps, quotients);
            PixelKernels.Expand(bytes, bytes, bytes, bytes, steps, fours);
            Assert.Equal(expected, quotients);
            Assert.Equal(expected.SelectMany(number => Enumerable.Repeat(number, 4)), fours);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(7056)]
    public void Four_frames_lie_side_by_side_in_any_length(int length)
    {
        Rng random = new(9);
        byte[][] frames =
            [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, length).Select(_ => (byte)random.NextInt(256)).ToArray())];
        float[] numbers = new float[4 * length];
        PixelKernels.Expand(frames[0], frames[1], frames[2], frames[3], 255, numbers);
        Assert.Equal(Enumerable.Range(0, length).SelectMany(pixel => frames.Select(frame => frame[pixel] / 255f)), numbers);
    }
}
