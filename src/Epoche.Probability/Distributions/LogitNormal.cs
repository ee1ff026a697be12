using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>The distribution of low + (high − low)/(1 + e⁻ᶻ) for a normal z: the guide for what lies in an interval, such as a probability.</summary>
public sealed class LogitNormal : Distribution
{
    private readonly Tensor _location, _scale;
    private readonly Constraint _interval;

    /// <summary>Makes the distribution.</summary>
    /// <param name="location">The mean of z.</param>
    /// <param name="scale">The standard deviation of z, above 0.</param>
    /// <param name="low">The lower end. Default 0.</param>
    /// <param name="high">The upper end. Default 1.</param>
    /// <exception cref="ArgumentException">The ends are not finite or not in order.</exception>
    public LogitNormal(Tensor location, Tensor scale, float low = 0, float high = 1)
    {
        (_location, _scale) = (location, scale);
        _interval = low == 0 && high == 1 ? Constraint.UnitInterval : Constraint.Interval(low, high);
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
        // With u = (x − low)/(high − low): z = ln u − ln(1 − u) and dx/dz = (high − low)·u·(1 − u).
        float width = _interval.High - _interval.Low;
        Tensor below = Log((value - _interval.Low) / width), above = Log((_interval.High - value) / width);
        Tensor density = Normal.LogDensity(below - above, _location, _scale) - below - above - ScalarMath.Log(width);
        return Where((value > _interval.Low) * (value < _interval.High), density, float.NegativeInfinity);
    }

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape)
    {
        // Rounding may reach an end, where the density is 0; the neighbours inside are as good. Their gradient is as small as to be nothing.
        Tensor value = _interval.Apply(_location + (_scale * Tensor.Normal(shape, ref random)));
        return Clip(value, MathF.BitIncrement(_interval.Low), MathF.BitDecrement(_interval.High));
    }

    internal override Flaw? FindFlaw() => NotFinite("location", _location) ?? NotPositive("scale", _scale);
}
