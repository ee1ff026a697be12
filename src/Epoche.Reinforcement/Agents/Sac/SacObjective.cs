using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>What SAC minimizes where actions are continuous, as functions of their arguments alone.</summary>
public static class SacObjective
{
    /// <summary>
    /// The targets y = r_t + discount_t · (min_i Q_i'(s_t, a) − α·ln π(a|s_t)) with a drawn from the policy as it is now (Haarnoja et al.
    /// 2018, arXiv:1812.05905, eq. 3 and 5). A constant: networks are asked in evaluation mode, and nothing is recorded.
    /// </summary>
    /// <param name="actor">To the outputs of the head.</param>
    /// <param name="head">Makes actions of them.</param>
    /// <param name="critics">The target critics.</param>
    /// <param name="t">The transitions.</param>
    /// <param name="alpha">α.</param>
    /// <param name="noise">Standard normal numbers for the draws, <c>[batch, numbers]</c>.</param>
    /// <returns><c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">There is no critic, or one is null.</exception>
    public static Tensor Targets(
        Model actor, SquashedGaussianHead head, ReadOnlySpan<Model> critics, in Transitions t, float alpha, Tensor noise)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(head);
        using (EvaluationMode.Begin())
        using (Tape.Pause())
        {
            (Tensor a_t, Tensor logDensities) = head.Draw(actor.Call(t.S_t), noise);
            return t.R_t + (t.Discount_t * (ActorCriticObjective.LeastValue(critics, t.S_t, a_t) - (alpha * logDensities)));
        }
    }

    /// <summary>mean(α·ln π(a|s) − min_i Q_i(s, a)) with a drawn with its gradient (eq. 9).</summary>
    /// <param name="actor">To the outputs of the head.</param>
    /// <param name="head">Makes actions of them.</param>
    /// <param name="critics">The critics, frozen by whoever calls.</param>
    /// <param name="s"><c>[batch, …observation]</c>.</param>
    /// <param name="alpha">α.</param>
    /// <param name="noise">Standard normal numbers for the draws, <c>[batch, numbers]</c>.</param>
    /// <returns>One element, and the log-densities of the draws, <c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">There is no critic, or one is null.</exception>
    public static (Tensor Loss, Tensor LogDensities) ActorLoss(
        Model actor, SquashedGaussianHead head, ReadOnlySpan<Model> critics, Tensor s, float alpha, Tensor noise)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(head);
        (Tensor a, Tensor logDensities) = head.Draw(actor.Call(s), noise);
        return (((alpha * logDensities) - ActorCriticObjective.LeastValue(critics, s, a)).Mean(), logDensities);
    }
}
