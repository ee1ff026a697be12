namespace Epoche.Tuning;

/// <summary>What a sampler suggested for a trial.</summary>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Parent">The trial whose checkpoint it begins from; null where it begins afresh.</param>
internal sealed record Suggestion(IReadOnlyList<TrialParameter> Parameters, int? Parent);
