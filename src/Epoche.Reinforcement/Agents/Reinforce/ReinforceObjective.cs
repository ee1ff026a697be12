namespace Epoche;

/// <summary>The loss of an update of REINFORCE, and what it finds on the way.</summary>
internal sealed class ReinforceObjective(ActorCritic network, ReinforceOptions options)
{
    /// <summary>What the latest call found, as means over all steps.</summary>
    public PolicyTerms Terms { get; private set; }

    /// <summary>Sums over the steps of an episode, means over episodes: Σ_t −ln π(a_t|s_t)·A_t + w·(G_t − v_t)² − β·H_t.</summary>
    /// <param name="rows">All steps of the episodes.</param>
    /// <param name="advantages">A_t of each.</param>
    /// <param name="episodes">How many episodes they are.</param>
    public Tensor Of(EpisodeRows rows, float[] advantages, int episodes)
    {
        (Tensor policy, Tensor v) = network.Call(rows.ObservationTensor);
        Tensor? allowed = rows.AllowedTensor;
        Tensor logDensities = network.Head.LogDensity(policy, rows.ActionTensor, allowed);
        Tensor policyLoss = PolicyObjective.PolicyGradient(logDensities, Tensor.Wrap(advantages, [rows.Count])).Sum();
        Tensor valueLoss = PolicyObjective.ValueLoss(v, Tensor.Wrap(rows.Returns, [rows.Count]), v).Sum();
        Tensor entropy = network.Head.Entropy(policy, allowed).Sum();
        Terms = new()
        {
            PolicyLoss = policyLoss.Item() / rows.Count, ValueLoss = valueLoss.Item() / rows.Count, Entropy = entropy.Item() / rows.Count,
        };
        Tensor sum = options.Baseline == ReinforceBaseline.Value ? policyLoss + (options.ValueWeight * valueLoss) : policyLoss;
        return (options.EntropyWeight > 0 ? sum - (options.EntropyWeight * entropy) : sum) * (1f / episodes);
    }
}
