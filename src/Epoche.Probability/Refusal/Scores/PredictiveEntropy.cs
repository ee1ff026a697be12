using Epoche.Kernels;

namespace Epoche;

/// <summary>The entropy of the mean probabilities, −Σ p ln p in nats, 0 to ln(classes): all doubt there is, of whatever source.</summary>
public sealed class PredictiveEntropy : DoubtScore
{
    /// <inheritdoc/>
    public override string Name => "entropy";

    /// <inheritdoc/>
    public override float[] Score(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        float[] doubts = new float[prediction.Count];
        for (int i = 0; i < doubts.Length; i++)
        {
            double entropy = 0;
            foreach (float p in prediction.MeanOf(i))
            {
                entropy -= p > 0 ? p * ScalarMath.Log((double)p) : 0;
            }

            doubts[i] = (float)Math.Max(entropy, 0);
        }

        return doubts;
    }

    internal override void Write(RuleWriter file) => file.Kind(Name);
}
