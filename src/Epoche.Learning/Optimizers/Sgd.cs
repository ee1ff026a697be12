using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Stochastic gradient descent: w −= lr·g; with momentum μ: m = μm + g, w −= lr·m; with Nesterov's: w −= lr·(g + μm) (Sutskever et al.
/// 2013, in the form that PyTorch uses). Weight decay adds decay·w to the gradient of kernels.
/// </summary>
/// <param name="learningRate">lr, a number or a schedule over updates.</param>
/// <param name="momentum">μ in [0, 1).</param>
/// <param name="nesterov">Look ahead; needs momentum.</param>
/// <param name="weightDecay">0 or more.</param>
public sealed class Sgd(Schedule learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0)
    : Optimizer(momentum > 0 ? 1 : 0, decays: weightDecay > 0, groups: true)
{
    private readonly Schedule _learningRate = Require.Rate(learningRate);
    private readonly float _momentum = Require.InRange(momentum, 0, 1, "momentum");
    private readonly bool _nesterov =
        !nesterov || momentum > 0 ? nesterov : throw new ArgumentException("Nesterov's form needs a momentum above 0.", nameof(nesterov));
    private readonly float _weightDecay = Require.NotNegative(weightDecay, "weight decay");

    /// <inheritdoc/>
    public override Schedule? LearningRate => _learningRate;

    /// <inheritdoc/>
    public override string StateKind => nameof(Sgd) + (_nesterov ? " with Nesterov's momentum" : _momentum > 0 ? " with momentum" : "");

    private protected override bool CanDecay => true;

    /// <inheritdoc/>
    public override Optimizer Fresh() => new Sgd(_learningRate, _momentum, _nesterov, _weightDecay);

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step)
    {
        float rate = Require.Rate(_learningRate, step) * slots.LearningRateFactor, decay = slots.WeightDecayOf(_weightDecay);
        if (_momentum > 0)
        {
            OptimizerKernels.Run(new MomentumUpdate(rate, decay, _momentum, _nesterov), weights, gradients, slots[0]);
        }
        else
        {
            OptimizerKernels.Run(new SgdUpdate(rate, decay), weights, gradients);
        }
    }

    /// <summary>
    /// Decay only shrinks weights as long as lr·decay stays well below 1, so what counts is the rest of the step, lr·(g + μm) and
    /// twice that with Nesterov's form.
    /// </summary>
    private protected override bool StaysFinite(double gradient, Span<double> slots, long step)
    {
        double rate = Require.Rate(_learningRate, step) * LargestFactor, decay = LargestDecay(_weightDecay), pull = gradient;
        if (_momentum > 0)
        {
            pull += _momentum * slots[0];
            slots[0] = Math.Max(slots[0], pull + (decay * float.MaxValue));
        }

        bool decays = decay > 0;
        return pull <= (decays ? FiniteBounds.Number : float.MaxValue / 2) && 2 * rate * pull <= FiniteBounds.Step
            && (!decays || (decay <= 0.125 && rate * decay <= 0.5));
    }
}
