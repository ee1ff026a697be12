namespace Epoche.Cli;

/// <summary>An error the user can do something about: printed as its message alone, without a stack trace.</summary>
internal sealed class CliException(string message, int exitCode = ExitCode.Usage, Exception? cause = null) : Exception(message, cause)
{
    public int ExitCode { get; } = exitCode;
}
