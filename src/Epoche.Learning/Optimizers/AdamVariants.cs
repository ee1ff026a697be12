using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Adamax (Kingma and Ba 2015, arXiv:1412.6980, algorithm 2): Adam by the largest gradient instead of the mean square;
/// u = max(β₂u, |g| + ε); w −= lr/(1−β₁ᵗ)·m/u.
/// </summary>
/// <param name="learningRate">lr, a number or a schedule over updates; 0.002 is customary.</param>
/// <param name="beta1">β₁ in [0, 1).</param>
/// <param name="beta2">β₂ in [0, 1).</param>
/// <param name="epsilon">ε &gt; 0, added to |g| as PyTorch does.</param>
public sealed class Adamax(Schedule learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
    : Optimizer(slots: 2, groups: true)
{
    private readonly AdamSettings _settings = new(Require.Rate(learningRate), beta1, beta2, epsilon);

    /// <inheritdoc/>
    public override Schedule? LearningRate => _settings.LearningRate;

    /// <inheritdoc/>
    public override Optimizer Fresh() => new Adamax(_settings.LearningRate, _settings.Beta1, _settings.Beta2, _settings.Epsilon);

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step)
    {
        AdamCorrections corrections = _settings.Corrections(slots.Updates);
        float rate = (float)(Require.Rate(_settings.LearningRate, step) * slots.LearningRateFactor / corrections.First);
        AdamaxUpdate update = new(rate, _settings.Beta1, _settings.Beta2, _settings.Epsilon);
        OptimizerKernels.Run(in update, weights, gradients, slots[0], slots[1]);
    }

    /// <summary>Neither slot exceeds the largest gradient by more than ε, and no step is longer than lr/(1−β₁)·m/ε.</summary>
    private protected override bool StaysFinite(double gradient, Span<double> slots, long step)
    {
        slots[0] = Math.Max(slots[0], gradient);
        slots[1] = Math.Max(slots[1], gradient + _settings.Epsilon);
        return slots[1] <= FiniteBounds.Number && _settings.IsFiniteStep(slots[0], step, LargestFactor);
    }
}

/// <summary>
/// NAdam (Dozat 2016, "Incorporating Nesterov momentum into Adam"): Adam with Nesterov's look ahead, and a momentum
/// μₜ = β₁·(1 − ½·0.96^(ψt)) that grows, as in PyTorch.
/// </summary>
/// <param name="learningRate">lr, a number or a schedule over updates; 0.002 is customary.</param>
/// <param name="beta1">β₁ in [0, 1).</param>
/// <param name="beta2">β₂ in [0, 1).</param>
/// <param name="epsilon">ε &gt; 0.</param>
/// <param name="momentumDecay">ψ, 0 or more.</param>
public sealed class NAdam(
    Schedule learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float momentumDecay = 0.004f)
    : Optimizer(slots: 2, groups: true)
{
    private readonly AdamSettings _settings = new(Require.Rate(learningRate), beta1, beta2, epsilon);
    private readonly GrowingMomentum _momentum = new(beta1, Require.NotNegative(momentumDecay, "momentum decay"));

    /// <inheritdoc/>
    public override Schedule? LearningRate => _settings.LearningRate;

    /// <inheritdoc/>
    public override Optimizer Fresh() =>
        new NAdam(_settings.LearningRate, _settings.Beta1, _settings.Beta2, _settings.Epsilon, _momentum.Decay);

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step)
    {
        double rate = Require.Rate(_settings.LearningRate, step) * slots.LearningRateFactor;
        (double now, double next, double product) = _momentum.At(slots.Updates);
        NAdamUpdate update = new(
            GradientRate: (float)(rate * (1 - now) / (1 - product)),
            MomentumRate: (float)(rate * next / (1 - (product * next))),
            _settings.Beta1,
            _settings.Beta2,
            RootCorrection: (float)(1 / Math.Sqrt(_settings.Corrections(slots.Updates).Second)),
            _settings.Epsilon);
        OptimizerKernels.Run(in update, weights, gradients, slots[0], slots[1]);
    }

    /// <summary>As Adam; the two parts of a step are each no longer than one of Adam.</summary>
    private protected override bool StaysFinite(double gradient, Span<double> slots, long step) =>
        _settings.StaysFinite(gradient, slots, step, LargestFactor, decay: 0);
}

/// <summary>
/// RAdam (Liu et al. 2020, arXiv:1908.03265, algorithm 2): Adam whose first steps are plain momentum, until enough gradients have come for
/// their mean square to mean something, and then grow towards Adam's.
/// </summary>
/// <param name="learningRate">lr, a number or a schedule over updates; 0.001 is customary.</param>
/// <param name="beta1">β₁ in [0, 1).</param>
/// <param name="beta2">β₂ in [0, 1).</param>
/// <param name="epsilon">ε &gt; 0.</param>
public sealed class RAdam(Schedule learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
    : Optimizer(slots: 2, groups: true)
{
    private const double LeastLength = 5; // of the average, for its variance to be finite; the paper has 4, its authors' code and PyTorch 5

    private readonly AdamSettings _settings = new(Require.Rate(learningRate), beta1, beta2, epsilon);

    /// <inheritdoc/>
    public override Schedule? LearningRate => _settings.LearningRate;

    /// <inheritdoc/>
    public override Optimizer Fresh() => new RAdam(_settings.LearningRate, _settings.Beta1, _settings.Beta2, _settings.Epsilon);

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step)
    {
        (double first, double second) = _settings.Corrections(slots.Updates);
        double rate = Require.Rate(_settings.LearningRate, step) * slots.LearningRateFactor / first;
        double longest = (2 / (1 - (double)_settings.Beta2)) - 1, length = longest - (2 * slots.Updates * (1 - second) / second);
        bool isRectified = length > LeastLength;
        if (isRectified)
        {
            rate *= Math.Sqrt(second * (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
        }

        RAdamUpdate update = new((float)rate, isRectified, _settings.Beta1, _settings.Beta2, _settings.Epsilon);
        OptimizerKernels.Run(in update, weights, gradients, slots[0], slots[1]);
    }

    /// <summary>As Adam; a step that is not divided by √v + ε is shorter where ε &lt; 1, and else no longer than lr/(1−β₁)·m.</summary>
    private protected override bool StaysFinite(double gradient, Span<double> slots, long step) =>
        _settings.StaysFinite(gradient, slots, step, LargestFactor, decay: 0) && _settings.Epsilon <= 1;
}

/// <summary>NAdam's momentum after so many updates: a pure function of their number, tabulated as far as the product matters.</summary>
internal sealed class GrowingMomentum
{
    private const double Nothing = 1e-20;
    private const int MostSteps = 1 << 20;

    private readonly double _beta1;
    private readonly double[] _products;

    public GrowingMomentum(float beta1, float decay)
    {
        (_beta1, Decay) = (beta1, decay);
        List<double> products = [];
        for (double product = 1; product > Nothing && products.Count < MostSteps;)
        {
            product *= Momentum(products.Count + 1);
            products.Add(product);
        }

        _products = [.. products];
    }

    /// <summary>ψ.</summary>
    public float Decay { get; }

    /// <summary>μₜ, μₜ₊₁ and the product of μ₁ to μₜ.</summary>
    public (double Now, double Next, double Product) At(long update) =>
        (Momentum(update), Momentum(update + 1), update <= _products.Length ? _products[update - 1] : 0);

    private double Momentum(long update) => _beta1 * (1 - (0.5 * ScalarMath.Exp(update * Decay * ScalarMath.Log(0.96))));
}
