using Epoche.Kernels;

namespace Epoche;

/// <summary>Equally likely everywhere between two numbers.</summary>
public sealed class Uniform : Distribution
{
    private readonly Shape _shape;

    /// <summary>Makes the distribution.</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end, above the lower.</param>
    /// <param name="shape">The shape of a draw. Default: one number.</param>
    /// <exception cref="ArgumentException">
    /// The ends are not finite or not in order, their difference is infinite, or no float lies between them.
    /// </exception>
    public Uniform(float low, float high, Shape shape = default)
    {
        Support = low == 0 && high == 1 ? Constraint.UnitInterval : Constraint.Interval(low, high);
        _shape = shape == default ? [] : shape;
    }

    /// <summary>The lower end.</summary>
    public float Low => Support.Low;

    /// <summary>The upper end.</summary>
    public float High => Support.High;

    /// <inheritdoc/>
    public override Shape Shape => _shape;

    /// <inheritdoc/>
    public override Constraint Support { get; }

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value)
    {
        Tensor? outside = MarkOutside(ref value, withEnds: true);
        return Except(outside, Tensor.Full(Broadcast.Shape(value.Shape, _shape), -ScalarMath.Log(High - Low)));
    }

    /// <inheritdoc/>
    public override Tensor Mean() => Tensor.Full(_shape, (float)(((double)Low + High) / 2));

    /// <inheritdoc/>
    public override Tensor Variance() => Tensor.Full(_shape, (float)((double)(High - Low) * (High - Low) / 12));

    /// <inheritdoc/>
    public override Tensor Entropy() => Tensor.Full(_shape, ScalarMath.Log(High - Low));

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape) =>
        Support.KeepInside(Tensor.Uniform(shape, ref random, Low, High));
}
