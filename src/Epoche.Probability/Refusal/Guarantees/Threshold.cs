using Epoche.Kernels;

namespace Epoche;

/// <summary>The most doubt at which an answer is given, chosen on validation data, and what that promises.</summary>
/// <param name="Value">Examples with at most this doubt are answered.</param>
/// <param name="Guarantee">The promise.</param>
public sealed record Threshold(float Value, Guarantee Guarantee)
{
    /// <summary>The promise.</summary>
    public Guarantee Guarantee { get; init => field = NotNull.Of(value); } = NotNull.Of(Guarantee);

    /// <summary>
    /// The smallest doubt under which a wanted share of new examples is answered: the ⌈(n + 1)·coverage⌉-th smallest of n (split conformal
    /// prediction; Papadopoulos et al. 2002). On average over validation sets the share is then at least the wanted one, and above it by at
    /// most 1/(n + 1) where no two doubts are equal. With a confidence it is the smallest rank whose share, which follows a beta
    /// distribution, is large enough that often (Wilks 1941).
    /// </summary>
    /// <param name="doubts">The doubts of validation data that nothing was trained on.</param>
    /// <param name="coverage">The share to answer, above 0 and below 1.</param>
    /// <param name="confidence">
    /// The probability with which the promise is to hold for this very threshold, above 0 and below 1; default: on average.
    /// </param>
    /// <exception cref="ArgumentException">There are too few validation data for the wish, or a doubt is NaN.</exception>
    public static Threshold ForCoverage(ReadOnlySpan<float> doubts, double coverage, double? confidence = null)
    {
        RequireShare(coverage, nameof(coverage));
        float[] sorted = Sorted(doubts);
        int n = sorted.Length, rank;
        if (confidence is { } level)
        {
            RequireShare(level, nameof(confidence));

            // Of the rank-th smallest, P(share ≥ coverage) = P(Binomial(n, coverage) ≤ rank − 1).
            rank = FirstRank(n, r => BinomialTail.AtMost(r - 1, n, coverage) >= level);
        }
        else
        {
            rank = Math.Max(1, Shares.AtLeast(coverage, n + 1));
        }

        return rank <= n
            ? new(sorted[rank - 1], new(GuaranteeKind.Coverage, coverage, confidence, n))
            : throw new ArgumentException(
                $"A coverage of {coverage} cannot be promised by {n} validation {(n == 1 ? "example" : "examples")}{Why()}. "
                + "Give more, or wish for less.",
                nameof(doubts));

        string Why() => confidence is null
            ? $": it takes at least {FirstRank(int.MaxValue - 2, examples => Shares.AtLeast(coverage, examples + 1) <= examples)}"
            : " with this confidence";
    }

    /// <summary>
    /// The largest doubt at which, with a wanted confidence, at most a wanted share of the answers is wrong. The answers up to each doubt
    /// are tested in turn, from the least doubtful ones on, by the exact binomial test of the hypothesis that the error is larger; the last
    /// of an unbroken row of rejections is taken (fixed-sequence testing, Angelopoulos et al. 2021, arXiv:2110.01052; the test inverted
    /// gives the bound of Clopper and Pearson 1934).
    /// </summary>
    /// <remarks>
    /// Every rank is tested, which makes the promise exact although the doubts come from the same data. Let c be the least coverage, t₀ the
    /// doubt up to which a share c of all examples lies, and τ the first doubt from t₀ on at which the true error exceeds the wanted one. A
    /// bad choice lies at or beyond τ, so the row must have passed the rank N of the examples up to τ; given N, its wrong answers are
    /// binomial with at least the wanted error, so it is passed with at most the probability of the test, 0.9·(1 − confidence). The row
    /// starts at a rank that lies above t₀'s, and what it ends at below, with at most 0.05·(1 − confidence) each.
    /// </remarks>
    /// <param name="doubts">The doubts of validation data that nothing was trained on.</param>
    /// <param name="isWrong">Whether the answer to each would be wrong.</param>
    /// <param name="error">The largest share of answers that may be wrong, above 0 and below 1.</param>
    /// <param name="confidence">The probability with which the promise is to hold for this very threshold, above 0 and below 1.</param>
    /// <param name="leastCoverage">
    /// Thresholds under which a smaller share is answered are not considered; raised by itself where so few answers could show nothing.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are too few validation data for the wish, too many of the least doubtful answers are wrong, or a doubt is NaN.
    /// </exception>
    public static Threshold ForError(
        ReadOnlySpan<float> doubts, ReadOnlySpan<bool> isWrong, double error, double confidence = 0.95, double leastCoverage = 0.5)
    {
        RequireShare(error, nameof(error));
        RequireShare(confidence, nameof(confidence));
        RequireShare(leastCoverage, nameof(leastCoverage));
        bool[] wrong = SameLength(doubts, isWrong);
        float[] sorted = Sorted(doubts, wrong);
        ErrorTest test = new(sorted.Length, error, 1 - confidence, leastCoverage);
        int chosen = 0, errors = 0;
        for (int rank = 1; rank <= sorted.Length; rank++)
        {
            errors += wrong[rank - 1] ? 1 : 0;
            if (rank < test.FirstRank || (rank < sorted.Length && sorted[rank] == sorted[rank - 1]))
            {
                continue; // equal doubts are answered together
            }

            if (!test.Rejects(errors, rank))
            {
                break;
            }

            chosen = rank;
        }

        return chosen >= test.LeastRank
            ? new(sorted[chosen - 1], new(GuaranteeKind.Error, error, confidence, sorted.Length))
            : throw new ArgumentException(
                $"An error of {error} with confidence {confidence} cannot be shown: of the {Math.Max(chosen, test.FirstRank)} least "
                + $"doubtful of {sorted.Length} answers {wrong.AsSpan(0, Math.Max(chosen, test.FirstRank)).Count(true)} are wrong, "
                + "and every wish holds from there on or nowhere. Wish for less, allow a smaller coverage, or doubt better.",
                nameof(doubts));
    }

