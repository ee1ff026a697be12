using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>What DQN minimizes, as a function of its arguments alone.</summary>
public static class DqnObjective
{
    /// <summary>
    /// The mean loss of Q(s_tm1, a_tm1) against the target y = r_t + discount_t · v(s_t), with v the target network's greatest value (Mnih
    /// et al. 2015, arXiv:1312.5602 eq. 2) or, in double Q-learning, the target network's value of the action that the <em>online</em>
    /// network finds best in s_t (van Hasselt et al. 2015, arXiv:1509.06461, eq. 4). Networks that are only asked, the target network and
    /// in double Q-learning the online one in s_t, are asked in evaluation mode: dropout lets everything pass and batch statistics stay.
    /// Only the pass that learns, Q(s_tm1), is one of training.
    /// </summary>
    /// <param name="q">The online network: <c>[batch, …observation]</c> → <c>[batch, actions]</c>. Only it gets gradients.</param>
    /// <param name="target">The target network.</param>
    /// <param name="t">The transitions.</param>
    /// <param name="doubleQ">Whether to decouple choosing from valuing the action.</param>
    /// <param name="huberDelta">Where Huber's loss turns from ½e² to a line; null: the squared error e².</param>
    /// <returns>One element.</returns>
    public static Tensor Loss(Model q, Model target, in Transitions t, bool doubleQ, float? huberDelta)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(target);
        Tensor y;
        using (EvaluationMode.Begin())
        using (Tape.Pause())
        {
            Tensor q_t = target.Call(t.S_t);
            Tensor v_t = doubleQ ? q_t.Gather(1, q.Call(t.S_t).ArgMax(1)) : q_t.Max(1);
            y = t.R_t + (t.Discount_t * v_t);
        }

        Tensor error = q.Call(t.S_tm1).Gather(1, t.A_tm1) - y;
        return (huberDelta is { } delta ? Huber(error, delta) : Square(error)).Mean();
    }
}
