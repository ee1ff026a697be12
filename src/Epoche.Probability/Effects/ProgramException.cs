namespace Epoche;

/// <summary>
/// A probabilistic program, or what was asked of it, does not fit together: the message names the site, what
/// was expected and what was received.
/// </summary>
public sealed class ProgramException : InvalidOperationException
{
    internal ProgramException(string site, long? step, string problem, Exception? innerException = null)
        : base(step is { } number ? $"Step {number}: {problem}" : problem, innerException) => (Site, Step) = (site, step);

    /// <summary>
    /// The site, parameter or plate; empty for a distribution that was refused before it came to a site, if no parameter is to blame.
    /// </summary>
    public string Site { get; }

    /// <summary>The update in which it happened, from 1; none outside of inference.</summary>
    public long? Step { get; }
}
