namespace Epoche.Cli.Tests;

/// <summary>What the short runs gave when they were recorded.</summary>
internal static class GoldenRuns
{
    /// <summary>The file that the tests read, beside them.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "GoldenRuns.txt");

    /// <summary>The hashes of the weights and of the curves of a run.</summary>
    public static string Of(string run) =>
        File.ReadLines(Path).FirstOrDefault(line => line.StartsWith($"{run}: ", StringComparison.Ordinal))?[(run.Length + 2)..]
        ?? "nothing is recorded";
}
