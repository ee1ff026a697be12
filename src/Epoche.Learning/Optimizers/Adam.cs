using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Adam with bias correction (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1): m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²;
/// w −= lr·m̂/(√v̂ + ε).
/// </summary>
/// <param name="learningRate">lr, a number or a schedule over updates; 0.001 is customary.</param>
/// <param name="beta1">β₁ in [0, 1).</param>
/// <param name="beta2">β₂ in [0, 1).</param>
/// <param name="epsilon">ε &gt; 0.</param>
public sealed class Adam(Schedule learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
    : Optimizer(slots: 2, groups: true)
{
    private readonly Schedule _learningRate = Require.Rate(learningRate);
    private readonly AdamSettings _settings = new(learningRate, beta1, beta2, epsilon);

    /// <inheritdoc/>
    public override Schedule? LearningRate => _learningRate;

    /// <inheritdoc/>
    public override Optimizer Fresh() => new Adam(_learningRate, _settings.Beta1, _settings.Beta2, _settings.Epsilon);

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step) =>
        OptimizerKernels.Run(_settings.At(step, slots, decay: 0), weights, gradients, slots[0], slots[1]);

    private protected override bool StaysFinite(double gradient, Span<double> slots, long step) =>
        _settings.StaysFinite(gradient, slots, step, LargestFactor, decay: 0);
}

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2): kernels shrink by 1 − lr·decay
/// before Adam's step; biases do not.
/// </summary>
/// <param name="learningRate">lr, a number or a schedule over updates.</param>
/// <param name="weightDecay">0 or more; 0.01 is customary.</param>
/// <param name="beta1">β₁ in [0, 1).</param>
/// <param name="beta2">β₂ in [0, 1).</param>
/// <param name="epsilon">ε &gt; 0.</param>
public sealed class AdamW(Schedule learningRate, float weightDecay = 0.01f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
    : Optimizer(slots: 2, decays: weightDecay > 0, groups: true)
{
    private readonly Schedule _learningRate = Require.Rate(learningRate);
    private readonly AdamSettings _settings = new(learningRate, beta1, beta2, epsilon);
    private readonly float _weightDecay = Require.NotNegative(weightDecay, "weight decay");

    /// <inheritdoc/>
    public override Schedule? LearningRate => _learningRate;

    private protected override bool CanDecay => true;

    /// <inheritdoc/>
    public override Optimizer Fresh() => new AdamW(_learningRate, _weightDecay, _settings.Beta1, _settings.Beta2, _settings.Epsilon);

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step) =>
        OptimizerKernels.Run(_settings.At(step, slots, slots.WeightDecayOf(_weightDecay)), weights, gradients, slots[0], slots[1]);

    private protected override bool StaysFinite(double gradient, Span<double> slots, long step) =>
        _settings.StaysFinite(gradient, slots, step, LargestFactor, LargestDecay(_weightDecay));
}

/// <summary>What averages that began at zero lack after so many updates: 1−β₁ᵗ and 1−β₂ᵗ.</summary>
internal readonly record struct AdamCorrections(double First, double Second);

/// <summary>What Adam and its variants share: their checked settings, the corrections of a step, and when it surely stays finite.</summary>
internal sealed class AdamSettings(Schedule learningRate, float beta1, float beta2, float epsilon)
{
    internal Schedule LearningRate { get; } = learningRate;

    internal float Beta1 { get; } = Require.InRange(beta1, 0, 1, "β₁");

    internal float Beta2 { get; } = Require.InRange(beta2, 0, 1, "β₂");

    internal float Epsilon { get; } = Require.Positive(epsilon, "ε");

    /// <param name="step">The number of the update, which the rate follows.</param>
    /// <param name="slots">The range, whose averages began at zero with the first of its updates (section 3 of the paper).</param>
    /// <param name="decay">The weight decay.</param>
    internal AdamUpdate At(long step, Slots slots, float decay)
    {
        float rate = Require.Rate(LearningRate, step) * slots.LearningRateFactor;
        (double correction1, double correction2) = Corrections(slots.Updates);
        return new AdamUpdate(
            CorrectedRate: (float)(rate / correction1),
            Shrinking: 1 - (rate * decay),
            Beta1,
            Beta2,
            RootCorrection: (float)(1 / Math.Sqrt(correction2)),
            Epsilon);
    }

    internal AdamCorrections Corrections(long updates) => new(1 - Power(Beta1, updates), 1 - Power(Beta2, updates));

    /// <summary>
    /// Averages of gradients and squares are no larger than the largest; a step is at most lr/(1−β₁)·m/ε, and decay only
    /// shrinks as long as lr·decay ≤ 1.
    /// </summary>
    internal bool StaysFinite(double gradient, Span<double> slots, long step, double factor, double decay)
    {
        slots[0] = Math.Max(slots[0], gradient);
        slots[1] = Math.Max(slots[1], gradient * gradient);
        return slots[1] <= FiniteBounds.Number && IsFiniteStep(slots[0], step, factor)
            && Require.Rate(LearningRate, step) * factor * decay <= 1;
    }

    /// <summary>Whether lr/(1−β₁)·m/ε leads from no finite weight to an infinite one.</summary>
    internal bool IsFiniteStep(double largest, long step, double factor)
    {
        double ratio = largest / Epsilon;
        return ratio <= FiniteBounds.Number && Require.Rate(LearningRate, step) * factor / (1 - Beta1) * ratio <= FiniteBounds.Step;
    }

    /// <summary>x to a whole power by squaring: the same bits everywhere, which Math.Pow does not promise.</summary>
    private static double Power(double x, long exponent)
    {
        double result = 1;
        for (; exponent > 0; exponent >>= 1)
        {
            result *= (exponent & 1) != 0 ? x : 1;
            x *= x;
        }

        return result;
    }
}
