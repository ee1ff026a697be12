namespace Epoche;

/// <summary>What DDPG minimizes, as functions of their arguments alone.</summary>
public static class DdpgObjective
{
    /// <summary>
    /// The targets y = r_t + discount_t · Q'(s_t, μ'(s_t)) (Lillicrap et al. 2015, arXiv:1509.02971, algorithm 1). A constant: networks are
    /// asked in evaluation mode, and nothing is recorded.
    /// </summary>
    /// <param name="actor">The target actor, to actions in [−1, 1].</param>
    /// <param name="critic">The target critic.</param>
    /// <param name="t">The transitions.</param>
    /// <returns><c>[batch]</c>.</returns>
    public static Tensor Targets(Model actor, Model critic, in Transitions t)
    {
        ArgumentNullException.ThrowIfNull(actor);
        using (EvaluationMode.Begin())
        using (Tape.Pause())
        {
            return t.R_t + (t.Discount_t * ActorCriticObjective.Value(critic, t.S_t, actor.Call(t.S_t)));
        }
    }

    /// <summary>
    /// −mean Q(s, μ(s)), the deterministic policy gradient (Silver et al. 2014; Lillicrap et al. 2015, eq. 6): it reaches the actor through
    /// the action alone.
    /// </summary>
    /// <param name="actor">To actions in [−1, 1].</param>
    /// <param name="critic">The critic, frozen by whoever calls.</param>
    /// <param name="s"><c>[batch, …observation]</c>.</param>
    /// <returns>One element.</returns>
    public static Tensor ActorLoss(Model actor, Model critic, Tensor s)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return -ActorCriticObjective.Value(critic, s, actor.Call(s)).Mean();
    }
}
