using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// Laplace's distribution: density exp(−|x − location|/scale)/(2·scale). As a prior of weights it favours few large ones.
/// </summary>
public sealed class Laplace : Distribution
{
    private static readonly float s_logTwo = ScalarMath.Log(2f);
    private readonly Tensor _location, _scale;

    /// <summary>Makes the distribution.</summary>
    /// <param name="location">The mean.</param>
    /// <param name="scale">The mean distance from it, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public Laplace(Tensor location, Tensor scale)
    {
        (_location, _scale) = (location, scale);
        RequireRange();
    }

    /// <summary>The mean.</summary>
    public Tensor Location => _location;

    /// <summary>The mean distance from the mean.</summary>
    public Tensor Scale => _scale;

    /// <inheritdoc/>
    public override Shape Shape => Joint(_location, _scale);

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value) => InRange(-(Abs(value - _location) / _scale) - (Log(_scale) + s_logTwo));

    /// <inheritdoc/>
    public override Tensor Mean() => InRange(Full(_location));

    /// <inheritdoc/>
    public override Tensor Variance() => InRange(Full(2 * Square(_scale)));

    /// <inheritdoc/>
    public override Tensor Entropy() => InRange(Full(Log(_scale) + (1 + s_logTwo)));

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

        return Support.KeepInside(_location + (_scale * noise));
    }

    internal override Flaw? FindFlaw() => NotFinite("location", _location) ?? NotPositive("scale", _scale);
}
