using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>What DQN minimizes, as functions of their arguments alone.</summary>
public static class DqnObjective
{
    /// <summary>What an action counts that is not allowed: less than any value.</summary>
    private const float Forbidden = -1e30f;

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
    public static Tensor Loss(Model q, Model target, in Transitions t, bool doubleQ, float? huberDelta) =>
        Losses(q, target, t, doubleQ, huberDelta).Losses.Mean();

    /// <summary>The same for each transition.</summary>
    /// <inheritdoc cref="Loss" path="/param"/>
    /// <returns><c>[batch]</c>.</returns>
    public static TransitionLosses Losses(Model q, Model target, in Transitions t, bool doubleQ, float? huberDelta)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(target);
        Tensor y;
        using (EvaluationMode.Begin())
        using (Tape.Pause())
        using (LegalActions.Begin(t.Allowed_t))
        {
            Tensor q_t = target.Call(t.S_t);
            Tensor v_t = doubleQ
                ? q_t.Gather(1, Legal(q.Call(t.S_t), t.Allowed_t).ArgMax(1))
                : Legal(q_t, t.Allowed_t).Max(1);
            y = t.R_t + (t.Discount_t * v_t);
        }

        return Against(y, q, t, huberDelta);
    }

    /// <summary>
    /// Munchausen Q-learning (Vieillard et al. 2020, arXiv:2007.14430, eq. 3): the target of a policy π = softmax(q/τ) with its entropy,
    /// y = r_t + α·clip(τ ln π(a_tm1 | s_tm1), l₀, 0) + discount_t · τ·ln Σ_a exp(q(s_t, a)/τ), with q the target network throughout.
    /// (The sum of π·(q − τ ln π) is that soft maximum.)
    /// </summary>
    /// <param name="q">The online network.</param>
    /// <param name="target">The target network.</param>
    /// <param name="t">Transitions of one step.</param>
    /// <param name="options">τ, α and l₀.</param>
    /// <param name="huberDelta">Where Huber's loss turns from ½e² to a line; null: the squared error e².</param>
    /// <returns><c>[batch]</c>.</returns>
    public static TransitionLosses MunchausenLosses(
        Model q, Model target, in Transitions t, MunchausenOptions options, float? huberDelta)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        Tensor y;
        using (EvaluationMode.Begin())
        using (Tape.Pause())
        {
            float tau = options.Temperature;
            Tensor v_t, logPolicy;
            using (LegalActions.Begin(t.Allowed_t))
            {
                v_t = LogSumExp(Legal(target.Call(t.S_t), t.Allowed_t) / tau) * tau;
            }

            using (LegalActions.Begin(t.Allowed_tm1))
            {
                logPolicy = LogSoftmax(Legal(target.Call(t.S_tm1), t.Allowed_tm1) / tau);
            }

            Tensor bonus = Clip(logPolicy.Gather(1, t.A_tm1) * tau, options.Floor, 0) * options.Share;
            y = t.R_t + bonus + (t.Discount_t * v_t);
        }

        return Against(y, q, t, huberDelta);
    }

    /// <summary>Values among which the greatest is that of an allowed action.</summary>
    internal static Tensor Legal(Tensor values, Tensor? allowed) => allowed is { } mask ? Where(mask, values, Forbidden) : values;

    private static TransitionLosses Against(Tensor y, Model q, in Transitions t, float? huberDelta)
    {
        using (LegalActions.Begin(t.Allowed_tm1))
        {
            Tensor error = q.Call(t.S_tm1).Gather(1, t.A_tm1) - y;
            return new(huberDelta is { } delta ? Huber(error, delta) : Square(error), error);
        }
    }
}
