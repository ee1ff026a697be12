namespace Epoche.Cli;

/// <summary>Turns an exception that ended a call into one message and an exit code.</summary>
internal static class Failure
{
    public static int Report(Exception exception, Terminal terminal, bool verbose)
    {
        (string message, int exitCode) = exception switch
        {
            CliException known => (known.Message, known.ExitCode),
            ConfigurationException => (exception.Message, ExitCode.Usage),
            DataFormatException or UnauthorizedAccessException or IOException => (exception.Message, ExitCode.Failure),
            _ => ($"{exception.Message}\n  This is not an error of yours that epoche knows of. Run the command again with --verbose for the details.", ExitCode.Failure),
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
