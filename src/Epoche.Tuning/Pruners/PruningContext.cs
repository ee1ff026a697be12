namespace Epoche;

/// <summary>What a pruner is given after a report.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Trial">The trial, its latest report included.</param>
/// <param name="Step">The step of that report.</param>
/// <param name="History">What the trial may see; of others, the finished ones.</param>
public sealed record PruningContext(string Study, TrialRecord Trial, int Step, StudyHistory History)
{
    /// <summary>The study's name.</summary>
    public string Study { get; init => field = NotNull.Of(value); } = NotNull.Of(Study);

    /// <summary>The trial.</summary>
    public TrialRecord Trial { get; init => field = NotNull.Of(value); } = NotNull.Of(Trial);

    /// <summary>What the trial may see.</summary>
    public StudyHistory History { get; init => field = NotNull.Of(value); } = NotNull.Of(History);

    /// <summary>A report's value as one to minimise; NaN becomes +∞.</summary>
    public double Loss(double value) => History.Loss(0, value);
}
