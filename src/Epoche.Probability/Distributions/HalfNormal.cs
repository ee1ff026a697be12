using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>The distribution of |z| for a normal z of mean 0: a usual prior of scales.</summary>
/// <param name="scale">The standard deviation of z, above 0.</param>
public sealed class HalfNormal(Tensor scale) : Distribution
{
    private const float MeanOfUnit = 0.79788456080286536f; // √(2/π)
    private static readonly float s_logTwo = ScalarMath.Log(2f);

    /// <summary>The standard deviation of z.</summary>
    public Tensor Scale => scale;

    /// <inheritdoc/>
    public override Shape Shape => scale.Shape;

    /// <inheritdoc/>
    public override Constraint Support => Constraint.PositiveByExp;

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value) =>
        Where(value >= 0, (-0.5f * Square(value / scale)) - (Log(scale) + (HalfLogTwoPi - s_logTwo)), float.NegativeInfinity);

    /// <inheritdoc/>
    public override Tensor Mean() => scale * MeanOfUnit;

    /// <inheritdoc/>
    public override Tensor Variance() => Square(scale) * (1 - (MeanOfUnit * MeanOfUnit));

    /// <inheritdoc/>
    public override Tensor Entropy() => Log(scale) + (0.5f + HalfLogTwoPi - s_logTwo);

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape) => scale * Abs(Tensor.Normal(shape, ref random));

    internal override Flaw? FindFlaw() => NotPositive("scale", scale);
}
