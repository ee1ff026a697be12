using System.Runtime.InteropServices;
using Epoche.Benchmarks.Tuning;

namespace Epoche.Benchmarks.Seeds;

/// <summary>
/// Fills a table of recipes × seeds, run by run, and prints the cells that it has; a signal stops it, and the next call continues.
/// </summary>
internal static class SeedsTable
{
    /// <summary>The tables: what each is called, and its recipes.</summary>
    private static readonly (string Name, Func<IEnumerable<RecipeText>> Recipes)[] s_tables =
    [
        ("dqn", () => RecipeTable.Agents.Where(recipe => KindOf(recipe) is "dqn" or "table" && !MinAtarTable.Has(recipe))),
        (MinAtarTable.Name, () => RecipeTable.Agents.Where(MinAtarTable.Has)),
        ("policies", () => new[]
        {
            "cartpole-ppo", "cartpole-a2c", "cartpole-a3c", "cartpole-reinforce", "acrobot-ppo", "pendulum-sac", "pendulum-td3",
            "pendulum-ddpg", "pendulum-ppo", "mountaincar-continuous",
        }.Where(RecipeCatalog.Names.Contains).Select(RecipeCatalog.BuiltIn)),
    ];

    private const int DefaultSeeds = 3;

    /// <param name="arguments">The table's name, how many seeds, how many runs at once, where runs lie and where figures go.</param>
    /// <returns>The exit code: 1 where a run failed, 130 where a signal came.</returns>
    /// <exception cref="FormatException">There is no such table.</exception>
    public static int Run(Arguments arguments)
    {
        (string name, Func<IEnumerable<RecipeText>> recipes) = arguments.Names is [var asked]
            ? Array.Find(s_tables, table => table.Name == asked)
            : default;
        if (name is null)
        {
            throw new FormatException(
                $"Give one table: {string.Join(", ", s_tables.Select(table => table.Name))} or {TuningTable.Name}.");
        }

        ulong[] seeds = [.. Enumerable.Range(0, arguments.Seeds ?? DefaultSeeds).Select(seed => (ulong)seed)];
        long? steps = name == MinAtarTable.Name ? MinAtarTable.Frames : null;
        string runs = arguments.Runs ?? "runs";
        RecipeTable table = new([.. recipes().Select(recipe => new Sweep(recipe, seeds, steps: steps))], runs);
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        if (!arguments.OnlyShows)
        {
            Workers.Count = Math.Max(1, Environment.ProcessorCount / (arguments.Jobs ?? Environment.ProcessorCount));
            table.Fill(new() { Jobs = arguments.Jobs, Progress = new Lines() }, stop.Token);
        }

        foreach (string line in name == MinAtarTable.Name ? MinAtarTable.ToMarkdown(table, runs, seeds) : table.ToMarkdown())
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

    private static string KindOf(RecipeText recipe) => ConfigMap.Parse(recipe.Yaml, recipe.Source).RequiredString("kind");

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
