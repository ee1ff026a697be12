namespace Epoche;

/// <summary>What was asked for beyond the recipe when a run was resumed: <c>extension.json</c> in its folder.</summary>
/// <param name="Steps">Steps in all, from the beginning of the run.</param>
/// <param name="PastEnd">Whether the run had ended before: the goals that ended it no longer do.</param>
public sealed record RunExtension(long Steps, bool PastEnd);
