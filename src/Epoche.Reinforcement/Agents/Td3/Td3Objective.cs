using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>What TD3's critics learn, as a function of its arguments alone; its actor learns by <see cref="DdpgObjective"/>.</summary>
public static class Td3Objective
{
    /// <summary>
    /// The targets y = r_t + discount_t · min_i Q_i'(s_t, clip(μ'(s_t) + clip(ε, ±c), ±1)): clipped double Q-learning with target policy
    /// smoothing (Fujimoto et al. 2018, arXiv:1802.09477, eq. 10 and 14). A constant: networks are asked in evaluation mode, and nothing is
    /// recorded.
    /// </summary>
    /// <param name="actor">The target actor, to actions in [−1, 1].</param>
    /// <param name="critics">The target critics.</param>
    /// <param name="t">The transitions.</param>
    /// <param name="noise">ε, <c>[batch, numbers]</c>.</param>
    /// <param name="limit">c.</param>
    /// <returns><c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">There is no critic, or one is null.</exception>
    public static Tensor Targets(Model actor, ReadOnlySpan<Model> critics, in Transitions t, Tensor noise, float limit)
    {
        ArgumentNullException.ThrowIfNull(actor);
        using (EvaluationMode.Begin())
        using (Tape.Pause())
        {
            Tensor a_t = Clip(actor.Call(t.S_t) + Clip(noise, -limit, limit), -1, 1);
            return t.R_t + (t.Discount_t * ActorCriticObjective.LeastValue(critics, t.S_t, a_t));
        }
    }
}
