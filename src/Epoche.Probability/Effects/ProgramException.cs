namespace Epoche;

/// <summary>A probabilistic program, or what was asked of it, does not fit together: the message names the site, what was expected and what was received.</summary>
public sealed class ProgramException : InvalidOperationException
{
    internal ProgramException(string site, long? step, string problem)
        : base(step is { } number ? $"Step {number}: {problem}" : problem) => (Site, Step) = (site, step);

    /// <summary>The site, parameter or plate.</summary>
    public string Site { get; }

    /// <summary>The update in which it happened, from 1; none outside of inference.</summary>
    public long? Step { get; }
}
