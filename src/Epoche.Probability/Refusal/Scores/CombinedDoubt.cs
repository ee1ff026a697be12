using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Several scores as one. Scores have different scales, so each is first turned into its surprise: −ln of the share of validation examples
/// that score higher, in nats, with an exponential tail beyond them. The doubt is the largest surprise, each lessened by −ln of the share
/// that its score was given (a weighted union bound): an example is in doubt where any score doubts, and of the familiar examples that
/// are refused about so large a share is refused because of that score. A doubt of 7 means: at most one in a thousand examples like
/// those of validation has so much.
/// </summary>
public sealed class CombinedDoubt : DoubtScore
{
    private const double SumTolerance = 1e-6;

    private readonly Part[] _parts;

    private CombinedDoubt(Part[] parts) => _parts = parts;

    /// <summary>The scores.</summary>
    public IReadOnlyList<DoubtScore> Parts => [.. _parts.Select(part => part.Score)];

    /// <summary>The share of each score, with the sum 1.</summary>
    public IReadOnlyList<double> Shares => [.. _parts.Select(part => part.Share)];

    /// <inheritdoc/>
    public override string Name => "combined";

    /// <summary>Brings scores to one scale.</summary>
    /// <param name="validation">
    /// What was predicted for validation data that nothing was trained on. For the promise of a threshold to be exact, choose the threshold
    /// on other validation data; on the same ones it is off by very little, for the scale depends on all of them together.
    /// </param>
    /// <param name="parts">The scores, at least one, each with its share: above 0, in proportion to the others.</param>
    /// <exception cref="ArgumentException">
    /// There is no score, a share is not positive, or a score is not finite for a validation example.
    /// </exception>
    public static CombinedDoubt Fit(Prediction validation, params (DoubtScore Score, double Share)[] parts)
    {
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(parts);
        Elements.RequireNoNull(parts.Select(part => part.Score), nameof(parts));
        double sum = 0;
        foreach ((DoubtScore score, double share) in parts)
        {
            sum += share > 0 && double.IsFinite(share)
                ? share
                : throw new ArgumentException($"The share of '{score.Name}' is a number above 0; received {share}.", nameof(parts));
        }

        return parts.Length > 0
            ? new([.. parts.Select(
                part => new Part(part.Score, part.Share / sum, TailScale.Fit(part.Score.Each(validation), part.Score.Name)))])
            : throw new ArgumentException("A combined doubt has at least one score.", nameof(parts));
    }

    /// <inheritdoc/>
    public override float[] Score(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        float[] doubts = new float[prediction.Count];
        Array.Fill(doubts, float.NegativeInfinity);
        foreach (Part part in _parts)
        {
            float[] scores = part.Score.Each(prediction);
            float discount = (float)ScalarMath.Log(part.Share);
            for (int i = 0; i < doubts.Length; i++)
            {
                doubts[i] = Math.Max(doubts[i], part.Scale.Surprise(scores[i]) + discount);
            }
        }

        return doubts;
    }

    internal override void Write(RuleWriter file)
    {
        file.Kind("combined");
        file.List("parts", _parts, part =>
        {
            file.Number("share", part.Share);
            file.Object("score", () => part.Score.Write(file));
            file.Object("scale", () => part.Scale.Write(file));
        });
    }

    internal static CombinedDoubt Read(RuleReader file)
    {
        Part[] parts = [.. file.List("parts").Select(
            part => new Part(DoubtScores.Read(part.Object("score")), part.Number("share", 0, 1), TailScale.Read(part.Object("scale"))))];
        return Math.Abs(parts.Sum(part => part.Share) - 1) <= SumTolerance
            ? new(parts)
            : throw file.Error("parts", "shares with the sum 1", $"{parts.Sum(part => part.Share)}");
    }

    private sealed record Part(DoubtScore Score, double Share, TailScale Scale);
}
