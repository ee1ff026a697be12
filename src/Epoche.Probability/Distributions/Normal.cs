using Epoche.Tensors;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>The normal distribution: density exp(−½((x − location)/scale)²)/(scale·√2π).</summary>
public sealed class Normal : Distribution
{
    private readonly Tensor _location, _scale;

    /// <summary>Makes the distribution.</summary>
    /// <param name="location">The mean.</param>
    /// <param name="scale">The standard deviation, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public Normal(Tensor location, Tensor scale)
        : this((location, scale)) => RequireRange();

    private Normal((Tensor Location, Tensor Scale) parameters) => (_location, _scale) = parameters;

    /// <summary>The mean.</summary>
    public Tensor Location => _location;

    /// <summary>The standard deviation.</summary>
    public Tensor Scale => _scale;

    /// <inheritdoc/>
    public override Shape Shape => Joint(_location, _scale);

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value) => InRange(LogDensity(value, _location, _scale));

    /// <inheritdoc/>
    public override Tensor Mean() => InRange(Full(_location));

    /// <inheritdoc/>
    public override Tensor Variance() => InRange(Full(Square(_scale)));

    /// <inheritdoc/>
    public override Tensor Entropy() => InRange(Full(Log(_scale) + (0.5f + HalfLogTwoPi)));

    /// <summary>The latest draw of the parameters' shape, which knows the fast way to the divergence.</summary>
    internal FusedNormalDraw LastDraw { get; private set; }

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape)
    {
        if (_location.Shape != shape || _scale.Shape != shape)
        {
            return Support.KeepInside(_location + (_scale * Tensor.Normal(shape, ref random)));
        }

        LastDraw = FusedNormalDraw.Of(_location, _scale, ref random);
        return LastDraw.Value;
    }

    /// <summary>Looks at the parameters while it draws.</summary>
    internal override Flaw? TryDraw(ref Rng random, Shape shape, out Tensor value)
    {
        if (_location.Shape != shape || _scale.Shape != shape)
        {
            return base.TryDraw(ref random, shape, out value);
        }

        value = Draw(ref random, shape);
        return LastDraw.IsInRange ? null : FindFlaw();
    }

    /// <summary>Of the weights of a network, which are many: in range or not, for they are looked at while they are drawn.</summary>
    internal static Normal OfWeights(Tensor location, Tensor scale) => new((location, scale));

    internal static Tensor LogDensity(Tensor value, Tensor location, Tensor scale)
    {
        Tensor standard = (value - location) / scale;
        return (-0.5f * standard * standard) - (Log(scale) + HalfLogTwoPi); // the square alone would overflow first
    }

    internal override Flaw? FindFlaw() => NotFinite("location", _location) ?? NotPositive("scale", _scale);
}
