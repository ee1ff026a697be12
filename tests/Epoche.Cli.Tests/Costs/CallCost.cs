using System.Globalization;

namespace Epoche.Cli.Tests.Costs;

/// <summary>What one call of the command cost, in a process of its own.</summary>
/// <param name="Run">What it printed and returned.</param>
/// <param name="Milliseconds">Of the processor, from the start of the process to its end.</param>
/// <param name="PeakBytes">The most memory that it had, the runtime and its libraries included.</param>
/// <param name="Assemblies">The names of what was loaded.</param>
internal sealed record CallCost(CliRun Run, long Milliseconds, long PeakBytes, IReadOnlyList<string> Assemblies)
{
    private const int MostCalls = 5;

    /// <summary>
    /// The first of at most five calls that cost no more than so many milliseconds, or the cheapest: what else the machine does makes a
    /// call dearer, never cheaper.
    /// </summary>
    public static CallCost Within(int milliseconds, params string[] args)
    {
        CallCost least = Of(args);
        for (int more = MostCalls - 1; more > 0 && least.Milliseconds > milliseconds; more--)
        {
            CallCost other = Of(args);
            least = other.Milliseconds < least.Milliseconds ? other : least;
        }

        return least;
    }

    public static CallCost Of(params string[] args)
    {
        using TemporaryDirectory directory = new();
        string file = directory["cost"], hook = typeof(StartupHook).Assembly.Location;
        using ChildProcess child = new(args, ("DOTNET_STARTUP_HOOKS", hook), (StartupHook.File, file));
        CliRun run = child.Wait();
        string[] written = File.ReadAllText(file).Split(' ');
        return new(
            run,
            long.Parse(written[0], CultureInfo.InvariantCulture),
            long.Parse(written[1], CultureInfo.InvariantCulture),
            [.. written[2..].Except([hook])]);
    }
}
