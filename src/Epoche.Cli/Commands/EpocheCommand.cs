using System.CommandLine;

namespace Epoche.Cli.Commands;

/// <summary>A command with examples in its help.</summary>
internal abstract class EpocheCommand : Command
{
    protected EpocheCommand(Terminal terminal, string name, string description)
        : base(name, description)
    {
        Terminal = terminal;
    }

    /// <summary>Whole command lines, each with what it does, shown at the end of <c>--help</c>.</summary>
    public abstract IReadOnlyList<(string Line, string Meaning)> Examples { get; }

    protected Terminal Terminal { get; }
}
