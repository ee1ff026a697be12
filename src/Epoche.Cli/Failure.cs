namespace Epoche.Cli;

/// <summary>Turns an exception that ended a call into one message and an exit code.</summary>
internal static class Failure
{
    private const string Unexpected = "This is unexpected. Run the command again with --verbose for the details, and please report it.";

    public static int Report(Exception exception, Terminal terminal, bool verbose)
    {
        (string message, int exitCode) = exception switch
        {
            CliException known => (known.Message, known.ExitCode),
            ConfigurationException => (exception.Message, ExitCode.Usage),
            DataFormatException or UnauthorizedAccessException or IOException => (exception.Message, ExitCode.Failure),
            _ => ($"{exception.Message}\n  {Unexpected}", ExitCode.Failure),
        };
        terminal.Error.WriteLine($"{Label(terminal)} {message}");
        if (verbose)
        {
            terminal.Error.WriteLine(exception);
        }

        return exitCode;
    }

    /// <summary>The exception's message without the name of the parameter that .NET appends, which says nothing to a user.</summary>
    public static string MessageOf(ArgumentException exception)
    {
        string suffix = $" (Parameter '{exception.ParamName}')";
        return exception.Message.Replace(suffix, "", StringComparison.Ordinal);
    }

    private static string Label(Terminal terminal) =>
        terminal.ErrorIsTerminal && Environment.GetEnvironmentVariable("NO_COLOR") is null or "" ? "\e[31merror:\e[0m" : "error:";
}
