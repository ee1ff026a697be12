using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Lion (Chen et al. 2023, arXiv:2302.06675, algorithm 2): every weight moves by lr, in the direction of the sign of β₁m + (1−β₁)g; kernels
/// shrink by 1 − lr·decay before, biases do not. Then m = β₂m + (1−β₂)g.
/// </summary>
/// <remarks>The paper advises a rate 3 to 10 times smaller than Adam's, and a decay as many times larger than AdamW's.</remarks>
/// <param name="learningRate">lr, a number or a schedule over updates; 0.0001 is customary.</param>
/// <param name="weightDecay">0 or more.</param>
/// <param name="beta1">β₁ in [0, 1).</param>
/// <param name="beta2">β₂ in [0, 1).</param>
public sealed class Lion(Schedule learningRate, float weightDecay = 0, float beta1 = 0.9f, float beta2 = 0.99f)
    : Optimizer(slots: 1, decays: weightDecay > 0, groups: true)
{
    private readonly Schedule _learningRate = Require.Rate(learningRate);
    private readonly float _weightDecay = Require.NotNegative(weightDecay, "weight decay");
    private readonly float _beta1 = Require.InRange(beta1, 0, 1, "β₁"), _beta2 = Require.InRange(beta2, 0, 1, "β₂");

    /// <inheritdoc/>
    public override Schedule? LearningRate => _learningRate;

    private protected override bool CanDecay => true;

    /// <inheritdoc/>
    public override Optimizer Fresh() => new Lion(_learningRate, _weightDecay, _beta1, _beta2);

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step)
    {
        float rate = Require.Rate(_learningRate, step) * slots.LearningRateFactor;
        LionUpdate update = new(rate, Shrinking: 1 - (rate * (slots.WeightDecayOf(_weightDecay))), _beta1, _beta2);
        OptimizerKernels.Run(in update, weights, gradients, slots[0]);
    }

    /// <summary>The average is no larger than the largest gradient; decay only shrinks as long as lr·decay ≤ 1.</summary>
    private protected override bool StaysFinite(double gradient, Span<double> slots, long step)
    {
        double rate = Require.Rate(_learningRate, step) * LargestFactor;
        slots[0] = Math.Max(slots[0], gradient);
        return slots[0] <= FiniteBounds.Number && rate <= FiniteBounds.Step && rate * LargestDecay(_weightDecay) <= 1;
    }
}
