using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>The distribution of eᶻ for a normal z: what is positive and varies by factors.</summary>
public sealed class LogNormal : Distribution
{
    private readonly Tensor _location, _scale;

    /// <summary>Makes the distribution.</summary>
    /// <param name="location">The mean of the logarithm.</param>
    /// <param name="scale">The standard deviation of the logarithm, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public LogNormal(Tensor location, Tensor scale)
    {
        (_location, _scale) = (location, scale);
        RequireRange();
    }

    /// <summary>The mean of the logarithm.</summary>
    public Tensor Location => _location;

    /// <summary>The standard deviation of the logarithm.</summary>
    public Tensor Scale => _scale;

    /// <inheritdoc/>
    public override Shape Shape => Joint(_location, _scale);

    /// <inheritdoc/>
    public override Constraint Support => Constraint.PositiveByExp;

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value)
    {
        Tensor? outside = MarkOutside(ref value);
        Tensor logarithm = Log(value);
        return InRange(Except(outside, Normal.LogDensity(logarithm, _location, _scale) - logarithm));
    }

    /// <inheritdoc/>
    public override Tensor Mean() => InRange(Exp(_location + (0.5f * Square(_scale))));

    /// <inheritdoc/>
    public override Tensor Variance()
    {
        // (e^s² − 1)·e^(2μ + s²) for a deviation s of the logarithm; written so that neither factor overflows where the product does not.
        Tensor squared = Square(_scale);
        return InRange(-Expm1(-squared) * Exp(2 * (_location + squared)));
    }

    /// <inheritdoc/>
    public override Tensor Entropy() => InRange(_location + Log(_scale) + (0.5f + HalfLogTwoPi));

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape) =>
        Support.KeepInside(Exp(_location + (_scale * Tensor.Normal(shape, ref random))));

    internal override Flaw? FindFlaw() => NotFinite("location", _location) ?? NotPositive("scale", _scale);
}
