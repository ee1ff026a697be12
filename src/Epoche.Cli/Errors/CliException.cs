namespace Epoche.Cli.Errors;

/// <summary>An error the user can do something about: printed as its message alone, without a stack trace.</summary>
internal sealed class CliException(string message, int exitCode = ExitCode.Usage, Exception? cause = null)
    : Exception(Shown.Error(message), cause)
{
    public CliException(QuotingText message, int exitCode = Errors.ExitCode.Usage, Exception? cause = null)
        : this(message.ToString(), exitCode, cause)
    {
    }

    public int ExitCode { get; } = exitCode;
}
