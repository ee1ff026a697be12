using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>1 with a probability, else 0.</summary>
public sealed class Bernoulli : Distribution
{
    private readonly Tensor _logits;

    private Bernoulli(Tensor logits)
    {
        _logits = logits;
        RequireRange();
    }

    /// <summary>ln(p/(1 − p)).</summary>
    public Tensor Logits => _logits;

    /// <inheritdoc/>
    public override Shape Shape => _logits.Shape;

    /// <inheritdoc/>
    public override Constraint Support => Constraint.ZeroOrOne;

    /// <inheritdoc/>
    public override bool IsReparameterized => false;

    /// <summary>From what a network gives: any real number.</summary>
    /// <param name="logits">ln(p/(1 − p)) of the probability p of 1, ±∞ for what is certain; any shape.</param>
    /// <exception cref="ArgumentException">A logit is NaN.</exception>
    public static Bernoulli OfLogits(Tensor logits) => new(logits);

    /// <summary>From probabilities. Probabilities 0 and 1 are exact and take no part in gradients; a network should give logits.</summary>
    /// <param name="probability">The probability of 1, from 0 to 1; any shape.</param>
    /// <exception cref="ArgumentException">A probability lies outside of [0, 1].</exception>
    public static Bernoulli OfProbability(Tensor probability)
    {
        Refuse(nameof(Bernoulli), Outside(nameof(probability), probability, -float.Epsilon, MathF.BitIncrement(1), "a number from 0 to 1"));
        Tensor possible = Constraint.UnitInterval.KeepInside(probability), logits = Log(possible) - Log1p(-possible);
        return new(possible.IsSame(probability)
            ? logits
            : Where(probability < 1, Where(probability > 0, logits, float.NegativeInfinity), float.PositiveInfinity));
    }

    /// <summary>
    /// The logarithm of the probability of each element, −∞ for numbers other than 0 and 1. The cross-entropy with a grey value between
    /// them is <see cref="BinaryCrossEntropy"/>.
    /// </summary>
    /// <param name="value">0 or 1, of a shape that broadcasts with <see cref="Shape"/>.</param>
    /// <exception cref="ArgumentException">A logit is NaN.</exception>
    public override Tensor LogDensity(Tensor value)
    {
        Tensor? outside = MarkOutside(ref value);
        return InRange(Except(outside, -Softplus(Where(value, -_logits, _logits))));
    }

    /// <inheritdoc/>
    public override Tensor Mean() => InRange(Sigmoid(_logits));

    /// <inheritdoc/>
    public override Tensor Variance() => InRange(Sigmoid(_logits) * Sigmoid(-_logits));

    /// <inheritdoc/>
    public override Tensor Entropy()
    {
        // With the rarer outcome's probability q = σ(−|x|): −ln(1 − q) + |x|·q, two terms above 0 that keep their digits.
        Tensor size = Abs(Finite(_logits));
        return InRange(Softplus(-size) + (size * Sigmoid(-size)));
    }

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape)
    {
        // The rarer outcome happens where 53 random bits lie below its probability, which keeps its digits; with 24 bits what is rarer than
        // 6e-8 would come that often.
        Tensor logits = _logits.StopGradient();
        logits = logits.Shape == shape ? logits : logits.BroadcastTo(shape);
        Tensor draws = Sigmoid(-Abs(logits));
        Span<float> rarer = draws.Span;
        ReadOnlySpan<float> values = logits.Values;
        for (int i = 0; i < rarer.Length; i++)
        {
            rarer[i] = (random.NextDouble() < rarer[i]) == (values[i] <= 0) ? 1 : 0;
        }

        return draws;
    }

    internal override Flaw? FindFlaw() => NotUpTo("logits", _logits, float.PositiveInfinity, "a number");

    /// <summary>Logits without infinite ones; the probabilities are the same.</summary>
    internal static Tensor Finite(Tensor logits) => Constraint.Real.KeepInside(logits);
}
