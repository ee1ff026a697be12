using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>What is minimized where values are distributions, as functions of their arguments alone.</summary>
public static class DistributionObjective
{
    /// <summary>
    /// Categorical (Bellemare et al. 2017, arXiv:1707.06887, Algorithm 1): the cross-entropy −Σ_i m_i ln p_i(s_tm1, a_tm1), where m is the
    /// distribution of r_t + discount_t · Z(s_t, a*) under the target network, projected onto the atoms. a* has the greatest mean under the
    /// target network, or in double Q-learning under the online one.
    /// </summary>
    /// <param name="q">The online network, whose last layer is <paramref name="values"/>.</param>
    /// <param name="target">The target network.</param>
    /// <param name="t">The transitions.</param>
    /// <param name="values">The values of the atoms.</param>
    /// <param name="doubleQ">Whether to decouple choosing from valuing the action.</param>
    /// <returns><c>[batch]</c>; the errors are the losses.</returns>
    public static TransitionLosses Categorical(Model q, Model target, in Transitions t, CategoricalValues values, bool doubleQ)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(values);
        Tensor projected;
        using (EvaluationMode.Begin())
        using (Tape.Pause())
        {
            Tensor p = Softmax(Next(q, target, t, values, doubleQ));
            projected = Tensor.Zeros(p.Shape);
            CategoricalProjection.Project(p.Values, t.R_t.Values, t.Discount_t.Values, values.Low, values.High, projected.Span);
        }

        Tensor losses = SoftmaxCrossEntropy(Chosen(q, t), projected);
        return new(losses, losses);
    }

    /// <summary>
    /// Quantile regression (Dabney et al. 2018, arXiv:1710.10044, eq. 10): of the pairwise errors u_ij = r_t + discount_t·θ_j(s_t, a*) −
    /// θ_i(s_tm1, a_tm1) the loss |τ_i − 1(u_ij &lt; 0)|·Huber_κ(u_ij)/κ with τ_i = (2i + 1)/2M, summed over the predictions i and
    /// averaged over the targets j.
    /// </summary>
    /// <param name="q">The online network, whose last layer is <paramref name="values"/>.</param>
    /// <param name="target">The target network.</param>
    /// <param name="t">The transitions.</param>
    /// <param name="values">That layer.</param>
    /// <param name="doubleQ">Whether to decouple choosing from valuing the action.</param>
    /// <param name="kappa">κ, where Huber's loss turns into a line; above 0.</param>
    /// <returns><c>[batch]</c>; the errors are the losses.</returns>
    public static TransitionLosses Quantile(Model q, Model target, in Transitions t, QuantileValues values, bool doubleQ, float kappa)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(values);
        Tensor y, below, above; // what an error counts where the prediction is too large, and where it is not
        using (EvaluationMode.Begin())
        using (Tape.Pause())
        {
            Tensor next = Next(q, target, t, values, doubleQ);
            int batch = next.Length(0), atoms = next.Length(1);
            y = (t.R_t.Reshape(batch, 1) + (t.Discount_t.Reshape(batch, 1) * next)).Reshape(batch, 1, atoms);
            (below, above) = (Tensor.Zeros([1, atoms, 1]), Tensor.Zeros([1, atoms, 1]));
            for (int i = 0; i < atoms; i++)
            {
                float tau = ((2 * i) + 1f) / (2 * atoms);
                (below.Span[i], above.Span[i]) = ((1 - tau) / kappa / atoms, tau / kappa / atoms);
            }
        }

        Tensor theta = Chosen(q, t);
        int rows = theta.Length(0), pairs = theta.Length(1) * theta.Length(1);
        Tensor u = y - theta.Reshape(rows, theta.Length(1), 1);
        Tensor weights;
        using (Tape.Pause())
        {
            weights = Where(u < 0, below, above);
        }

        Tensor losses = (weights * Huber(u, kappa)).Reshape(rows, pairs).Sum(1);
        return new(losses, losses);
    }

    /// <summary>The target network's distribution of the best action in s_t, <c>[batch, atoms]</c>.</summary>
    private static Tensor Next(Model q, Model target, in Transitions t, ValueDistribution values, bool doubleQ)
    {
        using (LegalActions.Begin(t.Allowed_t))
        using (ValueDistribution.Distributions())
        {
            Tensor next = target.Call(t.S_t), means = values.Mean(doubleQ ? q.Call(t.S_t) : next);
            return Row(next, DqnObjective.Legal(means, t.Allowed_t).ArgMax(1));
        }
    }

    /// <summary>The online network's distribution of what was done in s_tm1, <c>[batch, atoms]</c>.</summary>
    private static Tensor Chosen(Model q, in Transitions t)
    {
        using (LegalActions.Begin(t.Allowed_tm1))
        using (ValueDistribution.Distributions())
        {
            return Row(q.Call(t.S_tm1), t.A_tm1);
        }
    }

    /// <summary>Of the distributions of all actions, those of one action for each transition.</summary>
    private static Tensor Row(Tensor distributions, Tensor actions)
    {
        int batch = distributions.Length(0), count = distributions.Length(1);
        Tensor rows = Tensor.Zeros([batch]);
        for (int i = 0; i < batch; i++)
        {
            rows.Span[i] = (i * count) + actions.Values[i];
        }

        return Embedding(rows, distributions.Reshape(batch * count, distributions.Length(2)));
    }
}
