using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// Actions a = tanh(u) with normal u (Haarnoja et al. 2018, arXiv:1812.05905, appendix C): the network gives the means of u and, behind
/// them, one number ρ for each that becomes the logarithm of a deviation, ln σ = −5 + 7·(tanh ρ + 1)/2, within [−5, 2] and with a gradient
/// everywhere, which clamping has not. Log-densities are those of a in the unit box (−1, 1), whatever the environment's bounds:
/// ln p(a) = ln N(u; μ, σ) − Σ 2·(ln 2 − u − softplus(−2u)), which is exact far out too, where 1 − tanh² u rounds to 0. What is kept of an
/// action is u.
/// </summary>
public sealed class SquashedGaussianHead
{
    private const float LowestLog = -5, HighestLog = 2, HalfLogTwoPi = 0.918938533f, LogTwo = 0.693147181f;

    private readonly ActionSpec _actions;
    private readonly int _count;

    /// <summary>Binds the actions of an environment.</summary>
    /// <exception cref="ArgumentException">They are discrete.</exception>
    public SquashedGaussianHead(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        UnitBox.RequireContinuous(spec, "A squashed Gaussian");
        (_actions, _count) = (spec.Actions, spec.Actions.Count);
    }

    /// <summary>Twice the numbers of an action: means, and what becomes deviations.</summary>
    public int Outputs => 2 * _count;

    /// <summary>The numbers of an action.</summary>
    public int ActionWidth => _count;

    /// <summary>Draws a = tanh(u), with the gradient of the draw (reparameterized: u = μ + σ·ε).</summary>
    /// <param name="outputs">What the network gave, <c>[batch, 2 · numbers]</c>.</param>
    /// <param name="random">Moves on by two words for each number.</param>
    /// <returns>Actions in the unit box, <c>[batch, numbers]</c>, and their log-densities there, <c>[batch]</c>.</returns>
    public (Tensor Actions, Tensor LogDensities) Draw(Tensor outputs, ref Rng random)
    {
        Tensor mean = outputs.Slice(1, 0, _count), logDeviation = LogDeviation(outputs.Slice(1, _count, _count));
        Tensor noise = Tensor.Normal(mean.Shape, ref random);
        Tensor u = mean + (Exp(logDeviation) * noise);
        // (u − μ)/σ is the noise itself: no gradient flows through it.
        Tensor density = (-0.5f * Square(noise)) - logDeviation - HalfLogTwoPi - LogSlope(u);
        return (Tanh(u), density.Sum(1));
    }

    private static Tensor LogDeviation(Tensor rho) => LowestLog + (0.5f * (HighestLog - LowestLog) * (Tanh(rho) + 1));

    /// <summary>ln(1 − tanh² u), exact far out too.</summary>
    private static Tensor LogSlope(Tensor u) => 2 * (LogTwo - u - Softplus(-2 * u));
}
