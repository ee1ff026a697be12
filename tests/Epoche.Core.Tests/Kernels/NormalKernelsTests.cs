using Epoche.Conformance;
using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

public sealed class NormalKernelsTests : IDisposable
{
    private readonly int _count = Workers.Count;

    public void Dispose() => Workers.Count = _count;

    /// <summary>Lengths on both sides of the blocks that threads share, from places in the middle of a block of random words.</summary>
    [Theory]
    [InlineData(1000, 0)]
    [InlineData(8192, 2)]
    [InlineData(50_001, 0)]
    [InlineData(70_003, 2)]
    public void Draws_divergences_and_their_gradients_have_the_same_bits_with_any_number_of_threads(int count, int taken)
    {
        Workers.Count = 1;
        string alone = Results(count, taken);
        foreach (int threads in (int[])[2, 3])
        {
            Workers.Count = threads;
            Assert.Equal(alone, Results(count, taken));
        }
    }

    [Fact]
    public void A_draw_is_the_mean_and_the_deviation_times_the_streams_normal_numbers()
    {
        Rng rng = Rng.Restore(3, 6);
        float[] noise = new float[20_000], location = [.. noise.Select((_, i) => i * 0.01f)],
            scale = [.. noise.Select((_, i) => 1 + (i % 7f))], drawn = new float[noise.Length];
        Assert.True(NormalKernels.Draw(in rng, location, scale, [], drawn));
        rng.FillNormal(noise);
        Assert.Equal(noise.Select((e, i) => MathF.FusedMultiplyAdd(e, scale[i], location[i])), drawn);
    }

    [Fact]
    public void A_value_outside_is_found_wherever_it_is()
    {
        float[] x = new float[20_000];
        x.AsSpan().Fill(0.5f);
        Assert.True(Reduce.IsBetween(x, 0, 1));
        foreach (int place in (int[])[0, 15, 16, 8191, 8192, 19_999])
        {
            foreach (float value in (float[])[0, 1, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                x[place] = value;
                Assert.False(Reduce.IsBetween(x, 0, 1), $"{value} at {place}");
            }

            x[place] = 0.5f;
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, float.NaN)]
    [InlineData(1, float.PositiveInfinity)]
    [InlineData(float.NaN, 1)]
    [InlineData(float.NegativeInfinity, 1)]
    public void A_parameter_out_of_range_is_noticed_wherever_it_is(float location, float scale)
    {
        float[] means = new float[20_000], deviations = new float[means.Length], drawn = new float[means.Length];
        foreach (int place in (int[])[0, 8191, 8192, 19_999])
        {
            deviations.AsSpan().Fill(1);
            means.AsSpan().Clear();
            (means[place], deviations[place]) = (location, scale);
            Assert.False(NormalKernels.Draw(new Rng(1), means, deviations, [], drawn));
        }
    }

    /// <summary>Deviations from denormal to huge: their logarithms are taken of products.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 1)]
    [InlineData(1024, 0.3)]
    [InlineData(9001, 2)]
    public void A_divergence_agrees_with_the_formula_in_double_precision(int count, float priorScale)
    {
        Rng rng = new(4);
        float[] location = new float[count], scale = new float[count];
        float[] drawn = new float[count];
        double expected = 0, estimate = 0, size = 0;
        for (int i = 0; i < count; i++)
        {
            location[i] = rng.NextNormal();
            scale[i] = i % 50 == 7 ? 3e-44f : i % 50 == 8 ? 1e-37f : MathF.Pow(10, rng.NextSingle(-6, 1));
            double r = scale[i] / (double)priorScale, d = (location[i] - 0.2) / priorScale,
                term = (0.5 * ((r * r) + (d * d) - 1)) - Math.Log(r);
            drawn[i] = i % 50 is 7 or 8 ? location[i] : location[i] + (rng.NextSingle(-2, 2) * scale[i]);
            double e = (drawn[i] - (double)location[i]) / scale[i], w = (drawn[i] - 0.2) / priorScale;
            estimate += (0.5 * ((w * w) - (e * e))) - Math.Log(r);
            expected += term;
            size += Math.Abs(term);
        }

        Assert.Equal(expected, NormalKernels.Divergence(location, scale, [], 0.2f, priorScale), 2e-6 * size);
        Assert.Equal(estimate, NormalKernels.Divergence(location, scale, drawn, 0.2f, priorScale), 2e-6 * size);
    }

    private static string Results(int count, int taken)
    {
        Rng rng = Rng.Restore(5, (ulong)taken);
        float[] location = new float[count], scale = new float[count], noise = new float[count], drawn = new float[count],
            dLocation = new float[count], dScale = new float[count];
        Rng.Restore(1, 0).FillNormal(location);
        Rng.Restore(2, 0).FillUniform(scale, 0.1f, 2);
        using Fingerprint print = new();
        NormalKernels.Draw(in rng, location, scale, noise, drawn);
        print.Add<float>(
            [NormalKernels.Divergence(location, scale, [], 0.1f, 0.7f), NormalKernels.Divergence(location, scale, drawn, 0.1f, 0.7f)]);
        NormalNotes notes = default;
        NormalKernels.DrawGradient(drawn, noise, location, scale, in notes, false, dLocation, false, dScale, false);
        notes.Add(0.3f, 0.1f, 0.7f, isEstimate: false);
        notes.Add(0.2f, 0.1f, 0.7f, isEstimate: true);
        NormalKernels.DrawGradient(drawn, noise, location, scale, in notes, true, dLocation, true, dScale, true);
        print.Add<float>(location);
        print.Add<float>(noise);
        print.Add<float>(drawn);
        print.Add<float>(dLocation);
        print.Add<float>(dScale);
        return print.ToString();
    }
}
