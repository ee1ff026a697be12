using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// The distribution of low + (high − low)/(1 + e⁻ᶻ) for a normal z: the guide for what lies in an interval, such as a probability.
/// </summary>
public sealed class LogitNormal : Distribution
{
    private readonly Tensor _location, _scale;
    private readonly Constraint _interval;

    /// <summary>Makes the distribution.</summary>
    /// <param name="location">The mean of z.</param>
    /// <param name="scale">The standard deviation of z, above 0.</param>
    /// <param name="low">The lower end. Default 0.</param>
    /// <param name="high">The upper end. Default 1.</param>
    /// <exception cref="ArgumentException">
    /// A parameter is out of range; the ends are not finite or not in order, their difference is infinite, or no float lies between them.
    /// </exception>
    public LogitNormal(Tensor location, Tensor scale, float low = 0, float high = 1)
    {
        (_location, _scale) = (location, scale);
        _interval = low == 0 && high == 1 ? Constraint.UnitInterval : Constraint.Interval(low, high);
        RequireRange();
    }

    /// <summary>The mean of z.</summary>
    public Tensor Location => _location;

    /// <summary>The standard deviation of z.</summary>
    public Tensor Scale => _scale;

    /// <inheritdoc/>
    public override Shape Shape => Joint(_location, _scale);

    /// <inheritdoc/>
    public override Constraint Support => _interval;

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value)
    {
        // z = ln(x − low) − ln(high − x) and dx/dz = (x − low)·(high − x)/(high − low).
        Tensor? outside = MarkOutside(ref value);
        Tensor below = Log(value - _interval.Low), above = Log(_interval.High - value);
        return InRange(Except(
            outside, Normal.LogDensity(below - above, _location, _scale) - below - above + ScalarMath.Log(_interval.High - _interval.Low)));
    }

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape) =>
        _interval.Apply(_location + (_scale * Tensor.Normal(shape, ref random)));

    internal override Flaw? FindFlaw() => NotFinite("location", _location) ?? NotPositive("scale", _scale);
}
