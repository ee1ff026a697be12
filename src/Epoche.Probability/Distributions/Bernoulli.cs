using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>1 with a probability, else 0.</summary>
/// <param name="logits">ln(p/(1 − p)) of the probability of 1, ±∞ for what is certain; any shape.</param>
public sealed class Bernoulli(Tensor logits) : Distribution
{
    private const float Certain = 200; // e⁻²⁰⁰ is 0 in single precision

    /// <summary>ln(p/(1 − p)).</summary>
    public Tensor Logits => logits;

    /// <inheritdoc/>
    public override Shape Shape => logits.Shape;

    /// <inheritdoc/>
    public override Constraint Support => Constraint.ZeroOrOne;

    /// <inheritdoc/>
    public override bool IsReparameterized => false;

    /// <summary>From probabilities, which are kept 10⁻⁷ away from 0 and 1: an impossible event observed would end all learning.</summary>
    public static Bernoulli OfProbability(Tensor probability)
    {
        Tensor p = Clip(probability, 1.1920929e-7f, 1 - 1.1920929e-7f);
        return new Bernoulli(Log(p) - Log(1 - p));
    }

    /// <summary>The logarithm of the probability of each element. Between 0 and 1 it is linear: minus the cross-entropy with a grey value.</summary>
    /// <param name="value">0 or 1, of a shape that broadcasts with <see cref="Shape"/>.</param>
    public override Tensor LogDensity(Tensor value) => Reduce.IsFinite(logits.Values)
        ? -CrossEntropyOfBits(logits, value)
        : Where(value, -Softplus(-logits), -Softplus(logits));

    /// <inheritdoc/>
    public override Tensor Mean() => Sigmoid(logits);

    /// <inheritdoc/>
    public override Tensor Variance() => Sigmoid(logits) * Sigmoid(-logits);

    /// <inheritdoc/>
    public override Tensor Entropy()
    {
        Tensor finite = Finite(logits);
        return CrossEntropyOfBits(finite, Sigmoid(finite));
    }

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape) => Tensor.Uniform(shape, ref random) < Sigmoid(logits.StopGradient());

    internal override Flaw? FindFlaw() => NotUpTo("logits", logits, float.PositiveInfinity, "a number");

    /// <summary>Logits without infinite ones; the probabilities are the same.</summary>
    internal static Tensor Finite(Tensor logits) => Reduce.IsFinite(logits.Values) ? logits : Clip(logits, -Certain, Certain);
}
