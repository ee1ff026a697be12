using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>1 with a probability, else 0.</summary>
/// <param name="logits">ln(p/(1 − p)) of the probability of 1; any shape.</param>
public sealed class Bernoulli(Tensor logits) : Distribution
{
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

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value) => -BinaryCrossEntropy(logits, value);

    /// <inheritdoc/>
    public override Tensor Mean() => Sigmoid(logits);

    /// <inheritdoc/>
    public override Tensor Variance() => Sigmoid(logits) * Sigmoid(-logits);

    /// <inheritdoc/>
    public override Tensor Entropy() => BinaryCrossEntropy(logits, Sigmoid(logits));

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape) => Tensor.Uniform(shape, ref random) < Sigmoid(logits.StopGradient());

    internal override Flaw? FindFlaw() => NotFinite("logits", logits);
}
