namespace Epoche;

/// <summary>
/// The tests behind <see cref="Threshold.ForError"/>: where their row starts, from where a result counts, and what each decides.
/// </summary>
internal readonly struct ErrorTest
{
    private const double AtTheEnds = 0.05;
    private const int MostAnswers = 1 << 29; // twice as many can still be counted

    private readonly double _error, _level;

    /// <summary>Plans the tests; all of it follows from the wishes and the number of examples, nothing from the data.</summary>
    /// <exception cref="ArgumentException">Not even answers without a single error could show the wish.</exception>
    public ErrorTest(int examples, double error, double level, double leastCoverage)
    {
        (_error, _level) = (error, (1 - (2 * AtTheEnds)) * level);
        int needed = 1;
        while (!Rejects(0, needed))
        {
            needed = needed <= MostAnswers
                ? 2 * needed
                : throw new ArgumentException($"An error of {error} with confidence {1 - level} cannot be shown: it takes more than "
                    + $"{needed:N0} answers without a single error. Wish for less.");
        }

        ErrorTest test = this; // a lambda cannot take a struct's own
        needed = Threshold.FirstRank(needed, answers => test.Rejects(0, answers));
        double end = AtTheEnds * level;
        (FirstRank, LeastRank) = Ranks(examples, needed, leastCoverage, end)
            ?? throw new ArgumentException(
                $"An error of {error} with confidence {1 - level} cannot be shown by {examples} validation examples: it takes at least "
                + $"{Enough(examples, needed, leastCoverage, end)}, of which the {needed} least doubtful "
                + $"are answered without a single error; the others make it certain where a share of {leastCoverage} or more of them ends. "
                + "Give more examples, or wish for less.");
    }

    /// <summary>The rank that the row starts at.</summary>
    public int FirstRank { get; }

    /// <summary>The rank that the row must reach.</summary>
    public int LeastRank { get; }

    /// <summary>Where the row starts and what it must reach; null where so few examples do not suffice.</summary>
    private static (int First, int Least)? Ranks(int examples, int needed, double leastCoverage, double end)
    {
        for (double coverage = leastCoverage; coverage < 1; coverage += (1 - coverage) * 0.1)
        {
            // The number of examples up to t₀ is binomial: at least the first rank, below the least rank, but for the ends.
            int first = Threshold.FirstRank(examples, rank => BinomialTail.AtMost(rank - 1, examples, coverage) > end) - 1;
            int least = Threshold.FirstRank(examples, rank => BinomialTail.AtLeast(rank, examples, coverage) <= end);
            if (least > examples)
            {
                return null;
            }

            if (first >= needed)
            {
                return (first, least);
            }
        }

        return null;
    }

    /// <summary>How many examples suffice where some do not.</summary>
    private static int Enough(int tooFew, int needed, double leastCoverage, double end)
    {
        int most = Math.Max(tooFew, needed);
        while (Ranks(most, needed, leastCoverage, end) is null && most <= MostAnswers)
        {
            most *= 2;
        }

        return tooFew + Threshold.FirstRank(most - tooFew, more => Ranks(tooFew + more, needed, leastCoverage, end) is not null);
    }

    /// <summary>
    /// Whether so few errors among so many answers show that the error is small enough: P(at most so many) under the
    /// wanted error is at most the level.
    /// </summary>
    public bool Rejects(int errors, int answers) => BinomialTail.AtMost(errors, answers, _error) <= _level;
}
