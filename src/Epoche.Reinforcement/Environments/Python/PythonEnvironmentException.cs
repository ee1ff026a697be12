namespace Epoche;

/// <summary>
/// Python, or an environment in it, failed: it is not there, ended, hung, threw or gave what is not an observation. The message says which
/// environment at which step, and has the last lines of Python's error output. What was trained until then is as it was.
/// </summary>
public sealed class PythonEnvironmentException : IOException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What happened, where, and what helps.</param>
    /// <param name="cause">What it follows from; null for nothing.</param>
    public PythonEnvironmentException(string message, Exception? cause = null)
        : base(Shown.Error(NotNull.Of(message)), cause)
    {
    }
}
