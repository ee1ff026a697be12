using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>The distribution of eᶻ for a normal z: what is positive and varies by factors.</summary>
/// <param name="location">The mean of the logarithm.</param>
/// <param name="scale">The standard deviation of the logarithm, above 0.</param>
public sealed class LogNormal(Tensor location, Tensor scale) : Distribution
{
    /// <summary>The mean of the logarithm.</summary>
    public Tensor Location => location;

    /// <summary>The standard deviation of the logarithm.</summary>
    public Tensor Scale => scale;

    /// <inheritdoc/>
    public override Shape Shape => Joint(location, scale);

    /// <inheritdoc/>
    public override Constraint Support => Constraint.PositiveByExp;

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value)
    {
        Tensor? outside = MarkOutside(ref value);
        Tensor logarithm = Log(value);
        return InRange(Except(outside, Normal.LogDensity(logarithm, location, scale) - logarithm));
    }

    /// <inheritdoc/>
    public override Tensor Mean() => InRange(Exp(location + (0.5f * Square(scale))));

    /// <inheritdoc/>
    public override Tensor Variance()
    {
        // (e^s² − 1)·e^(2μ + s²) for a deviation s of the logarithm; written so that neither factor overflows where the product does not.
        Tensor squared = Square(scale);
        return InRange(-Expm1(-squared) * Exp(2 * (location + squared)));
    }

    /// <inheritdoc/>
    public override Tensor Entropy() => InRange(location + Log(scale) + (0.5f + HalfLogTwoPi));

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape) => Support.KeepInside(Exp(location + (scale * Tensor.Normal(shape, ref random))));

    internal override Flaw? FindFlaw() => NotFinite("location", location) ?? NotPositive("scale", scale);
}
