using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>The distribution of |z| for a normal z of mean 0: a usual prior of scales.</summary>
public sealed class HalfNormal : Distribution
{
    private const float MeanOfUnit = 0.79788456080286536f, DeviationOfUnit = 0.60281027498981133f; // √(2/π) and √(1 − 2/π)
    private static readonly float s_logTwo = ScalarMath.Log(2f);
    private readonly Tensor _scale;

    /// <summary>Makes the distribution.</summary>
    /// <param name="scale">The standard deviation of z, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public HalfNormal(Tensor scale)
    {
        _scale = scale;
        RequireRange();
    }

    /// <summary>The standard deviation of z.</summary>
    public Tensor Scale => _scale;

    /// <inheritdoc/>
    public override Shape Shape => _scale.Shape;

    /// <inheritdoc/>
    public override Constraint Support => Constraint.PositiveByExp;

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value)
    {
        Tensor? outside = MarkOutside(ref value, withEnds: true);
        Tensor standard = value / _scale;
        return InRange(Except(outside, (-0.5f * standard * standard) - (Log(_scale) + (HalfLogTwoPi - s_logTwo))));
    }

    /// <inheritdoc/>
    public override Tensor Mean() => InRange(_scale * MeanOfUnit);

    /// <inheritdoc/>
    public override Tensor Variance() => InRange(Square(_scale * DeviationOfUnit));

    /// <inheritdoc/>
    public override Tensor Entropy() => InRange(Log(_scale) + (0.5f + HalfLogTwoPi - s_logTwo));

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape) =>
        Support.KeepInside(_scale * Abs(Tensor.Normal(shape, ref random)));

    internal override Flaw? FindFlaw() => NotPositive("scale", _scale);
}
