namespace Epoche;

/// <summary>A run of a comparison with its value.</summary>
/// <param name="Run">Its folder.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Value">Its mean return, or accuracy.</param>
public sealed record ComparedRun(RunFolder Run, ulong Seed, double Value)
{
    /// <summary>Its folder.</summary>
    public RunFolder Run { get; init => field = NotNull.Of(value); } = NotNull.Of(Run);

    /// <summary>The return of each episode, the same episodes for all agents; empty for classifiers.</summary>
    public IReadOnlyList<double> Returns { get; init => field = NotNull.Of(value); } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Run.Path}: {Value}";
}

/// <summary>Runs of one method, which differ in their seed, beside the first group of a comparison.</summary>
public sealed record ComparisonGroup
{
    /// <summary>What the group is called: what it has that others have not, such as <c>double=true</c>.</summary>
    public required string Label { get; init => field = NotNull.Of(value); }

    /// <summary>The keys that tell groups apart, with their values here.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init => field = NotNull.Of(value); }

    /// <summary>The runs.</summary>
    public required IReadOnlyList<ComparedRun> Runs { get; init => field = Elements.Of(value); }

    /// <summary>Their values, summed up.</summary>
    public required SeedSummary Summary { get; init => field = NotNull.Of(value); }

    /// <summary>How it differs from the first group; null for that one.</summary>
    public GroupDifference? Difference { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Label}: {Summary}";
}

/// <summary>What a difference of two groups is estimated from.</summary>
public enum DifferencePairing
{
    /// <summary>Runs of the same seed are subtracted, and the interval is over seeds.</summary>
    Seeds,

    /// <summary>One run is compared with one: returns of the same episode are subtracted, and the interval is over episodes.</summary>
    Episodes,

    /// <summary>The groups have different seeds: the interval is that of two means.</summary>
    None,
}

/// <summary>How a group differs from the first.</summary>
/// <param name="Mean">The difference of the means: above 0 where this group is better.</param>
/// <param name="Interval">Where it probably lies; null where there is one run of each, and nothing to pair.</param>
/// <param name="Pairing">What it is estimated from.</param>
/// <param name="Pairs">How many pairs there are; 0 where nothing is paired.</param>
/// <param name="Probability">The probability that a run of this group is better; see <see cref="SeedStatistics"/>.</param>
/// <param name="ProbabilityInterval">Where that probably lies; null where there is one run of each.</param>
public sealed record GroupDifference(
    double Mean,
    ConfidenceInterval? Interval,
    DifferencePairing Pairing,
    int Pairs,
    double Probability,
    ConfidenceInterval? ProbabilityInterval)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(GroupDifference), PrintMembers);

    /// <summary>The difference of two groups of runs.</summary>
    /// <param name="first">The runs of the first group.</param>
    /// <param name="other">The runs of the other.</param>
    /// <param name="options">How intervals are estimated.</param>
    internal static GroupDifference Of(IReadOnlyList<ComparedRun> first, IReadOnlyList<ComparedRun> other, BootstrapOptions options)
    {
        double[] x = [.. other.Select(run => run.Value)], y = [.. first.Select(run => run.Value)];
        bool isSingle = x.Length == 1 && y.Length == 1;
        (double[] differences, DifferencePairing pairing) = Paired(first, other);
        return new(
            pairing == DifferencePairing.None ? SeedStatistics.Mean(x) - SeedStatistics.Mean(y) : SeedStatistics.Mean(differences),
            pairing != DifferencePairing.None ? Bootstrap.Interval(differences, SeedStatistics.Mean, options)
                : isSingle ? null
                : Bootstrap.DifferenceOfMeans([x], [y], options),
            pairing,
            differences.Length,
            SeedStatistics.ProbabilityOfImprovement(x, y),
            isSingle ? null : Bootstrap.ProbabilityOfImprovement([x], [y], options));
    }

    private static (double[] Differences, DifferencePairing Pairing) Paired(
        IReadOnlyList<ComparedRun> first, IReadOnlyList<ComparedRun> other)
    {
        ComparedRun[] x = [.. other.OrderBy(run => run.Seed)], y = [.. first.OrderBy(run => run.Seed)];
        if (x.Length == 1 && y.Length == 1)
        {
            return x[0].Returns.Count > 1 && x[0].Returns.Count == y[0].Returns.Count
                ? ([.. x[0].Returns.Zip(y[0].Returns, (left, right) => left - right)], DifferencePairing.Episodes)
                : ([], DifferencePairing.None);
        }

        bool sameSeeds = x.Select(run => run.Seed).SequenceEqual(y.Select(run => run.Seed))
            && x.DistinctBy(run => run.Seed).Count() == x.Length;
        return sameSeeds
            ? ([.. x.Zip(y, (left, right) => left.Value - right.Value)], DifferencePairing.Seeds)
            : ([], DifferencePairing.None);
    }
}
