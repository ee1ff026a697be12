namespace Epoche.Tuning;

/// <summary>A trial as samplers see it.</summary>
/// <param name="Trial">The trial: complete or pruned.</param>
/// <param name="Numbers">The internal number of each parameter of the space; NaN where it does not exist beside the others.</param>
/// <param name="Losses">
/// The objectives' values as ones to minimise; NaN counts as +∞. Empty where the trial was pruned without a value.
/// </param>
internal sealed record Observation(TrialRecord Trial, double[] Numbers, double[] Losses)
{
    /// <summary>Whether it ran to its end.</summary>
    public bool IsComplete => Trial.State == TrialState.Complete;

    /// <summary>Whether it ran to its end and violates no constraint.</summary>
    public bool IsFeasible => IsComplete && !(Trial.Violation > 0);
}
