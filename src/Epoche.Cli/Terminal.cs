namespace Epoche.Cli;

/// <summary>Where a call writes: standard output and standard error, and whether a person watches them.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool outIsTerminal = false, bool errorIsTerminal = false, bool inIsTerminal = false)
{
    public TextWriter Out { get; } = output;

    public TextWriter Error { get; } = error;

    public bool OutIsTerminal { get; } = outIsTerminal;

    public bool ErrorIsTerminal { get; } = errorIsTerminal;

    /// <summary>Whether a person's keys can be read.</summary>
    public bool InIsTerminal { get; } = inIsTerminal;

    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, !Console.IsOutputRedirected && !IsDumb, !Console.IsErrorRedirected && !IsDumb, !Console.IsInputRedirected && !IsDumb);

    /// <summary>With <c>--json</c> standard output belongs to the one object of the result: all else goes to standard error.</summary>
    public Terminal ForJson(bool json) => json ? new Terminal(Error, Error, ErrorIsTerminal, ErrorIsTerminal) : this;

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";
}
