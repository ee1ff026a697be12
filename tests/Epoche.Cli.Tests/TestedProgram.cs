namespace Epoche.Cli.Tests;

/// <summary>The command that the tests start in processes of their own.</summary>
internal static class TestedProgram
{
    /// <summary>
    /// Its assembly: the one that users have, compiled ahead of time, where <c>./test</c> has built it and says so by this variable; else
    /// that beside the tests.
    /// </summary>
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("EPOCHE_TESTED_PROGRAM") ?? System.IO.Path.Combine(AppContext.BaseDirectory, "epoche.dll");
}
