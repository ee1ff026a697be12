using System.Runtime.InteropServices;
using Epoche.Benchmarks.Tuning;

namespace Epoche.Benchmarks.Seeds;

/// <summary>
/// Fills a table of recipes × seeds, run by run, and prints the cells that it has; a signal stops it, and the next call continues.
/// </summary>
internal static class SeedsTable
{
    public const string Name = "dqn";

    private const int DefaultSeeds = 3;

    /// <param name="arguments">The table's name, how many seeds, how many runs at once, where runs lie and where figures go.</param>
    /// <returns>The exit code: 1 where a run failed, 130 where a signal came.</returns>
    /// <exception cref="FormatException">There is no such table.</exception>
    public static int Run(Arguments arguments)
    {
        if (arguments.Names is not [Name])
        {
            throw new FormatException(
                $"The tables are {Name}, the recipes whose agents play, and {TuningTable.Name}, samplers on test functions.");
        }

        ulong[] seeds = [.. Enumerable.Range(0, arguments.Seeds ?? DefaultSeeds).Select(seed => (ulong)seed)];
        RecipeTable table = new([.. RecipeTable.Agents.Select(recipe => new Sweep(recipe, seeds))], arguments.Runs ?? "runs");
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        if (!arguments.OnlyShows)
        {
            Workers.Count = Math.Max(1, Environment.ProcessorCount / (arguments.Jobs ?? Environment.ProcessorCount));
            table.Fill(new() { Jobs = arguments.Jobs, Progress = new Lines() }, stop.Token);
        }

        foreach (string line in table.ToMarkdown())
        {
            Console.WriteLine(line);
        }

        if (arguments.Out is { } path)
        {
            File.WriteAllLines(path, table.ToJson());
        }

        return stop.IsCancellationRequested ? 130 : table.Rows.Any(row => row.Status == RunStatus.Failed) ? 1 : 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = !stop.IsCancellationRequested; // the second ends the process
            stop.Cancel();
        }
    }

    private sealed class Lines : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value)
        {
            if (value.Last is { } run)
            {
                Console.Error.WriteLine($"{run} ({value.Ended} of {value.Total})");
            }
        }
    }
}
