using System.Globalization;

namespace Epoche;

/// <summary>
/// Answers every class whose percentile over the draws exceeds a threshold; where none does, refuses. The stricter rule that the reference
/// suggests has the 10th percentile and 0.5.
/// </summary>
public sealed class PercentileRule : RefusalRule
{
    /// <summary>Makes the rule.</summary>
    /// <param name="percentile">0 to 100; 50 is the median. Between two draws it is interpolated linearly, as NumPy does.</param>
    /// <param name="threshold">A probability, at least 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public PercentileRule(double percentile = 10, float threshold = 0.5f)
    {
        if (!(percentile is >= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percentile), $"A percentile lies between 0 and 100; received {percentile}.");
        }

        if (!(threshold is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(threshold), $"A probability that is to be exceeded is at least 0 and below 1; received {threshold}.");
        }

        (Percentile, Threshold) = (percentile, threshold);
    }

    /// <summary>Which percentile.</summary>
    public double Percentile { get; }

    /// <summary>What it must exceed.</summary>
    public float Threshold { get; }

    /// <inheritdoc/>
    public override string Meaning => string.Create(
        CultureInfo.InvariantCulture, $"Answers every class whose {(Percentile == 50 ? "median" : $"percentile {Percentile:0.##}")} "
            + $"probability over the draws exceeds {Threshold:0.####}; where none does, refuses.");

    /// <inheritdoc/>
    /// <remarks>The doubt is 1 minus the largest percentile.</remarks>
    public override Verdict[] Decide(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        float[] percentiles = DrawPercentiles.Of(prediction, Percentile);
        Verdict[] verdicts = new Verdict[prediction.Count];
        for (int i = 0; i < verdicts.Length; i++)
        {
            ReadOnlySpan<float> row = percentiles.AsSpan(i * prediction.Classes, prediction.Classes);
            List<int> answered = [];
            for (int c = 0; c < row.Length; c++)
            {
                if (row[c] > Threshold)
                {
                    answered.Add(c);
                }
            }

            verdicts[i] = new(Ordered(answered, prediction.MeanOf(i)), 1 - row[Prediction.BestOf(row)]);
        }

        return verdicts;
    }

    internal override void Write(RuleWriter file)
    {
        file.Kind("percentile");
        file.Number("percentile", Percentile);
        file.Number("threshold", Threshold);
    }
}
