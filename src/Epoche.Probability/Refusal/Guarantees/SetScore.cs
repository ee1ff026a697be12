namespace Epoche;

/// <summary>
/// How strange each class would be as the answer; a conformal prediction set contains the classes that are not too strange. Any score gives
/// sets with the promised share of right classes; good scores give small ones.
/// </summary>
public abstract class SetScore
{
    private protected SetScore()
    {
    }

    /// <summary>The name, such as <c>least_ambiguous</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Scores the classes of one example.</summary>
    /// <param name="probabilities">The predictive distribution, [classes].</param>
    /// <param name="scores">[classes]; larger is stranger.</param>
    /// <exception cref="ArgumentException">There is not one score for each probability.</exception>
    public abstract void Score(ReadOnlySpan<float> probabilities, Span<float> scores);

    private protected static void RequireOneEach(int probabilities, int scores)
    {
        if (probabilities != scores)
        {
            throw new ArgumentException(
                $"Expected a score for each of {probabilities} probabilities; received room for {scores}.", nameof(scores));
        }
    }

    internal abstract void Write(RuleWriter file);

    internal static SetScore Read(RuleReader file) => file.Kind() switch
    {
        "least_ambiguous" => new LeastAmbiguousSet(),
        "adaptive" => new AdaptiveSet((float)file.Number("weight", 0, float.MaxValue), file.Integer("free", 0, int.MaxValue)),
        string other => throw file.Error("kind", "least_ambiguous or adaptive", $"'{other}'"),
    };
}

/// <summary>
/// 1 − p: the smallest sets on average (least ambiguous classifiers, Sadinle, Lei and Wasserman 2019, arXiv:1609.00451). Where no class is
/// probable enough the set is empty, which refuses by itself.
/// </summary>
public sealed class LeastAmbiguousSet : SetScore
{
    /// <inheritdoc/>
    public override string Name => "least_ambiguous";

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<float> probabilities, Span<float> scores)
    {
        RequireOneEach(probabilities.Length, scores.Length);
        for (int c = 0; c < probabilities.Length; c++)
        {
            scores[c] = 1 - probabilities[c];
        }
    }

    internal override void Write(RuleWriter file) => file.Kind(Name);
}

/// <summary>
/// The probability of all classes that are more probable (adaptive prediction sets, Romano, Sesia and Candès 2020, arXiv:2006.02544, in the
/// form without randomisation), so that the most probable class is always in the set and harder examples get larger sets. A
/// weight above 0 adds a penalty for every class beyond the first few (regularised sets, Angelopoulos et al. 2021,
/// arXiv:2009.14193), which keeps the sets short.
/// </summary>
public sealed class AdaptiveSet : SetScore
{
    /// <summary>Makes the score.</summary>
    /// <param name="weight">The penalty for each class beyond <paramref name="free"/>, 0 or more. Default 0.</param>
    /// <param name="free">How many classes cost nothing, 0 or more. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public AdaptiveSet(float weight = 0, int free = 1)
    {
        CountChecks.AtLeast(0, free);
        (Weight, Free) = (weight >= 0 && float.IsFinite(weight)
            ? weight
            : throw new ArgumentOutOfRangeException(nameof(weight), $"weight is {weight}; expected a finite number of 0 or more."), free);
    }

    /// <summary>The penalty for each class beyond <see cref="Free"/>.</summary>
    public float Weight { get; }

    /// <summary>How many classes cost nothing.</summary>
    public int Free { get; }

    /// <inheritdoc/>
    public override string Name => Weight > 0 ? "regularized_adaptive" : "adaptive";

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<float> probabilities, Span<float> scores)
    {
        RequireOneEach(probabilities.Length, scores.Length);
        for (int c = 0; c < probabilities.Length; c++)
        {
            double above = 0;
            int rank = 1;
            for (int other = 0; other < probabilities.Length; other++)
            {
                if (probabilities[other] > probabilities[c] || (probabilities[other] == probabilities[c] && other < c))
                {
                    above += probabilities[other];
                    rank++;
                }
            }

            scores[c] = (float)(above + (Weight * Math.Max(0, rank - Free)));
        }
    }

    internal override void Write(RuleWriter file)
    {
        file.Kind("adaptive");
        file.Number("weight", Weight);
        file.Integer("free", Free);
    }
}
