using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Distributions;

/// <summary>
/// The divergence of a network's weights in one pass beside the plain one, which it agrees with up to rounding. What it equals to the bit:
/// FusedNormalTests of the core.
/// </summary>
public sealed class FusedDivergenceTests
{
    private readonly Tensor _location = Tensor.Variable([.. Enumerable.Range(0, 3000).Select(i => 0.7f * MathF.Sin(i))], [30, 100]);
    private readonly Tensor _free = Tensor.Variable([.. Enumerable.Range(0, 3000).Select(i => -2 + (0.001f * i))], [30, 100]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_agrees_with_the_sum_of_the_plain_one_and_so_do_its_gradients(bool isClosed)
    {
        (float sum, float[] byLocation, float[] byFree) = Run((q, p, draw) => KullbackLeibler.TrySum(q, p, draw, isClosed, out Tensor fused)
            ? fused
            : throw new InvalidOperationException("There is no kernel for it."));
        (float plain, float[] plainByLocation, float[] plainByFree) =
            Run((q, p, draw) => (isClosed ? KullbackLeibler.Divergence(q, p) : q.LogDensity(draw) - p.LogDensity(draw)).Sum());
        Assert.Equal(plain, sum, 1e-5 * Math.Abs(plain));
        Assert.All(
            plainByLocation.Zip(byLocation).Concat(plainByFree.Zip(byFree)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-4 * (1 + Math.Abs(pair.First))));
    }

    private (float Sum, float[] ByLocation, float[] ByFree) Run(Func<Distribution, Distribution, Tensor, Tensor> divergence)
    {
        StepArena arena = new();
        using StepArena.OpenStep step = arena.Step();
        Rng random = new(3);
        Normal q = new(_location, Softplus(_free)), p = new(0.1f, 0.8f);
        Tensor draw = q.Sample(ref random), sum = divergence(q, p, draw);
        Tape.Backward(sum + Square(draw).Sum());
        (float, float[], float[]) result = (sum.Item(), _location.Gradient.ToArray(), _free.Gradient.ToArray());
        _location.ClearGradient();
        _free.ClearGradient();
        return result;
    }
}
