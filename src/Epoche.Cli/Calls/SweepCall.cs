namespace Epoche.Cli.Calls;

/// <summary>What <c>epoche sweep</c> and <c>epoche train --seeds</c> share: progress, Ctrl-C, and how the result is printed.</summary>
/// <param name="terminal">Where the result for programs goes.</param>
/// <param name="quiet">Whether to show no progress.</param>
/// <param name="json">Whether to print the result for programs; all else then goes to standard error.</param>
internal sealed class SweepCall(Terminal terminal, bool quiet, bool json)
{
    private readonly Terminal _messages = terminal.ForJson(json);

    /// <summary>The sweep of some arguments.</summary>
    /// <exception cref="ExperimentException">Something is missing or contradictory.</exception>
    public static Sweep Read(string recipe, string seeds, string[] set, int? steps, ExperimentOptions experiments) =>
        new(RecipeCatalog.Find(recipe), SeedList.Parse(seeds), [.. set.Select(SweepAxis.Parse)], steps, experiments);

    /// <summary>Trains what is not complete, and prints what came of all.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="runs">The directory of runs; null for the default.</param>
    /// <param name="name">The sweep's folder in it; null for the default.</param>
    /// <param name="jobs">How many runs at once; null for one per core.</param>
    /// <param name="threads">How many threads share the kernels; null for the cores that the runs leave.</param>
    /// <returns>The exit code.</returns>
    public int Execute(Sweep sweep, string? runs, string? name, int? jobs, int? threads)
    {
        int atOnce = Math.Min(jobs ?? Environment.ProcessorCount, sweep.Cells.Count), before = Workers.Count;
        Threads.Use(threads ?? Math.Max(1, Environment.ProcessorCount / atOnce));
        try
        {
            using Interruption interruption = new();
            using SweepDisplay display = new(_messages, quiet);
            SweepOptions options = new()
            {
                Jobs = atOnce,
                Progress = display,
                Notices = display.Notice,
                CheckpointEvery = CheckpointPace.OfEnvironment(),
            };
            SweepResult result = sweep.Run(runs ?? RunFolder.DefaultDirectory, name, options, interruption.Token);
            display.Dispose();
            SeedTable.Print(_messages.Out, result);
            if (json)
            {
                terminal.Out.WriteLine(result.ToJson());
            }

            return result.Status == RunStatus.Failed ? ExitCode.Failure : interruption.ExitCode;
        }
        finally
        {
            Workers.Count = before;
        }
    }
}
