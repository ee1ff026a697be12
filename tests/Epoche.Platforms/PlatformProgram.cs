using System.Globalization;

namespace Epoche.Platforms;

/// <summary>What the tests run on each platform; prints a line for each result.</summary>
public static class PlatformProgram
{
    /// <summary>
    /// <c>facts</c> prints all facts; <c>run RUNS NAME [STOP]</c> trains a tiny run or goes on with it, up to a step; <c>both RUNS NAME</c>
    /// does both, and starts only once.
    /// </summary>
    public static void Run(IReadOnlyList<string> args)
    {
        switch (args)
        {
            case ["facts"]:
                foreach (PlatformFact fact in PlatformFacts.All)
                {
                    Console.WriteLine(fact);
                }

                break;
            case ["both", string runs, string name]:
                Run(["facts"]);
                Run(["run", runs, name]);
                break;
            case ["run", string runs, string name]:
                Console.WriteLine($"{name}: {TinyRuns.Run(name, runs)}");
                break;
            case ["run", string runs, string name, string stopAt]:
                Console.WriteLine($"{name}: {TinyRuns.Run(name, runs, long.Parse(stopAt, CultureInfo.InvariantCulture))}");
                break;
            default:
                throw new ArgumentException(
                    $"Expected facts, run RUNS NAME [STOP], or both RUNS NAME; received {string.Join(' ', args)}.", nameof(args));
        }
    }
}
