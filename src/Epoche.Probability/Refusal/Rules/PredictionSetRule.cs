using System.Globalization;

namespace Epoche;

/// <summary>
/// Answers a conformal prediction set: all classes whose strangeness does not exceed a threshold, so that the right one is among them with
/// a promised probability (Vovk, Gammerman and Shafer 2005). Refuses where no class is left, and where more are left than are useful.
/// </summary>
public sealed class PredictionSetRule : RefusalRule
{
    /// <summary>Makes a rule with a threshold that you choose; nothing is promised.</summary>
    /// <param name="score">How strange a class is.</param>
    /// <param name="threshold">The most strangeness in an answer.</param>
    /// <param name="mostClasses">The largest useful answer, 1 or more.</param>
    /// <exception cref="ArgumentException">The threshold is NaN, or no class would be useful.</exception>
    public PredictionSetRule(SetScore score, float threshold, int mostClasses)
        : this(score, threshold, mostClasses, null)
    {
    }

    private PredictionSetRule(SetScore score, float threshold, int mostClasses, Guarantee? guarantee)
    {
        ArgumentNullException.ThrowIfNull(score);
        CountChecks.AtLeast(1, mostClasses);
        Threshold = float.IsNaN(threshold)
            ? throw new ArgumentException("A threshold is a number; received NaN.", nameof(threshold))
            : threshold;
        (Score, MostClasses, Guarantee) = (score, mostClasses, guarantee);
    }

    /// <summary>How strange a class is.</summary>
    public SetScore Score { get; }

    /// <summary>The most strangeness in an answer.</summary>
    public float Threshold { get; }

    /// <summary>The largest useful answer.</summary>
    public int MostClasses { get; }

    /// <inheritdoc/>
    public override Guarantee? Guarantee { get; }

    /// <inheritdoc/>
    public override string Meaning => string.Create(
        CultureInfo.InvariantCulture, $"Answers the classes whose strangeness '{Score.Name}' is at most {Threshold:G6}; "
            + $"refuses where there is none, or more than {MostClasses}.");

    /// <summary>
    /// The rule whose sets contain the right class for a wanted share of examples like those of validation: the threshold is the
    /// ⌈(n + 1)·coverage⌉-th smallest strangeness of the right classes.
    /// </summary>
    /// <param name="score">How strange a class is.</param>
    /// <param name="validation">What was predicted for validation data, which nothing was trained on.</param>
    /// <param name="labels">Their right classes, [examples].</param>
    /// <param name="coverage">The share, above 0 and below 1.</param>
    /// <param name="mostClasses">The largest useful answer, 1 or more.</param>
    /// <exception cref="ArgumentException">The validation data are too few for the wish, or a label is no class.</exception>
    public static PredictionSetRule ForCoverage(SetScore score, Prediction validation, Tensor labels, double coverage, int mostClasses = 3)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(validation);
        int[] right = validation.ClassNumbers(labels);
        float[] strangeness = new float[right.Length], scores = new float[validation.Classes];
        for (int i = 0; i < right.Length; i++)
        {
            score.Score(validation.MeanOf(i), scores);
            strangeness[i] = scores[right[i]];
        }

        Threshold threshold = Epoche.Threshold.ForCoverage(strangeness, coverage);
        return new(score, threshold.Value, mostClasses, new(GuaranteeKind.Set, 1 - coverage, null, right.Length));
    }

    /// <inheritdoc/>
    /// <remarks>The doubt is that of <see cref="MaxProbability"/>.</remarks>
    public override Verdict[] Decide(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        float[] scores = new float[prediction.Classes];
        Verdict[] verdicts = new Verdict[prediction.Count];
        for (int i = 0; i < verdicts.Length; i++)
        {
            ReadOnlySpan<float> mean = prediction.MeanOf(i);
            Score.Score(mean, scores);
            List<int> answered = [];
            for (int c = 0; c < scores.Length; c++)
            {
                if (scores[c] <= Threshold)
                {
                    answered.Add(c);
                }
            }

            verdicts[i] = new(answered.Count <= MostClasses ? Ordered(answered, mean) : [], MaxProbability.Of(mean));
        }

        return verdicts;
    }

    internal override void Write(RuleWriter file)
    {
        file.Kind("prediction_set");
        file.Number("threshold", Threshold);
        file.Integer("most_classes", MostClasses);
        file.Object("score", () => Score.Write(file));
        Epoche.Guarantee.Write(Guarantee, file);
    }

    internal static PredictionSetRule Read(RuleReader file) => new(
        SetScore.Read(file.Object("score")), (float)file.Number("threshold", double.NegativeInfinity, double.PositiveInfinity),
        file.Integer("most_classes", 1, int.MaxValue), Epoche.Guarantee.OfRule(file));
}
