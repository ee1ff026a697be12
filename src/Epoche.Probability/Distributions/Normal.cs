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
    public override Tensor LogDensity(Tensor value) => LogDensity(value, location, scale);

    /// <inheritdoc/>
    public override Tensor Mean() => Full(location);

    /// <inheritdoc/>
    public override Tensor Variance() => Full(Square(scale));

    /// <inheritdoc/>
    public override Tensor Entropy() => Full(Log(scale) + (0.5f + HalfLogTwoPi));

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape) => location.Shape == shape && scale.Shape == shape
        ? Tensor.Normal(location, scale, ref random) // in one pass: the weights of a network are many
        : location + (scale * Tensor.Normal(shape, ref random));

    internal static Tensor LogDensity(Tensor value, Tensor location, Tensor scale) =>
        (-0.5f * Square((value - location) / scale)) - (Log(scale) + HalfLogTwoPi);

    internal override Flaw? FindFlaw() => NotFinite("location", location) ?? NotPositive("scale", scale);
}
