using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>Equally likely everywhere between two numbers.</summary>
public sealed class Uniform : Distribution
{
    private readonly Shape _shape;

    /// <summary>Makes the distribution.</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end, above the lower.</param>
    /// <param name="shape">The shape of a draw. Default: one number.</param>
    /// <exception cref="ArgumentException">The ends are not finite or not in order.</exception>
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
    public override Tensor LogDensity(Tensor value) =>
        Where((value >= Low) * (value <= High), Tensor.Full(_shape, -ScalarMath.Log(High - Low)), float.NegativeInfinity);

    /// <inheritdoc/>
    public override Tensor Mean() => Tensor.Full(_shape, Low + ((High - Low) / 2));

    /// <inheritdoc/>
    public override Tensor Variance() => Tensor.Full(_shape, (High - Low) * (High - Low) / 12);

    /// <inheritdoc/>
    public override Tensor Entropy() => Tensor.Full(_shape, ScalarMath.Log(High - Low));

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape) => Tensor.Uniform(shape, ref random, Low, High);
}
