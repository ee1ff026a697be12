namespace Epoche.Experiments.Tests.Support;

/// <summary>One call of the command inside this process, with what it wrote and returned.</summary>
internal sealed record Command(int ExitCode, string Out, string Error)
{
    public static Command Run(string[] args, RecipeKinds? kinds = null)
    {
        using StringWriter output = new(), error = new();
        ExperimentOptions options = new() { Kinds = kinds ?? RecipeKinds.BuiltIn };
        int exitCode = Epoche.Cli.CommandLine.Run(args, options, output, error);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