    /// <summary>
    /// The largest doubt under which a new example gets a wrong answer with at most a wanted probability, refusals counted as not wrong, on
    /// average over validation sets (conformal risk control, Angelopoulos et al. 2022, arXiv:2208.02814, for the loss "answered and
    /// wrong"): just below the ⌊risk·(n + 1)⌋-th smallest doubt of a wrong answer; +∞ where there are fewer.
    /// </summary>
    /// <param name="doubts">The doubts of validation data that nothing was trained on.</param>
    /// <param name="isWrong">Whether the answer to each would be wrong.</param>
    /// <param name="risk">The probability, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">There are too few validation data for the wish, or a doubt is NaN.</exception>
    public static Threshold ForRisk(ReadOnlySpan<float> doubts, ReadOnlySpan<bool> isWrong, double risk)
    {
        RequireShare(risk, nameof(risk));
        bool[] wrong = SameLength(doubts, isWrong);
        float[] sorted = Sorted(doubts, wrong);
        int allowed = Shares.AtMost(risk, sorted.Length + 1) - 1;
        if (allowed < 0)
        {
            throw new ArgumentException(
                $"A risk of {risk} cannot be promised by {sorted.Length} validation examples: it takes at least "
                + $"{FirstRank(int.MaxValue - 2, examples => Shares.AtMost(risk, examples + 1) > 0)}. Give more, or wish for less.",
                nameof(doubts));
        }

        int errors = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            errors += wrong[i] ? 1 : 0;
            if (errors > allowed)
            {
                return float.IsNegativeInfinity(sorted[i])
                    ? throw new ArgumentException($"A risk of {risk} cannot be promised: {errors} of the wrong answers have the doubt −∞, "
                        + "which no threshold refuses. Doubt better.", nameof(doubts))
                    : new(MathF.BitDecrement(sorted[i]), new(GuaranteeKind.Risk, risk, null, sorted.Length));
            }
        }

        return new(float.PositiveInfinity, new(GuaranteeKind.Risk, risk, null, sorted.Length));
    }

    internal static void RequireShare(double share, string name)
    {
        if (!(share is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, $"The {name} is a share above 0 and below 1; 95 % is 0.95; received {share}.");
        }
    }

    internal static float[] Sorted(ReadOnlySpan<float> doubts, bool[]? companions = null)
    {
        float[] sorted = doubts.ToArray();
        if (sorted.Length == 0 || sorted.AsSpan().ContainsAnyExceptInRange(float.NegativeInfinity, float.PositiveInfinity))
        {
            throw new ArgumentException(sorted.Length == 0
                ? "Doubts of at least one example are needed; received none."
                : "A doubt is NaN: what predicts has diverged, or the features have.", nameof(doubts));
        }

        if (companions is null)
        {
            Array.Sort(sorted);
        }
        else
        {
            Array.Sort(sorted, companions);
        }

        return sorted;
    }

    /// <summary>
    /// The smallest rank of 1 … n + 1 for which something holds that holds for all larger ones; n + 1 where it never does.
    /// </summary>
    internal static int FirstRank(int n, Func<int, bool> holds)
    {
        int low = 1, high = n + 1;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static bool[] SameLength(ReadOnlySpan<float> doubts, ReadOnlySpan<bool> isWrong) => isWrong.Length == doubts.Length
        ? isWrong.ToArray()
        : throw new ArgumentException(
            $"There are {doubts.Length} doubts and {isWrong.Length} answers; one of each belongs to an example.", nameof(isWrong));

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Threshold), PrintMembers);
}
