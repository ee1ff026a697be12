namespace Epoche;

/// <summary>The loss of one update of A2C, and what it finds on the way.</summary>
internal sealed class A2cObjective(ActorCritic network, A2cOptions options)
{
    /// <summary>What the latest call found.</summary>
    public PolicyTerms Terms { get; private set; }

    /// <summary>The mean over a batch of the policy's loss, the values' errors and the entropy.</summary>
    /// <param name="batch">A rollout.</param>
    /// <param name="deviation">By what rewards are divided.</param>
    public Tensor Of(RolloutBatch batch, float deviation)
    {
        (Tensor policy, Tensor v) = network.Call(batch.ObservationTensor);
        Tensor? allowed = batch.AllowedTensor;
        Tensor logDensities = network.Head.LogDensity(policy, batch.ActionTensor, allowed);
        Tensor policyLoss = PolicyObjective.PolicyGradient(logDensities, batch.Column(batch.Advantages)).Mean();
        Tensor valueLoss = PolicyObjective.ValueLoss(
            v, batch.Column(batch.Returns), batch.Column(batch.Values), deviation: deviation).Mean();
        Tensor entropy = network.Head.Entropy(policy, allowed).Mean();
        Terms = new() { PolicyLoss = policyLoss.Item(), ValueLoss = valueLoss.Item(), Entropy = entropy.Item() };
        Tensor loss = policyLoss + (options.ValueWeight * valueLoss);
        return options.EntropyWeight > 0 ? loss - (options.EntropyWeight * entropy) : loss;
    }
}
