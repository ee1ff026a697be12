namespace Epoche;

/// <summary>How a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>The rule holds, as far as the check looks.</summary>
    Passed,

    /// <summary>The environment can be trained on, but it is probably not what its author wants.</summary>
    Warning,

    /// <summary>The rule is broken.</summary>
    Failed,

    /// <summary>Not looked at, for the environment does not even run.</summary>
    Skipped,
}

/// <summary>What a check found.</summary>
/// <param name="Rule">The rule that was checked.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Observed">
/// What was seen: the problem where the rule is broken; else figures worth knowing, such as the range of the rewards, or nothing.
/// </param>
public sealed record EnvironmentFinding(EnvironmentRule Rule, CheckOutcome Outcome, string Observed)
{
    /// <summary>The rule that was checked.</summary>
    public EnvironmentRule Rule { get; init => field = NotNull.Of(value); } = NotNull.Of(Rule);

    /// <summary>How it ended.</summary>
    public CheckOutcome Outcome { get; init; } = Outcome;

    /// <summary>What was seen: the problem where the rule is broken; else figures worth knowing, or nothing.</summary>
    public string Observed { get; init => field = NotNull.Of(value); } = NotNull.Of(Observed);

    /// <summary>Whether the rule is broken for certain.</summary>
    public bool IsFailure => Outcome == CheckOutcome.Failed;
}
