using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>What off-policy actor-critics minimize, as functions of their arguments alone.</summary>
public static class ActorCriticObjective
{
    /// <summary>Q(s, a) of one critic.</summary>
    /// <param name="critic">Observations and actions to one value.</param>
    /// <param name="s"><c>[batch, …observation]</c>.</param>
    /// <param name="a"><c>[batch, numbers]</c> in [−1, 1].</param>
    /// <returns><c>[batch]</c>.</returns>
    public static Tensor Value(Model critic, Tensor s, Tensor a)
    {
        ArgumentNullException.ThrowIfNull(critic);
        Tensor q = critic.Call(s, a)[0];
        return q.Reshape(q.Length(0));
    }

    /// <summary>
    /// The smallest value that any of the critics gives: clipped double Q-learning (Fujimoto et al. 2018, arXiv:1802.09477, eq. 10).
    /// </summary>
    /// <param name="critics">One or more.</param>
    /// <param name="s"><c>[batch, …observation]</c>.</param>
    /// <param name="a"><c>[batch, numbers]</c> in [−1, 1].</param>
    /// <returns><c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">There is no critic, or one is null.</exception>
    public static Tensor LeastValue(ReadOnlySpan<Model> critics, Tensor s, Tensor a)
    {
        RequireCritics(critics);
        Tensor least = Value(critics[0], s, a);
        foreach (Model critic in critics[1..])
        {
            least = Minimum(least, Value(critic, s, a));
        }

        return least;
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
        RequireCritics(critics);
        Tensor error = y - Value(critics[0], t.S_tm1, t.A_tm1);
        Tensor losses = Square(error), errors = error;
        foreach (Model critic in critics[1..])
        {
            error = y - Value(critic, t.S_tm1, t.A_tm1);
            losses += Square(error);
            errors += error;
        }

        return new(losses, errors * (1f / critics.Length));
    }

    /// <summary>There is one critic at least.</summary>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    internal static void RequireCritics(ReadOnlySpan<Model> critics)
    {
        if (critics.IsEmpty)
        {
            throw new ArgumentException("A value needs one critic at least; received none.", nameof(critics));
        }

        foreach (Model critic in critics)
        {
            ArgumentNullException.ThrowIfNull(critic, nameof(critics));
        }
    }
}
