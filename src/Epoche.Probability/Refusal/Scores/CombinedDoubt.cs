using Epoche.Kernels;

namespace Epoche;

/// <summary>How the parts of a <see cref="CombinedDoubt"/> are put together.</summary>
public enum Combination
{
    /// <summary>The largest: an example is in doubt where any part doubts.</summary>
    Largest,

    /// <summary>The sum: small doubts of several parts add up.</summary>
    Sum,
}

/// <summary>
/// Several scores as one. Scores have different scales, so each is first turned into its surprise: −ln of the share of validation examples that score higher, in nats, with an exponential tail beyond them. A surprise of 7
/// means: one in a thousand examples like those of validation has so much doubt.
/// </summary>
public sealed class CombinedDoubt : DoubtScore
{
    private readonly DoubtScore[] _parts;
    private readonly double[] _weights;

    internal CombinedDoubt(Combination combination, DoubtScore[] parts, double[] weights, TailScale[] scales) => (Combination, _parts, _weights, Scales) = (combination, parts, weights, scales);

    /// <summary>How the parts are put together.</summary>
    public Combination Combination { get; }

    /// <summary>The parts.</summary>
    public IReadOnlyList<DoubtScore> Parts => _parts;

    /// <summary>What each part counts by.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <inheritdoc/>
    public override string Name => "combined";

    internal TailScale[] Scales { get; }

    /// <summary>Brings scores to one scale, and counts all alike.</summary>
    /// <param name="validation">
    /// What was predicted for validation data that nothing was trained on. For the promise of a threshold to be exact, choose the threshold on other validation data; on the same ones it is off by very little, for the scale
    /// depends on all of them together.
    /// </param>
    /// <param name="combination">How to put them together.</param>
    /// <param name="parts">The scores, at least one.</param>
    /// <exception cref="ArgumentException">There is no score, or one is not finite for a validation example.</exception>
    public static CombinedDoubt Fit(Prediction validation, Combination combination, params DoubtScore[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return Fit(validation, combination, Array.ConvertAll(parts, part => (part, 1.0)));
    }

    /// <summary>Brings scores to one scale, and counts each by a weight.</summary>
    /// <param name="validation">As above.</param>
    /// <param name="combination">How to put them together.</param>
    /// <param name="parts">
    /// The scores with their weights, above 0 and finite. Of the <see cref="Combination.Largest"/>, a weight says how readily a part doubts: one of 0.1 must be ten times as surprised as one of 1, so that it speaks for
    /// examples that are foreign altogether and costs few familiar ones (the weighted Bonferroni rule; Genovese, Roeder and Wasserman 2006). In a <see cref="Combination.Sum"/> it multiplies the surprise.
    /// </param>
    /// <exception cref="ArgumentException">There is no score, one is not finite for a validation example, or a weight is out of range.</exception>
    public static CombinedDoubt Fit(Prediction validation, Combination combination, (DoubtScore Score, double Weight)[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        foreach ((DoubtScore score, double weight) in parts)
        {
            if (!(weight > 0 && double.IsFinite(weight)))
            {
                throw new ArgumentException($"The weight of a doubt is a finite number above 0; that of '{score.Name}' is {weight}.", nameof(parts));
            }
        }

        return parts.Length > 0
            ? new(combination, [.. parts.Select(part => part.Score)], [.. parts.Select(part => part.Weight)], Array.ConvertAll(parts, part => TailScale.Fit(part.Score.Score(validation), part.Score.Name)))
            : throw new ArgumentException("A combined doubt has at least one part.", nameof(parts));
    }

    /// <inheritdoc/>
    public override float[] Score(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        float[] doubts = new float[prediction.Count];
        for (int part = 0; part < _parts.Length; part++)
        {
            float[] scores = _parts[part].Score(prediction);
            float weight = (float)_weights[part], head = Combination == Combination.Sum ? 0 : ScalarMath.Log(weight);
            for (int i = 0; i < doubts.Length; i++)
            {
                float surprise = Scales[part].Surprise(scores[i]);
                doubts[i] = Combination == Combination.Sum ? doubts[i] + (weight * surprise) : Math.Max(doubts[i], surprise + head);
            }
        }

        return doubts;
    }
}
