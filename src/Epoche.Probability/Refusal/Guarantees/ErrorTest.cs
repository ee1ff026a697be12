namespace Epoche;

/// <summary>The tests behind <see cref="Threshold.ForError"/>: where their row starts, from where a result counts, and what each decides.</summary>
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
                : throw new ArgumentException($"An error of {error} with confidence {1 - level} cannot be shown: it takes more than {needed:N0} answers without a single error. Wish for less.");
        }

        ErrorTest test = this; // a lambda cannot take a struct's own
        needed = Threshold.FirstRank(needed, answers => test.Rejects(0, answers));
        double end = AtTheEnds * level;
        for (double coverage = leastCoverage; coverage < 1; coverage += (1 - coverage) * 0.1)
        {
            // The number of examples up to t₀ is binomial: at least FirstRank, below LeastRank, but for the ends.
            FirstRank = Threshold.FirstRank(examples, rank => BinomialTail.AtMost(rank - 1, examples, coverage) > end) - 1;
            LeastRank = Threshold.FirstRank(examples, rank => BinomialTail.AtLeast(rank, examples, coverage) <= end);
            if (FirstRank >= needed && LeastRank <= examples)
            {
                return;
            }

            if (LeastRank > examples)
            {
                break;
            }
        }

        throw new ArgumentException(
            $"An error of {error} with confidence {1 - level} cannot be shown by {examples} validation examples: it takes {needed} answers without a single error among the least doubtful, "
            + $"and certainty about where a share of at least {leastCoverage} of them ends. Give more examples, or wish for less.");
    }

    /// <summary>The rank that the row starts at.</summary>
    public int FirstRank { get; }

    /// <summary>The rank that the row must reach.</summary>
    public int LeastRank { get; }

    /// <summary>Whether so few errors among so many answers show that the error is small enough: P(at most so many) under the wanted error is at most the level.</summary>
    public bool Rejects(int errors, int answers) => BinomialTail.AtMost(errors, answers, _error) <= _level;
}
