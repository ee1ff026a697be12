using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>The distribution of |z| for a normal z of mean 0: a usual prior of scales.</summary>
/// <param name="scale">The standard deviation of z, above 0.</param>
public sealed class HalfNormal(Tensor scale) : Distribution
{
    private const float MeanOfUnit = 0.79788456080286536f, DeviationOfUnit = 0.60281027498981133f; // √(2/π) and √(1 − 2/π)
    private static readonly float s_logTwo = ScalarMath.Log(2f);

    /// <summary>The standard deviation of z.</summary>
    public Tensor Scale => scale;

    /// <inheritdoc/>
    public override Shape Shape => scale.Shape;

    /// <inheritdoc/>
    public override Constraint Support => Constraint.PositiveByExp;

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value)
    {
        Tensor? outside = MarkOutside(ref value, withEnds: true);
        Tensor standard = value / scale;
        return InRange(Except(outside, (-0.5f * standard * standard) - (Log(scale) + (HalfLogTwoPi - s_logTwo))));
    }

    /// <inheritdoc/>
    public override Tensor Mean() => InRange(scale * MeanOfUnit);

    /// <inheritdoc/>
    public override Tensor Variance() => InRange(Square(scale * DeviationOfUnit));

    /// <inheritdoc/>
    public override Tensor Entropy() => InRange(Log(scale) + (0.5f + HalfLogTwoPi - s_logTwo));

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape) => Support.KeepInside(scale * Abs(Tensor.Normal(shape, ref random)));

    internal override Flaw? FindFlaw() => NotPositive("scale", scale);
}
