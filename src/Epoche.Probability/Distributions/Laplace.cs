using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>Laplace's distribution: density exp(−|x − location|/scale)/(2·scale). As a prior of weights it favours few large ones.</summary>
/// <param name="location">The mean.</param>
/// <param name="scale">The mean distance from it, above 0.</param>
public sealed class Laplace(Tensor location, Tensor scale) : Distribution
{
    private static readonly float s_logTwo = ScalarMath.Log(2f);

    /// <summary>The mean.</summary>
    public Tensor Location => location;

    /// <summary>The mean distance from the mean.</summary>
    public Tensor Scale => scale;

    /// <inheritdoc/>
    public override Shape Shape => Joint(location, scale);

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value) => -(Abs(value - location) / scale) - (Log(scale) + s_logTwo);

    /// <inheritdoc/>
    public override Tensor Mean() => Full(location);

    /// <inheritdoc/>
    public override Tensor Variance() => Full(2 * Square(scale));

    /// <inheritdoc/>
    public override Tensor Entropy() => Full(Log(scale) + (1 + s_logTwo));

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape)
    {
        // The difference of two exponential numbers, each −ln u with u in (0, 1].
        Tensor first = Log(1 - Tensor.Uniform(shape, ref random)), second = Log(1 - Tensor.Uniform(shape, ref random));
        return location + (scale * (first - second));
    }

    internal override Flaw? FindFlaw() => NotFinite("location", location) ?? NotPositive("scale", scale);
}
