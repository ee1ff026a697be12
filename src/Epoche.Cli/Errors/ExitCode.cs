namespace Epoche.Cli.Errors;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    /// <summary>A classifier answered "I don't know".</summary>
    public const int Refused = 3;

    /// <summary>The doctor raised an alarm.</summary>
    public const int Alarm = 4;

    /// <summary>The reader of standard output went away: 128 + SIGPIPE, as shells report it.</summary>
    public const int ClosedPipe = 141;

    /// <summary>Ctrl-C: 128 + SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;

    /// <summary>A polite request to end: 128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
