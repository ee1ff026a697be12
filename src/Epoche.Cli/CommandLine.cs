using System.CommandLine;
using System.CommandLine.Help;
using Epoche.Cli.Commands;

namespace Epoche.Cli;

/// <summary>The <c>epoche</c> command: its tree of commands, and how a call of it ends.</summary>
internal static class CommandLine
{
    internal static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "On an unexpected error, print its stack trace too",
        Recursive = true,
    };

    /// <summary>Parses and runs one call; errors become one message on standard error and an exit code of <see cref="ExitCode"/>.</summary>
    public static int Run(string[] args, Terminal terminal)
    {
        RootCommand root = Root(terminal);
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
            return Failure.Report(exception, terminal, verbose: parsed.GetValue(Verbose));
        }
    }

    internal static RootCommand Root(Terminal terminal)
    {
        RootCommand root = new("Deep learning and reinforcement learning that trains in seconds and repeats bit for bit.")
        {
            new TrainCommand(terminal),
            new ResumeCommand(terminal),
            new EvalCommand(terminal),
            new ClassifyCommand(terminal),
            new DoubtCommand(terminal),
            new AblationCommand(terminal),
            new PlayCommand(terminal),
            new ReportCommand(terminal),
            new CurvesCommand(terminal),
            new ImitateCommand(terminal),
            new GalleryCommand(terminal),
            new DataCommand(terminal),
            new ListCommand(terminal),
            new ShowCommand(terminal),
            new SummaryCommand(terminal),
            new EnvCommand(terminal),
            Verbose,
        };
        root.Options.OfType<HelpOption>().Single().Action = new ExampleHelpAction();
        return root;
    }
}
