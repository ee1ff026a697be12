using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Epoche.Cli.Commands;

/// <summary>The usual help, then the command's examples.</summary>
internal sealed class ExampleHelpAction : SynchronousCommandLineAction
{
    private static readonly (string, string)[] RootExamples =
    [
        ("epoche train cartpole", "a perfect CartPole agent, in seconds"),
        ("epoche train mnist-mlp", "a classifier of handwritten digits"),
        ("epoche train refuse", "a classifier that says \"I don't know\", in a minute, without any data"),
        ("epoche list", "all recipes, environments and runs"),
        ("epoche train --help", "the options of one command"),
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = new HelpAction().Invoke(parseResult);
        IReadOnlyList<(string Line, string Meaning)> examples =
            parseResult.CommandResult.Command is EpocheCommand command ? command.Examples : RootExamples;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        int width = examples.Max(e => e.Line.Length);
        foreach ((string line, string meaning) in examples)
        {
            output.WriteLine($"  {line.PadRight(width)}  {meaning}");
        }

        return exitCode;
    }
}
