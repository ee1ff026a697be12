using System.Collections.Concurrent;
using System.Diagnostics;

namespace Epoche.Cli.Tests;

/// <summary>The short run of a recipe as it ends when nobody disturbs it; made once for all tests.</summary>
internal sealed record Undisturbed(RunFacts Facts, double Seconds)
{
    private static readonly ConcurrentDictionary<string, Lazy<Undisturbed>> s_runs = [];

    public static Undisturbed Of(string recipe) => s_runs.GetOrAdd(recipe, name => new(() => Run(name))).Value;

    private static Undisturbed Run(string recipe)
    {
        using TemporaryDirectory directory = new();
        Stopwatch watch = Stopwatch.StartNew();
        using ChildProcess child = new(ShortRuns.Train(recipe, "undisturbed", directory.Path));
        CliRun run = child.Wait();
        double seconds = watch.Elapsed.TotalSeconds;
        return new(RunFacts.Of(run, directory["undisturbed"]), seconds);
    }
}
