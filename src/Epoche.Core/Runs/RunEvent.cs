namespace Epoche;

/// <summary>One number that a run reports: a point of the curve called <see cref="Name"/>.</summary>
/// <param name="Name">The curve, a path of lower-case words: <c>train/loss</c>, <c>evaluation/return</c>.</param>
/// <param name="Step">Where on the curve, at least 0: the number of environment steps, or of updates where there is no environment.</param>
/// <param name="Value">The number. Not a number and the infinities are allowed: they are what one wants to see.</param>
/// <remarks>It carries no time of day, so that a run repeated writes the same events; a writer that needs the time looks at its own clock.</remarks>
public readonly record struct RunEvent(string Name, long Step, double Value);
