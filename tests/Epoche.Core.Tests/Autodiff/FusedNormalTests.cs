using Epoche.Kernels;
using Epoche.Tensors;
using static Epoche.Tensors.Ops;

namespace Epoche.Core.Tests.Autodiff;

/// <summary>
/// The fused draw of a variational network's weights, its divergences and their gradients beside the same arithmetic written out for one
/// element: the same bits.
/// </summary>
public sealed class FusedNormalTests
{
    private const float PriorLocation = 0.3f, PriorScale = 0.7f;

    private readonly StepArena _arena = new();

    [Theory]
    [InlineData(1, false)]
    [InlineData(67, true)]
    [InlineData(20_000, false)] // several blocks, which threads share
    [InlineData(20_000, true)]
    public void Draw_and_gradients_have_the_bits_of_the_arithmetic_of_one_element(int count, bool isFree)
    {
        Rng random = new(3), noise = random;
        Tensor location = Variable(1, count), parameter = isFree
            ? Variable(2, count)
            : Tensor.Variable([.. Variable(2, count).ToArray().Select(x => MathF.Abs(x) + 0.1f)], [count]);
        float[] weights = Variable(4, count).ToArray(), e = new float[count];
        noise.FillNormal(e);
        using StepArena.OpenStep step = _arena.Step();
        Tensor scale = isFree ? Softplus(parameter) : parameter;
        FusedNormalDraw draw = FusedNormalDraw.Of(location, scale, ref random);
        Tensor closed = draw.Divergence(location, scale, PriorLocation, PriorScale),
            estimate = draw.EstimatedDivergence(location, scale, PriorLocation, PriorScale);
        Tape.Backward((draw.Value * Tensor.Of(weights, [count])).Sum() + (0.5f * closed) + (0.25f * estimate));

        float[] mu = location.ToArray(), sigma = scale.ToArray(), slope = new float[count];
        Elementwise.Apply<ExponentialMinusOne>(sigma.Select(s => -s).ToArray(), slope);
        ReadOnlySpan<float> drawn = draw.Value.Values;
        float[] byLocation = location.Gradient.ToArray(), byParameter = parameter.Gradient.ToArray();
        // The later one's gradient comes first.
        float square = PriorScale * PriorScale, p = 0.5f / square, drawP = 0.25f / square, factor = 0.25f + 0.5f;
        for (int i = 0; i < count; i++)
        {
            float w = Fma(sigma[i], e[i], mu[i]);
            float dw = weights[i] + Fma(w, drawP, -(drawP * PriorLocation));
            float dSigma = Fma(dw, e[i], Fma(p, sigma[i], -(factor / sigma[i])));
            AssertBits(w, drawn[i], i);
            AssertBits(dw + Fma(mu[i], p, -(p * PriorLocation)), byLocation[i], i);
            AssertBits(isFree ? dSigma * -slope[i] : dSigma, byParameter[i], i);
        }
    }

    [Fact]
    public void A_divergence_has_the_same_bits_beside_a_draw_and_without_one()
    {
        Tensor location = Variable(1, 20_000), scale = Softplus(Variable(2, 20_000));
        Rng random = new(3);
        float alone = default(FusedNormalDraw).Divergence(location, scale, PriorLocation, PriorScale).Item();
        using StepArena.OpenStep step = _arena.Step();
        FusedNormalDraw draw = FusedNormalDraw.Of(location, scale, ref random);
        Assert.True(draw.IsOnTape);
        AssertBits(alone, draw.Divergence(location, scale, PriorLocation, PriorScale).Item(), 0);
    }

    [Fact]
    public void What_divergences_noted_for_one_loss_is_forgotten_at_the_next()
    {
        Tensor location = Variable(1, 50), elsewhere = Variable(2, 50), scale = Tensor.Ones([50]);
        float[] once = Gradient(losses: 1);
        Assert.Equal(once.Select(g => 2 * g), Gradient(losses: 2));
        Assert.Equal(once, Gradient(losses: 1)); // nor does a step leave anything to the next

        float[] Gradient(int losses)
        {
            using StepArena.OpenStep step = _arena.Step();
            Rng random = new(3);
            FusedNormalDraw draw = FusedNormalDraw.Of(location, scale, ref random),
                other = FusedNormalDraw.Of(elsewhere, scale, ref random);
            Tensor loss = draw.Divergence(location, scale, PriorLocation, PriorScale) + (2 * other.Divergence(elsewhere, scale, 0, 1));
            for (int i = 0; i < losses; i++)
            {
                Tape.Backward(loss);
            }

            float[] gradient = location.Gradient.ToArray();
            location.ClearGradient();
            elsewhere.ClearGradient();
            return gradient;
        }
    }

    private static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    private static void AssertBits(float expected, float actual, int element) => Assert.True(
        BitConverter.SingleToUInt32Bits(expected) == BitConverter.SingleToUInt32Bits(actual),
        $"element {element}: expected {expected:G9}, received {actual:G9}");

    private static Tensor Variable(ulong seed, int count)
    {
        Rng random = new(seed);
        return Tensor.Variable(Tensor.Normal([count], ref random).ToArray(), [count]);
    }
}
