namespace Epoche;

/// <summary>What an agent made of many lives, beside the rules of thumb that lived the same ones.</summary>
public sealed record FinanceReport
{
    /// <summary>The run's folder.</summary>
    public required string Run { get; init => field = NotNull.Of(value); }

    /// <summary>The recipe's name.</summary>
    public required string Recipe { get; init => field = NotNull.Of(value); }

    /// <summary>The recipe's seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The environment's name.</summary>
    public required string Environment { get; init => field = NotNull.Of(value); }

    /// <summary>What wealth is counted in.</summary>
    public required string Unit { get; init => field = NotNull.Of(value); }

    /// <summary>How many episodes each player lived, the same ones.</summary>
    public required int Episodes { get; init; }

    /// <summary>What counts as ruin, in words.</summary>
    public required string Ruin { get; init => field = NotNull.Of(value); }

    /// <summary>What runs along the horizontal axis of curves, and each point of them.</summary>
    public required (string Name, IReadOnlyList<double> Points) Time { get; init; }

    /// <summary>The agent, then the others.</summary>
    public required IReadOnlyList<FinanceOutcome> Outcomes { get; init => field = Elements.Of(value); }

    /// <summary>What the agent divides, and the share of each at each point of time.</summary>
    public required (IReadOnlyList<string> Names, IReadOnlyList<double[]> Shares) Split { get; init; }

    /// <summary>
    /// The agent's episode of median final wealth: the names of the parts of wealth, and their sizes at each point; no names where wealth
    /// has no parts.
    /// </summary>
    public required (IReadOnlyList<string> Names, IReadOnlyList<double[]> Sizes) Life { get; init; }

    /// <summary>The agent's share beside that of the formula; null where there is none.</summary>
    public (double Agent, double Formula)? Share { get; init; }

    /// <summary>γ of the utility that the environment pays; null where it pays wealth.</summary>
    public double? RiskAversion { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(FinanceReport), PrintMembers);
}

/// <summary>How one player did.</summary>
public sealed record FinanceOutcome
{
    /// <summary>Who.</summary>
    public required string Name { get; init => field = NotNull.Of(value); }

    /// <summary>What it does, in a few words.</summary>
    public required string Summary { get; init => field = NotNull.Of(value); }

    /// <summary>Final wealth of each episode, in the report's unit.</summary>
    public required IReadOnlyList<double> Wealth { get; init => field = NotNull.Of(value); }

    /// <summary>The mean of it.</summary>
    public required double Mean { get; init; }

    /// <summary>The median of it.</summary>
    public required double Median { get; init; }

    /// <summary>Certainty equivalents for γ 1, 2 and 5.</summary>
    public required IReadOnlyList<double> CertaintyEquivalents { get; init => field = NotNull.Of(value); }

    /// <summary>The mean of the lowest 5%.</summary>
    public required double ShortfallMean { get; init; }

    /// <summary>The share of episodes that ended in ruin, 0 to 1.</summary>
    public required double Ruined { get; init; }

    /// <summary>The share of episodes with a foreclosure, 0 to 1; null where there is none to be had.</summary>
    public double? Foreclosed { get; init; }

    /// <summary>By how much the agent ends richer in the mean of pairs, with its interval; null for the agent itself.</summary>
    public (double Mean, ConfidenceInterval Interval)? Difference { get; init; }

    /// <summary>Quartiles and median of wealth over time.</summary>
    public required IReadOnlyList<(double Low, double Median, double High)> Curve { get; init => field = NotNull.Of(value); }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(FinanceOutcome), PrintMembers);
}
