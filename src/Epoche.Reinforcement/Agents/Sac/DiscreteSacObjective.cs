using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// What SAC minimizes where actions are discrete (Christodoulou 2019, arXiv:1910.07207): expectations over all actions take the place of
/// draws. Networks give one number for each action: the actor logits, a critic values.
/// </summary>
public static class DiscreteSacObjective
{
    /// <summary>What a logit counts that is not allowed: its probability is 0, and 0 times its logarithm is 0.</summary>
    private const float Forbidden = -1e8f;

    /// <summary>
    /// The targets y = r_t + discount_t · Σ_a π(a|s_t)·(min_i Q_i'(s_t, a) − α·ln π(a|s_t)) (eq. 10). A constant.
    /// </summary>
    /// <param name="actor">To logits.</param>
    /// <param name="critics">The target critics.</param>
    /// <param name="t">The transitions.</param>
    /// <param name="alpha">α.</param>
    /// <returns><c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">There is no critic, or one is null.</exception>
    public static Tensor Targets(Model actor, ReadOnlySpan<Model> critics, in Transitions t, float alpha)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ActorCriticObjective.RequireCritics(critics);
        using (EvaluationMode.Begin())
        using (Tape.Pause())
        {
            Tensor logarithms = LogProbabilities(actor, t.S_t, t.Allowed_t);
            Tensor worth = LeastValues(critics, t.S_t) - (alpha * logarithms);
            return t.R_t + (t.Discount_t * (Exp(logarithms) * worth).Sum(1));
        }
    }

    /// <summary>
    /// The squared errors of Q(s_tm1, a_tm1) against targets y, summed over the critics; as errors the mean over them of y − Q.
    /// </summary>
    /// <param name="critics">One or more.</param>
    /// <param name="t">The transitions.</param>
    /// <param name="y"><c>[batch]</c>, constants.</param>
    /// <returns><c>[batch]</c> each.</returns>
    /// <exception cref="ArgumentException">There is no critic, or one is null.</exception>
    public static TransitionLosses Losses(ReadOnlySpan<Model> critics, in Transitions t, Tensor y)
    {
        ActorCriticObjective.RequireCritics(critics);
        Tensor losses = default, errors = default;
        for (int i = 0; i < critics.Length; i++)
        {
            Tensor error = y - critics[i].Call(t.S_tm1).Gather(1, t.A_tm1);
            losses = i == 0 ? Square(error) : losses + Square(error);
            errors = i == 0 ? error : errors + error;
        }

        return new(losses, errors * (1f / critics.Length));
    }

    /// <summary>mean Σ_a π(a|s)·(α·ln π(a|s) − min_i Q_i(s, a)) (eq. 12); values are constants to it.</summary>
    /// <param name="actor">To logits.</param>
    /// <param name="critics">The critics.</param>
    /// <param name="s"><c>[batch, …observation]</c>.</param>
    /// <param name="allowed">Which actions are allowed, <c>[batch, actions]</c>, 1 or 0; null: all.</param>
    /// <param name="alpha">α.</param>
    /// <returns>One element, and for each observation the mean of ln π(a|s) over its actions, <c>[batch]</c>: less its entropy.</returns>
    /// <exception cref="ArgumentException">There is no critic, or one is null.</exception>
    public static (Tensor Loss, Tensor LogDensities) ActorLoss(
        Model actor, ReadOnlySpan<Model> critics, Tensor s, Tensor? allowed, float alpha)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ActorCriticObjective.RequireCritics(critics);
        Tensor values;
        using (EvaluationMode.Begin())
        using (Tape.Pause())
        {
            values = LeastValues(critics, s);
        }

        Tensor logarithms = LogProbabilities(actor, s, allowed), probabilities = Exp(logarithms);
        Tensor logDensities = (probabilities * logarithms).Sum(1);
        return (((alpha * logDensities) - (probabilities * values).Sum(1)).Mean(), logDensities);
    }

    private static Tensor LogProbabilities(Model actor, Tensor s, Tensor? allowed)
    {
        Tensor logits = actor.Call(s);
        return LogSoftmax(allowed is { } mask ? Where(mask, logits, Forbidden) : logits);
    }

    private static Tensor LeastValues(ReadOnlySpan<Model> critics, Tensor s)
    {
        Tensor least = critics[0].Call(s);
        foreach (Model critic in critics[1..])
        {
            least = Minimum(least, critic.Call(s));
        }

        return least;
    }
}
