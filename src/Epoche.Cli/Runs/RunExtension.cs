namespace Epoche.Cli.Runs;

/// <summary>What <c>epoche resume --steps</c> asked for beyond the recipe: <c>extension.json</c> of a run.</summary>
/// <param name="Steps">Steps in all.</param>
/// <param name="PastEnd">Whether the run had ended before: the goals that ended it no longer do.</param>
internal sealed record RunExtension(long Steps, bool PastEnd);
