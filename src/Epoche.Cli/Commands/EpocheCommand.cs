using System.CommandLine;
using System.Diagnostics.CodeAnalysis;

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

    /// <summary>What loads code that is named; null where none is trusted.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The program is not trimmed.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The program runs on the runtime with its compiler.")]
    protected EnvironmentCode? Code(bool isTrusted) => isTrusted ? new(Terminal.Error.WriteLine) : null;

    /// <summary>What recipes may name, with code where it is trusted.</summary>
    protected ExperimentOptions Trusting(bool isTrusted, ExperimentOptions experiments) =>
        isTrusted ? experiments with { Environments = Code(isTrusted: true) } : experiments;

    /// <summary>Says what a person should know before a recipe is used.</summary>
    protected void Warn(Recipe recipe)
    {
        foreach (RunNotice notice in recipe.Notices)
        {
            Terminal.Error.WriteLine(notice.Text);
        }
    }
}
