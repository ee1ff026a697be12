using Epoche.Kernels;

namespace Epoche;

/// <summary>RMSprop (Tieleman and Hinton 2012): v = ρv + (1−ρ)g²; w −= lr·g/√(v + ε), with ε under the root.</summary>
/// <param name="learningRate">lr, a number or a schedule over updates.</param>
/// <param name="decay">ρ in [0, 1).</param>
/// <param name="epsilon">ε &gt; 0.</param>
public sealed class RmsProp(Schedule learningRate, float decay = 0.9f, float epsilon = 1e-8f) : Optimizer(slots: 1, groups: true)
{
    private readonly Schedule _learningRate = Require.Rate(learningRate);
    private readonly float _decay = Require.InRange(decay, 0, 1, "decay ρ");
    private readonly float _epsilon = Require.Positive(epsilon, "ε");

    /// <inheritdoc/>
    public override Schedule? LearningRate => _learningRate;

    /// <inheritdoc/>
    public override Optimizer Fresh() => new RmsProp(_learningRate, _decay, _epsilon);

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step)
    {
        float rate = Require.Rate(_learningRate, step) * slots.LearningRateFactor;
        RmsPropUpdate update = new(rate, Rho: _decay, OneMinusRho: 1 - _decay, _epsilon);
        OptimizerKernels.Run(in update, weights, gradients, slots[0]);
    }

    /// <summary>The average of squares is no larger than the largest; a step is at most lr·g/√ε.</summary>
    private protected override bool StaysFinite(double gradient, Span<double> slots, long step)
    {
        double rate = Require.Rate(_learningRate, step) * LargestFactor, ratio = gradient / Math.Sqrt(_epsilon);
        slots[0] = Math.Max(slots[0], gradient * gradient);
        return slots[0] <= FiniteBounds.Number && ratio <= FiniteBounds.Number && rate * ratio <= FiniteBounds.Step;
    }
}

/// <summary>
/// RMSprop as Graves wrote it (2013, arXiv:1308.0850, eq. 38–45): n = ρn + (1−ρ)g²; m = ρm + (1−ρ)g; Δ = μΔ − lr·g/√(n − m² + ε); w += Δ.
/// </summary>
/// <param name="learningRate">lr, a number or a schedule over updates.</param>
/// <param name="decay">ρ in [0, 1).</param>
/// <param name="momentum">μ in [0, 1).</param>
/// <param name="epsilon">ε &gt; 0.</param>
public sealed class RmsPropGraves(Schedule learningRate, float decay = 0.95f, float momentum = 0.9f, float epsilon = 1e-4f)
    : Optimizer(slots: 3, groups: true)
{
    private readonly Schedule _learningRate = Require.Rate(learningRate);
    private readonly float _decay = Require.InRange(decay, 0, 1, "decay ρ");
    private readonly float _momentum = Require.InRange(momentum, 0, 1, "momentum");
    private readonly float _epsilon = Require.Positive(epsilon, "ε");

    /// <inheritdoc/>
    public override Schedule? LearningRate => _learningRate;

    /// <inheritdoc/>
    public override Optimizer Fresh() => new RmsPropGraves(_learningRate, _decay, _momentum, _epsilon);

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step)
    {
        float rate = Require.Rate(_learningRate, step) * slots.LearningRateFactor;
        RmsPropGravesUpdate update = new(rate, Rho: _decay, OneMinusRho: 1 - _decay, _momentum, _epsilon);
        OptimizerKernels.Run(in update, weights, gradients, slots[0], slots[1], slots[2]);
    }

    /// <summary>As for <see cref="RmsProp"/>; Δ is a sum of such steps, each counting μ times the next.</summary>
    private protected override bool StaysFinite(double gradient, Span<double> slots, long step)
    {
        double rate = Require.Rate(_learningRate, step) * LargestFactor, ratio = gradient / Math.Sqrt(_epsilon);
        slots[0] = Math.Max(slots[0], gradient * gradient);
        slots[1] = Math.Max(slots[1], gradient);
        slots[2] = Math.Max(slots[2], (_momentum * slots[2]) + (rate * ratio));
        return slots[0] <= FiniteBounds.Number && ratio <= FiniteBounds.Number && slots[2] <= FiniteBounds.Step;
    }
}
