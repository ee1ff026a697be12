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

    internal CombinedDoubt(Combination combination, DoubtScore[] parts, TailScale[] scales) => (Combination, _parts, Scales) = (combination, parts, scales);

    /// <summary>How the parts are put together.</summary>
    public Combination Combination { get; }

    /// <summary>The parts.</summary>
    public IReadOnlyList<DoubtScore> Parts => _parts;

    /// <inheritdoc/>
    public override string Name => "combined";

    internal TailScale[] Scales { get; }

    /// <summary>Brings scores to one scale.</summary>
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
        return parts.Length > 0
            ? new(combination, [.. parts], Array.ConvertAll(parts, part => TailScale.Fit(part.Score(validation), part.Name)))
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
            for (int i = 0; i < doubts.Length; i++)
            {
                float surprise = Scales[part].Surprise(scores[i]);
                doubts[i] = Combination == Combination.Sum ? doubts[i] + surprise : Math.Max(doubts[i], surprise);
            }
        }

        return doubts;
    }
}
