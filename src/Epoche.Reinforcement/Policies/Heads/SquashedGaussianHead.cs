using System.Runtime.Intrinsics;
using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// Actions a = tanh(u) with normal u (Haarnoja et al. 2018, arXiv:1812.05905, appendix C): the network gives the means of u and, behind
/// them, one number ρ for each that becomes the logarithm of a deviation, ln σ = −5 + 7·(tanh ρ + 1)/2, within [−5, 2] and with a gradient
/// everywhere, which clamping has not. Log-densities are those of a in the unit box (−1, 1), whatever the environment's bounds:
/// ln p(a) = ln N(u; μ, σ) − Σ 2·(ln 2 − u − softplus(−2u)), which is exact far out too, where 1 − tanh² u rounds to 0. An action is kept
/// as u, for a does not say far out which u it was; the environment gets a, scaled to its bounds.
/// </summary>
public sealed class SquashedGaussianHead : ActionHead
{
    private const float LowestLog = -5, HighestLog = 2, HalfSpan = 0.5f * (HighestLog - LowestLog);
    private const float HalfLogTwoPi = 0.91893853320467274f, LogTwo = 0.69314718055994531f;
    private const int Places = 49; // where the entropy is summed: every quarter of a deviation, from −6 to 6

    private static readonly float[] s_places = [.. Enumerable.Range(0, Places).Select(i => (i - (Places / 2)) / 4f)];
    private static readonly float[] s_weights =
        [.. s_places.Select(place => (float)(0.25 * ScalarMath.Exp(-(0.5 * place * place) - 0.91893853320467274)))];

    private readonly ActionSpec _actions;

    /// <summary>Makes the head.</summary>
    /// <param name="actions">Continuous actions: how many numbers, within which bounds.</param>
    /// <exception cref="ArgumentException">The actions are not continuous.</exception>
    public SquashedGaussianHead(ActionSpec actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        _actions = actions.Low.IsEmpty
            ? throw new ArgumentException(
                $"A squashed Gaussian gives the numbers of continuous actions; received {actions}. ActionHead.For finds the head for any.",
                nameof(actions))
            : actions;
    }

    /// <inheritdoc/>
    public override int Outputs => 2 * _actions.Count;

    /// <inheritdoc/>
    /// <remarks>The numbers before tanh.</remarks>
    public override int ActionWidth => _actions.Count;

    /// <summary>Draws a = tanh(u), with the gradient of the draw (reparameterized: u = μ + σ·ε).</summary>
    /// <param name="outputs">What the network gave, <c>[batch, Outputs]</c>.</param>
    /// <param name="noise">ε, standard normal numbers, <c>[batch, ActionWidth]</c>.</param>
    /// <returns>Actions in the unit box, <c>[batch, ActionWidth]</c>, and their log-densities there, <c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public (Tensor Actions, Tensor LogDensities) Draw(Tensor outputs, Tensor noise)
    {
        HeadChecks.RequireShapes(this, outputs, noise, allowed: null);
        (Tensor means, Tensor logarithms) = Parts(outputs);
        Tensor u = means + (Exp(logarithms) * noise);

        // (u − μ)/σ is the noise itself: no gradient flows through it.
        Tensor densities = (-0.5f * Square(noise)) - logarithms - LogSlope(u);
        return (Tanh(u), densities.Sum(axis: 1) - (_actions.Count * HalfLogTwoPi));
    }

    /// <summary>The same with noise from a stream.</summary>
    /// <param name="outputs">What the network gave, <c>[batch, Outputs]</c>.</param>
    /// <param name="random">The stream.</param>
    /// <returns>Actions in the unit box, <c>[batch, ActionWidth]</c>, and their log-densities there, <c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public (Tensor Actions, Tensor LogDensities) Draw(Tensor outputs, ref Rng random) =>
        Draw(outputs, Tensor.Normal([outputs.Length(0), _actions.Count], ref random));

