namespace Epoche;

/// <summary>
/// One minus the largest mean probability (Hendrycks and Gimpel 2017, arXiv:1610.02136), 0 to 1. It is computed as the sum of the other
/// probabilities, so that examples of almost no doubt, whose largest probability rounds to 1, keep their order.
/// </summary>
public sealed class MaxProbability : DoubtScore
{
    /// <inheritdoc/>
    public override string Name => "max_probability";

    /// <inheritdoc/>
    public override float[] Score(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        float[] doubts = new float[prediction.Count];
        for (int i = 0; i < doubts.Length; i++)
        {
            doubts[i] = Of(prediction.MeanOf(i));
        }

        return doubts;
    }

    internal override void Write(RuleWriter file) => file.Kind(Name);

    internal static float Of(ReadOnlySpan<float> mean)
    {
        int best = Prediction.BestOf(mean);
        double others = 0;
        for (int c = 0; c < mean.Length; c++)
        {
            others += c == best ? 0 : mean[c];
        }

        return (float)others;
    }
}
