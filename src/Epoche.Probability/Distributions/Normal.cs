using Epoche.Tensors;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>The normal distribution: density exp(−½((x − location)/scale)²)/(scale·√2π).</summary>
/// <param name="location">The mean.</param>
/// <param name="scale">The standard deviation, above 0.</param>
public sealed class Normal(Tensor location, Tensor scale) : Distribution
{
    /// <summary>The mean.</summary>
    public Tensor Location => location;

    /// <summary>The standard deviation.</summary>
    public Tensor Scale => scale;

    /// <inheritdoc/>
    public override Shape Shape => Joint(location, scale);

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value) => InRange(LogDensity(value, location, scale));

    /// <inheritdoc/>
    public override Tensor Mean() => InRange(Full(location));

    /// <inheritdoc/>
    public override Tensor Variance() => InRange(Full(Square(scale)));

    /// <inheritdoc/>
    public override Tensor Entropy() => InRange(Full(Log(scale) + (0.5f + HalfLogTwoPi)));

    /// <summary>The latest draw of the parameters' shape, which knows the fast way to the divergence.</summary>
    internal NormalDraw LastDraw { get; private set; }

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape)
    {
        if (location.Shape != shape || scale.Shape != shape)
        {
            return Support.KeepInside(location + (scale * Tensor.Normal(shape, ref random)));
        }

        LastDraw = NormalDraw.Of(location, scale, ref random);
        return LastDraw.Value;
    }

    /// <summary>The weights of a network are many: they are looked at while they are drawn.</summary>
    internal override Flaw? TryDraw(ref Rng random, Shape shape, out Tensor value)
    {
        if (location.Shape != shape || scale.Shape != shape)
        {
            return base.TryDraw(ref random, shape, out value);
        }

        value = Draw(ref random, shape);
        return LastDraw.IsInRange ? null : FindFlaw();
    }

    internal static Tensor LogDensity(Tensor value, Tensor location, Tensor scale)
    {
        Tensor standard = (value - location) / scale;
        return (-0.5f * standard * standard) - (Log(scale) + HalfLogTwoPi); // the square alone would overflow first
    }

    internal override Flaw? FindFlaw() => NotFinite("location", location) ?? NotPositive("scale", scale);
}
