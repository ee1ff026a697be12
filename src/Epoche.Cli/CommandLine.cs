using System.CommandLine;
using System.CommandLine.Help;

namespace Epoche.Cli;

/// <summary>The <c>epoche</c> command: its tree of commands, and how a call of it ends.</summary>
public static class CommandLine
{
    internal static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "On an unexpected error, print its stack trace too",
        Recursive = true,
    };

    /// <summary>Runs one call, with kinds of recipes and environments of a program's own.</summary>
    /// <param name="args">The arguments, such as <c>train mine.yaml</c>.</param>
    /// <param name="experiments">What recipes may name; null for what comes along.</param>
    /// <param name="output">Standard output; null for that of the process.</param>
    /// <param name="error">Standard error; null for that of the process.</param>
    /// <returns>
    /// The exit code: 0, 1 for what failed (output that was lost included), 2 for what cannot be asked for, 3 for a refused answer, 4 for
    /// an alarm of the doctor, 130 and 143 for signals, 141 where the reader of standard output went away.
    /// </returns>
    public static int Run(string[] args, ExperimentOptions? experiments, TextWriter? output = null, TextWriter? error = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        return Run(args, Terminal.Of(output, error), experiments);
    }

    /// <summary>Parses and runs one call; errors become one message on standard error and an exit code of <see cref="ExitCode"/>.</summary>
    internal static int Run(string[] args, Terminal terminal, ExperimentOptions? experiments = null) =>
        terminal.ExitCodeAfter(Call(args, terminal, experiments));

    internal static RootCommand Root(Terminal terminal, ExperimentOptions? options = null)
    {
        ExperimentOptions experiments = options ?? new();
        RootCommand root = new("Deep learning and reinforcement learning that trains in seconds and repeats bit for bit.")
        {
            new TrainCommand(terminal, experiments),
            new ResumeCommand(terminal, experiments),
            new EvalCommand(terminal, experiments),
            new ClassifyCommand(terminal, experiments),
            new DoubtCommand(terminal, experiments),
            new DoctorCommand(terminal, experiments),
            new FinanceCommand(terminal, experiments),
            new AblationCommand(terminal),
            new PlayCommand(terminal, experiments),
            new ReportCommand(terminal, experiments),
            new SweepCommand(terminal, experiments),
            new TuneCommand(terminal, experiments),
            new CompareCommand(terminal, experiments),
            new CurvesCommand(terminal, experiments),
            new StudyCommand(terminal),
            new ImitateCommand(terminal, experiments),
            new GalleryCommand(terminal),
            new DataCommand(terminal),
            new ListCommand(terminal),
            new ShowCommand(terminal, experiments),
            new SummaryCommand(terminal),
            new EnvCommand(terminal),
            Verbose,
        };
        root.Options.OfType<HelpOption>().Single().Action = new ExampleHelpAction();
        return root;
    }

    private static int Call(string[] args, Terminal terminal, ExperimentOptions? experiments)
    {
        RootCommand root = Root(terminal, experiments);
        // "@actions.txt" is a value of ours, not a response file.
        ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (parsed.Action is not HelpAction and not ExampleHelpAction && ParseErrors.Find(parsed) is { } error)
            {
                throw error;
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // Ctrl-C is ours: see Interruption
            });
        }
        catch (Exception exception)
        {
            return Failure.Report(exception, terminal, args, verbose: parsed.GetValue(Verbose));
        }
    }
}
