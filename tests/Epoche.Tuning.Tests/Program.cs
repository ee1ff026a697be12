using Xunit.Runner.InProc.SystemConsole;

namespace Epoche.Tuning.Tests;

/// <summary>The runner of the tests.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments) => await ConsoleRunner.Run(arguments);
}
