using Epoche.Tensors;

namespace Epoche;

/// <summary>The loss of one update of PPO (eq. 9 of the paper), and what it finds on the way.</summary>
internal sealed class PpoObjective(ActorCritic network, PpoOptions options)
{
    private PolicyTerms _terms;

    /// <summary>What the latest call found.</summary>
    public PolicyTerms Terms => _terms;

    /// <summary>The mean over a batch of the clipped surrogate, the values' errors and the entropy.</summary>
    /// <param name="batch">Rows of a rollout.</param>
    /// <param name="clip">How far a ratio counts.</param>
    /// <param name="deviation">By what rewards are divided.</param>
    public Tensor Of(RolloutBatch batch, float clip, float deviation)
    {
        (Tensor policy, Tensor v) = network.Memory is null
            ? network.Call(batch.ObservationTensor)
            : network.Call(
                batch.ObservationTensor, Tensor.Wrap(batch.States, [batch.Sequences, network.StateSize]),
                Tensor.Wrap(batch.Begins, [batch.Sequences, batch.Size / batch.Sequences]));
        Tensor? allowed = batch.AllowedTensor;
        Tensor logRatio = network.Head.LogDensity(policy, batch.ActionTensor, allowed) - batch.Column(batch.LogDensities);
        Tensor ratio = Ops.Exp(logRatio);
        Tensor policyLoss = PolicyObjective.ClippedSurrogate(ratio, batch.Column(batch.Advantages), clip).Mean();
        Tensor valueLoss = PolicyObjective.ValueLoss(
            v, batch.Column(batch.Returns), batch.Column(batch.Values), options.ValueClip, deviation).Mean();
        Tensor entropy = network.Head.Entropy(policy, allowed).Mean();
        _terms = new() { PolicyLoss = policyLoss.Item(), ValueLoss = valueLoss.Item(), Entropy = entropy.Item() };
        Measure(ratio.Values, logRatio.Values, clip);
        Tensor loss = policyLoss + (options.ValueWeight * valueLoss);
        return options.EntropyWeight > 0 ? loss - (options.EntropyWeight * entropy) : loss;
    }

    /// <summary>How far the policy has moved; (r − 1) − ln r is never negative and has the mean KL (Schulman 2020).</summary>
    private void Measure(ReadOnlySpan<float> ratio, ReadOnlySpan<float> logRatio, float clip)
    {
        double divergence = 0;
        int clipped = 0;
        for (int i = 0; i < ratio.Length; i++)
        {
            divergence += ratio[i] - 1.0 - logRatio[i];
            clipped += MathF.Abs(ratio[i] - 1) > clip ? 1 : 0;
        }

        (_terms.ApproximateKl, _terms.ClipFraction) = (divergence / ratio.Length, (double)clipped / ratio.Length);
    }
}
