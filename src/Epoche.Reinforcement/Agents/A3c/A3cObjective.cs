namespace Epoche;

/// <summary>The loss of a worker's steps, and what it finds on the way.</summary>
internal sealed class A3cObjective(ActorCritic network, A3cOptions options)
{
    /// <summary>What the latest call found, as means over the steps.</summary>
    public PolicyTerms Terms { get; private set; }

    /// <summary>Sums over the steps, as algorithm S3 accumulates them: Σ_t −ln π·A + w·½(R − v)² − β·H.</summary>
    /// <param name="batch">The steps since the worker copied its weights.</param>
    public Tensor Of(RolloutBatch batch)
    {
        (Tensor policy, Tensor v) = network.Call(batch.ObservationTensor);
        Tensor? allowed = batch.AllowedTensor;
        Tensor logDensities = network.Head.LogDensity(policy, batch.ActionTensor, allowed);
        Tensor policyLoss = PolicyObjective.PolicyGradient(logDensities, batch.Column(batch.Advantages)).Sum();
        Tensor valueLoss = PolicyObjective.ValueLoss(v, batch.Column(batch.Returns), batch.Column(batch.Values)).Sum();
        Tensor entropy = network.Head.Entropy(policy, allowed).Sum();
        Terms = new()
        {
            PolicyLoss = policyLoss.Item() / batch.Size, ValueLoss = valueLoss.Item() / batch.Size, Entropy = entropy.Item() / batch.Size,
        };
        Tensor loss = policyLoss + (0.5f * options.ValueWeight * valueLoss);
        return options.EntropyWeight > 0 ? loss - (options.EntropyWeight * entropy) : loss;
    }
}
