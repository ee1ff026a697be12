using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// How much the draws disagree: the mutual information of class and network (Houlsby et al. 2011, arXiv:1112.5745), in nats, 0 to
/// ln(classes). It is the entropy of the mean minus the mean of the entropies, computed as the mean divergence of the draws from their
/// mean, which loses no digits where both are nearly equal. With one draw it is 0 for all.
/// </summary>
public sealed class MutualInformation : DoubtScore
{
    /// <inheritdoc/>
    public override string Name => "mutual_information";

    /// <inheritdoc/>
    public override float[] Score(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        float[] doubts = new float[prediction.Count];
        Workers.For((doubts.Length + Part.Examples - 1) / Part.Examples, new Part(prediction, doubts));
        return doubts;
    }

    internal override void Write(RuleWriter file) => file.Kind(Name);

    private readonly struct Part(Prediction prediction, float[] doubts) : IParallelBody
    {
        public const int Examples = 64;

        public void Run(int part)
        {
            Span<double> logMean = stackalloc double[prediction.Classes];
            for (int i = part * Examples; i < Math.Min(doubts.Length, (part + 1) * Examples); i++)
            {
                ReadOnlySpan<float> mean = prediction.MeanOf(i);
                for (int c = 0; c < mean.Length; c++)
                {
                    logMean[c] = ScalarMath.Log((double)mean[c]);
                }

                double sum = 0;
                for (int sample = 0; sample < prediction.Samples; sample++)
                {
                    ReadOnlySpan<float> p = prediction.Draw(sample, i);
                    for (int c = 0; c < p.Length; c++)
                    {
                        sum += p[c] > 0 && mean[c] > 0 ? p[c] * (ScalarMath.Log((double)p[c]) - logMean[c]) : 0;
                    }
                }

                doubts[i] = (float)Math.Max(sum / prediction.Samples, 0);
            }
        }
    }
}