    /// <inheritdoc/>
    public override void Sample(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, ref Rng random, Span<float> actions, Span<float> logDensities)
    {
        int rows = HeadChecks.Rows(this, outputs, allowed, actions), width = _actions.Count;
        HeadChecks.RequireRoom(this, rows, logDensities.Length, nameof(logDensities));
        random.FillNormal(actions);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> means = outputs.Slice(row * 2 * width, width), rhos = outputs.Slice(((row * 2) + 1) * width, width);
            Span<float> action = actions.Slice(row * width, width);
            float sum = 0;
            for (int i = 0; i < width; i++)
            {
                float logarithm = LowestLog + (HalfSpan * (ScalarMath.Tanh(rhos[i]) + 1));
                action[i] = means[i] + (ScalarMath.Exp(logarithm) * action[i]);
                float standard = (action[i] - means[i]) * ScalarMath.Exp(-logarithm); // of the rounded action, as LogDensity has it
                float softplus =
                    Transcendental.Softplus<Vector128<float>, Simd128>(Vector128.CreateScalar(-2 * action[i])).ToScalar();
                sum += (-0.5f * standard * standard) - logarithm - (2 * (LogTwo - action[i] - softplus));
            }

            logDensities[row] = sum - (width * HalfLogTwoPi);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The mean of u: tanh(μ), as SAC is evaluated.</remarks>
    public override void Mode(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, Span<float> actions)
    {
        int rows = HeadChecks.Rows(this, outputs, allowed, actions), width = _actions.Count;
        for (int row = 0; row < rows; row++)
        {
            outputs.Slice(row * 2 * width, width).CopyTo(actions[(row * width)..]);
        }
    }

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor outputs, Tensor actions, Tensor? allowed)
    {
        HeadChecks.RequireShapes(this, outputs, actions, allowed);
        (Tensor means, Tensor logarithms) = Parts(outputs);
        Tensor standard = (actions - means) * Exp(-logarithms);
        Tensor densities = (-0.5f * standard * standard) - logarithms - LogSlope(actions);
        return densities.Sum(axis: 1) - (_actions.Count * HalfLogTwoPi);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// There is no closed form: the entropy of u, and the mean of ln(1 − tanh² u) as a sum over 49 places, which is right to 1e-3.
    /// </remarks>
    public override Tensor Entropy(Tensor outputs, Tensor? allowed)
    {
        HeadChecks.RequireShapes(this, outputs, allowed);
        (Tensor means, Tensor logarithms) = Parts(outputs);
        int rows = outputs.Length(0), width = _actions.Count;
        Tensor u = means.Reshape(rows, width, 1) + (Exp(logarithms).Reshape(rows, width, 1) * Tensor.Wrap(s_places, [Places]));
        Tensor slopes = (LogSlope(u) * Tensor.Wrap(s_weights, [Places])).Sum([1, 2]);
        return logarithms.Sum(axis: 1) + slopes + (width * (0.5f + HalfLogTwoPi));
    }

    /// <inheritdoc/>
    public override void ToEnvironment(ReadOnlySpan<float> actions, PolicyActions to)
    {
        HeadChecks.RequireRoom(this, actions.Length, to.Values.Length, "numbers");
        for (int i = 0; i < actions.Length; i++)
        {
            to.Values[i] = ScalarMath.Tanh(actions[i]);
        }

        UnitBox.ToEnvironment(_actions, to.Values, to.Values);
    }

    private (Tensor Means, Tensor Logarithms) Parts(Tensor outputs)
    {
        int width = _actions.Count;
        return (outputs.Slice(1, 0, width), LowestLog + (HalfSpan * (Tanh(outputs.Slice(1, width, width)) + 1)));
    }

    /// <summary>ln(1 − tanh² u), exact far out too.</summary>
    private static Tensor LogSlope(Tensor u) => 2 * (LogTwo - u - Softplus(-2 * u));
}
