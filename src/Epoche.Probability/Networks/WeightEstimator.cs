namespace Epoche;

/// <summary>
/// How training draws from the posterior of a <see cref="BayesianNetwork"/>. All three have the same expected gradient; they differ in its
/// noise and its price. Prediction always draws whole networks.
/// </summary>
public enum WeightEstimator
{
    /// <summary>
    /// One network for all examples of a batch (Blundell et al. 2015, arXiv:1505.05424). The examples share their noise, so
    /// larger batches do not average it out.
    /// </summary>
    Weights,

    /// <summary>
    /// Draws the outputs of dense and convolutional layers instead of their weights, for each example separately: normal, with mean x·M and
    /// variance x²·S² (Kingma et al. 2015, arXiv:1506.02557). The least noise, two products instead of one, and random numbers for outputs
    /// instead of weights. The positions of a picture are drawn as if they did not share a kernel. Wants divergences in closed form.
    /// </summary>
    LocalReparameterization,

    /// <summary>
    /// One network for a batch, whose deviations from the mean get other signs for each example: ΔW∘r·sᵀ with r and s of ±1 (Wen et al.
    /// 2018, arXiv:1803.04386). Each example's weights are drawn from the posterior itself, for pictures too; two products instead of one.
    /// </summary>
    Flipout,
}
