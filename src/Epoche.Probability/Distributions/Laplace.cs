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
    public override Tensor LogDensity(Tensor value) => InRange(-(Abs(value - location) / scale) - (Log(scale) + s_logTwo));

    /// <inheritdoc/>
    public override Tensor Mean() => InRange(Full(location));

    /// <inheritdoc/>
    public override Tensor Variance() => InRange(Full(2 * Square(scale)));

    /// <inheritdoc/>
    public override Tensor Entropy() => InRange(Full(Log(scale) + (1 + s_logTwo)));

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape)
    {
        // ±(−ln u) with u in (0, 1] of 52 bits: 24 would end the tails at 17 scales, and leave gaps well before.
        Tensor noise = Tensor.Uninitialized(shape);
        foreach (ref float value in noise.Span)
        {
            ulong word = random.NextUInt64();
            double distance = -ScalarMath.Log(((word >> 12) + 1) * (1.0 / (1UL << 52)));
            value = (float)((word & 1) == 0 ? distance : -distance);
        }

        return Support.KeepInside(location + (scale * noise));
    }

    internal override Flaw? FindFlaw() => NotFinite("location", location) ?? NotPositive("scale", scale);
}
