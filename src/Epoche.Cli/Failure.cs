
namespace Epoche.Cli;

/// <summary>Turns an exception that ended a call into one message and an exit code.</summary>
internal static class Failure
{
    private const string Unexpected = "This is unexpected. Run the command again with --verbose for the details, and please report it.";

    private const int Context = 8; // characters by which the place of a line's end is known again

    private const string Trust =
        "Code can do whatever you may do. If you would run this file yourself, give the same command again with --trust.";

    private const string Trimmed =
        "This program is a single file, with those parts of .NET that it uses and that environments usually need. "
        + "The program of a clone has all of them: ./epoche.";

    private const int Margin = 50;

    private static readonly bool s_isSingleFile = AppContext.TryGetSwitch("Epoche.SingleFile", out bool isSet) && isSet;

    public static int Report(Exception exception, Terminal terminal, string[] args, bool verbose)
    {
        (string message, int exitCode) = exception switch
        {
            CliException known => (known.Message, known.ExitCode),
            ExperimentException { Problem: ExperimentProblem.Request } => (exception.Message, ExitCode.Usage),
            ExperimentException => (exception.Message, ExitCode.Failure),
            UntrustedCodeException => ($"{exception.Message}\n  {Trust}", ExitCode.Usage),
            RunException run => OfRun(run),
            ConfigurationException => (exception.Message, ExitCode.Usage),
            OutOfMemoryException => (MemoryText(), ExitCode.Failure),
            DataFormatException or UnauthorizedAccessException or IOException => (exception.Message, ExitCode.Failure),
            _ => ($"{exception.Message}\n  {Unexpected}", ExitCode.Failure),
        };
        if (s_isSingleFile && IsOfMissingCode(exception))
        {
            (message, exitCode) = ($"{exception.Message.Trim()}\n  {Trimmed}", ExitCode.Failure);
        }

        terminal.Error.Raw.Write(Label(terminal));
        terminal.Error.WriteLine(" " + Indented(Quoting(Shown.Lines(message), args)));
        if (verbose)
        {
            terminal.Error.WriteLine(exception);
        }

        return exitCode;
    }

    private static bool IsOfMissingCode(Exception? exception) => exception is not null
        && (exception is TypeLoadException or MissingMemberException
            || (exception is FileNotFoundException { FileName: { } file } && file.Contains("PublicKeyToken=", StringComparison.Ordinal))
            || IsOfMissingCode(exception.InnerException));

    /// <summary>How much there is, for what ran out of it without a recipe that says what it needs.</summary>
    private static string MemoryText() =>
        $"Memory ran out; {Format.Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} are there.\n"
        + "  End other programs, raise a limit of the heap (DOTNET_GCHeapHardLimit) or of the container, or use a smaller model.";

    /// <summary>What is wrong with a run, and which command helps.</summary>
    private static (string Message, int ExitCode) OfRun(RunException error)
    {
        string run = Shown.Text(error.Path);
        return error.Problem switch
        {
            RunProblem.NotFound when RecipeCatalog.Names.Contains(run) =>
                ($"'{run}' is a recipe; this command takes a run of it.{NearestHint.For(error.Nearest)}\n"
                    + $"  'epoche train {run}' makes one; 'epoche list' shows those that are there.", ExitCode.Usage),
            RunProblem.NotFound => ($"{error.Message}\n  'epoche list' shows the runs; 'epoche train RECIPE' makes one.", ExitCode.Usage),
            RunProblem.InvalidName =>
                ($"{error.Message}\n  Choose another --name; --runs is for the directory it lies in.", ExitCode.Usage),
            RunProblem.NameTaken =>
                ($"{error.Message} 'epoche resume {run}' resumes it; or choose another --name, or remove that folder.", ExitCode.Usage),
            RunProblem.NoDirectory => ($"{error.Message}\n  Choose another directory of runs by --runs DIR.", ExitCode.Failure),
            RunProblem.HasLink =>
                ($"{error.Message}\n  Remove the link, or put a copy of what it leads to in its place.", ExitCode.Failure),
            RunProblem.NoModel =>
                ($"{error.Message}\n  'epoche list' shows where it stands; 'epoche resume {run}' resumes one that was interrupted.",
                    ExitCode.Failure),
            _ => (error.Message, ExitCode.Usage),
        };
    }

    /// <summary>A message in which the words of the call, or parts of them, are one line each.</summary>
    private static string Quoting(string message, string[] args)
    {
        foreach (string arg in args)
        {
            for (int i = arg.IndexOf('\n'); i >= 0; i = arg.IndexOf('\n', i + 1))
            {
                string part = arg[Math.Max(0, i - Context)..Math.Min(arg.Length, i + 1 + Context)];
                message = message.Replace(Shown.Lines(part), Shown.Text(part), StringComparison.Ordinal);
            }
        }

        return message;
    }

    /// <summary>What stands below the first line belongs to it: no file can write a line that looks like one of ours.</summary>
    private static string Indented(string message)
    {
        string[] lines = Shown.Error(message).Split('\n');
        string text = string.Join('\n', lines.Select((line, i) => i == 0 || line is "" or [' ', ' ', ..] ? line : $"  {line}"));
        return Shown.Cut(text, Shown.LongestMessage - Margin); // with the word before it, all of it
    }

    private static string Label(Terminal terminal) =>
        terminal.ErrorIsTerminal && Environment.GetEnvironmentVariable("NO_COLOR") is null or "" ? "\e[31merror:\e[0m" : "error:";
}
