namespace Epoche.Cli.Terminals;

/// <summary>Where a call writes: standard output and standard error, and whether a person watches them.</summary>
internal sealed class Terminal(
    TextWriter output, TextWriter error, bool outIsTerminal = false, bool errorIsTerminal = false, bool inIsTerminal = false)
{
    public ShownWriter Out { get; } = output as ShownWriter ?? new(output);

    public ShownWriter Error { get; } = error as ShownWriter ?? new(error);

    public bool OutIsTerminal { get; } = outIsTerminal;

    public bool ErrorIsTerminal { get; } = errorIsTerminal;

    /// <summary>Whether a person's keys can be read.</summary>
    public bool InIsTerminal { get; } = inIsTerminal;

    public static Terminal OfProcess() =>
        new(
            GuardedWriter.Output(),
            GuardedWriter.Error(),
            !Console.IsOutputRedirected && !IsDumb,
            !Console.IsErrorRedirected && !IsDumb,
            !Console.IsInputRedirected && !IsDumb);

    /// <summary>That of a program which takes what is written itself; null for standard output, or standard error.</summary>
    public static Terminal Of(TextWriter? output, TextWriter? error) =>
        output is null && error is null ? OfProcess() : new(output ?? GuardedWriter.Output(), error ?? GuardedWriter.Error());

    /// <summary>With <c>--json</c> standard output belongs to the one object of the result: all else goes to standard error.</summary>
    public Terminal ForJson(bool json) => json ? new Terminal(Error, Error, ErrorIsTerminal, ErrorIsTerminal) : this;

    /// <summary>
    /// The exit code where output was lost: that of a closed pipe, as shells report it, or of a failure, which standard error then names.
    /// </summary>
    public int ExitCodeAfter(int exitCode)
    {
        GuardedWriter? output = Out.Raw as GuardedWriter;
        if (exitCode != ExitCode.Success || (output?.Failure ?? (Error.Raw as GuardedWriter)?.Failure) is null)
        {
            return exitCode;
        }

        if (output?.IsClosedByReader == true)
        {
            return ExitCode.ClosedPipe;
        }

        if (output?.Failure is { } failure)
        {
            string reason = failure.Message.TrimEnd('.');
            Error.WriteLine($"error: standard output cannot be written to: {reason}. Everything was done; some output is lost.");
        }

        return ExitCode.Failure;
    }

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";
}
