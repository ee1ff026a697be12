namespace Epoche;

/// <summary>
/// The reference's rule: answers every class whose median probability over the draws exceeds a threshold; where none does, refuses. The
/// 50th percentile of <see cref="PercentileRule"/>.
/// </summary>
/// <param name="threshold">A probability, at least 0 and below 1. Default 0.2, the reference's.</param>
/// <exception cref="ArgumentOutOfRangeException">The threshold is out of its range.</exception>
public sealed class MedianRule(float threshold = 0.2f) : RefusalRule
{
    private readonly PercentileRule _rule = new(50, threshold);

    /// <summary>What the median must exceed.</summary>
    public float Threshold => _rule.Threshold;

    /// <inheritdoc/>
    public override string Meaning => _rule.Meaning;

    /// <inheritdoc/>
    /// <remarks>The doubt is 1 minus the largest median.</remarks>
    public override Verdict[] Decide(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return _rule.Decide(prediction);
    }

    internal override void Write(RuleWriter file)
    {
        file.Kind("median");
        file.Number("threshold", Threshold);
    }
}
