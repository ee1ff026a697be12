using System.Globalization;

namespace Epoche;

/// <summary>Answers the most probable class where a score of doubt does not exceed a threshold, else refuses.</summary>
public sealed class ThresholdRule : RefusalRule
{
    /// <summary>Makes a rule with a threshold that comes with a promise.</summary>
    /// <param name="score">What measures doubt.</param>
    /// <param name="threshold">The most doubt at which an answer is given, and what follows from it.</param>
    public ThresholdRule(DoubtScore score, Threshold threshold)
        : this(score, (threshold ?? throw new ArgumentNullException(nameof(threshold))).Value) => Guarantee = threshold.Guarantee;

    /// <summary>Makes a rule with a threshold that you choose; nothing is promised.</summary>
    /// <param name="score">What measures doubt.</param>
    /// <param name="threshold">The most doubt at which an answer is given.</param>
    /// <exception cref="ArgumentException">The threshold is NaN.</exception>
    public ThresholdRule(DoubtScore score, float threshold)
    {
        ArgumentNullException.ThrowIfNull(score);
        (Score, Threshold) = (
            score, float.IsNaN(threshold)
                ? throw new ArgumentException("A threshold of doubt is a number; received NaN.", nameof(threshold))
                : threshold);
    }

    /// <summary>What measures doubt.</summary>
    public DoubtScore Score { get; }

    /// <summary>The most doubt at which an answer is given.</summary>
    public float Threshold { get; }

    /// <inheritdoc/>
    public override Guarantee? Guarantee { get; }

    /// <inheritdoc/>
    public override string Meaning => string.Create(
        CultureInfo.InvariantCulture,
        $"Answers the most probable class where the doubt '{Score.Name}' is at most {Threshold:G6}, else refuses.");

    /// <summary>
    /// The rule that answers a wanted share of examples like those of validation; see <see cref="Epoche.Threshold.ForCoverage"/>.
    /// </summary>
    /// <param name="score">What measures doubt; nothing about it was chosen by looking at these validation data.</param>
    /// <param name="validation">What was predicted for validation data, which nothing was trained on.</param>
    /// <param name="coverage">The share to answer, above 0 and below 1.</param>
    /// <param name="confidence">
    /// The probability with which the promise is to hold for this very rule; default: it holds on average over validation sets.
    /// </param>
    /// <exception cref="ArgumentException">The validation data are too few for the wish.</exception>
    public static ThresholdRule ForCoverage(DoubtScore score, Prediction validation, double coverage, double? confidence = null)
    {
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(score);
        return new(score, Epoche.Threshold.ForCoverage(score.Each(validation), coverage, confidence));
    }

    /// <summary>The rule that answers as much as a wanted error allows; see <see cref="Epoche.Threshold.ForError"/>.</summary>
    /// <param name="score">What measures doubt; nothing about it was chosen by looking at these validation data.</param>
    /// <param name="validation">What was predicted for validation data, which nothing was trained on.</param>
    /// <param name="labels">Their right classes, [examples].</param>
    /// <param name="error">The largest share of answers that may be wrong, above 0 and below 1.</param>
    /// <param name="confidence">The probability with which the promise is to hold for this very rule.</param>
    /// <param name="leastCoverage">Rules that answer a smaller share are not considered.</param>
    /// <exception cref="ArgumentException">The validation data are too few for the wish, or the answers too often wrong.</exception>
    public static ThresholdRule ForError(
        DoubtScore score, Prediction validation, Tensor labels, double error, double confidence = 0.95, double leastCoverage = 0.5)
    {
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(score);
        return new(score, Epoche.Threshold.ForError(score.Each(validation), validation.IsWrong(labels), error, confidence, leastCoverage));
    }

    /// <summary>
    /// The rule under which a new example gets a wrong answer with at most a wanted probability, refusals counted as not wrong; see
    /// <see cref="Epoche.Threshold.ForRisk"/>.
    /// </summary>
    /// <param name="score">What measures doubt; nothing about it was chosen by looking at these validation data.</param>
    /// <param name="validation">What was predicted for validation data, which nothing was trained on.</param>
    /// <param name="labels">Their right classes, [examples].</param>
    /// <param name="risk">The probability, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The validation data are too few for the wish.</exception>
    public static ThresholdRule ForRisk(DoubtScore score, Prediction validation, Tensor labels, double risk)
    {
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(score);
        return new(score, Epoche.Threshold.ForRisk(score.Each(validation), validation.IsWrong(labels), risk));
    }

    /// <inheritdoc/>
    public override Verdict[] Decide(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        float[] doubts = Score.Each(prediction);
        Verdict[] verdicts = new Verdict[prediction.Count];
        for (int i = 0; i < verdicts.Length; i++)
        {
            verdicts[i] = new(doubts[i] <= Threshold ? [Prediction.BestOf(prediction.MeanOf(i))] : [], doubts[i]);
        }

        return verdicts;
    }

    internal override void Write(RuleWriter file)
    {
        file.Kind("threshold");
        file.Number("threshold", Threshold);
        file.Object("score", () => Score.Write(file));
        Epoche.Guarantee.Write(Guarantee, file);
    }

    internal static ThresholdRule Read(RuleReader file)
    {
        DoubtScore score = DoubtScores.Read(file.Object("score"));
        float threshold = (float)file.Number("threshold", double.NegativeInfinity, double.PositiveInfinity);
        return Epoche.Guarantee.OfRule(file) is { } guarantee ? new(score, new Threshold(threshold, guarantee)) : new(score, threshold);
    }
}
