namespace Epoche;

/// <summary>
/// Recipes × seeds: a sweep of each recipe, side by side in one directory. It can be stopped and filled further at any time, and shows the
/// cells that it has.
/// </summary>
public sealed class RecipeTable
{
    private readonly Sweep[] _sweeps;
    private readonly string _runs;

    /// <summary>Names the sweeps of a table.</summary>
    /// <param name="sweeps">One for each recipe.</param>
    /// <param name="runs">The directory that they lie in, each in a folder called like its recipe.</param>
    /// <exception cref="ArgumentException">There is none, or two are of one recipe.</exception>
    public RecipeTable(IReadOnlyList<Sweep> sweeps, string runs)
    {
        ArgumentNullException.ThrowIfNull(sweeps);
        ArgumentException.ThrowIfNullOrEmpty(runs);
        Elements.RequireNoNull(sweeps, nameof(sweeps));
        if (sweeps.Count == 0 || sweeps.DistinctBy(NameOf).Count() < sweeps.Count)
        {
            throw new ArgumentException("A table has a row for each of its recipes, at least one, and each recipe once.", nameof(sweeps));
        }

        (_sweeps, _runs) = ([.. sweeps], runs);
    }

    /// <summary>The built-in recipes whose runs play a game, by name.</summary>
    public static IReadOnlyList<RecipeText> Agents =>
        [.. RecipeCatalog.Names.Where(name => Experiment.Load(name).Capability<IPlaysGames>() is not null).Select(RecipeCatalog.BuiltIn)];

    /// <summary>The rows that have begun, as they are now: read from the directory.</summary>
    /// <exception cref="DataFormatException">A <c>sweep.json</c> is damaged.</exception>
    public IReadOnlyList<SweepResult> Rows => [.. _sweeps.Select(sweep => SweepResult.Read(FolderOf(sweep))).OfType<SweepResult>()];

    /// <summary>Fills the table, recipe by recipe; what is there is kept.</summary>
    /// <param name="options">How many runs at once, and who listens; null for the defaults.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ExperimentException">A folder holds another sweep, or another process works on one of its runs.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Fill(SweepOptions? options = null, CancellationToken cancellation = default)
    {
        foreach (Sweep sweep in _sweeps.TakeWhile(_ => !cancellation.IsCancellationRequested))
        {
            sweep.Run(_runs, NameOf(sweep), options, cancellation);
        }
    }

    /// <summary>The table in Markdown: a column for each seed, with a dot where there is no value yet.</summary>
    public IReadOnlyList<string> ToMarkdown()
    {
        ulong[] seeds = [.. _sweeps.SelectMany(sweep => sweep.Seeds).Distinct().Order()];
        ILookup<string, SweepResult> rows = Rows.ToLookup(row => row.Recipe);
        return
        [
            .. TextTable.Lines(
            [
                ["recipe", .. seeds.Select(seed => $"{seed}"), "seeds", "mean", "median", "IQM", "95% interval", "random", "steps", "time"],
                .. _sweeps.Select(sweep => Row(NameOf(sweep), rows[NameOf(sweep)].FirstOrDefault(), seeds)),
            ]),
        ];
    }

    /// <summary>One JSON object for each row: that of <see cref="SweepResult.ToJson"/>.</summary>
    public IReadOnlyList<string> ToJson() => [.. Rows.Select(row => row.ToJson())];

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _sweeps.Select(NameOf));

    private static string NameOf(Sweep sweep) => sweep.Cells[0].Experiment.Recipe.Name;

    private static string[] Row(string name, SweepResult? result, ulong[] seeds)
    {
        SweepRun[] runs = [.. (result?.Runs ?? []).Where(run => run.Value is not null)];
        string measure = runs.FirstOrDefault()?.Measure ?? Measures.Return;
        SeedSummary? summary = runs.Length > 0 ? new([.. runs.Select(run => run.Value!.Value)]) : null;
        return
        [
            name,
            .. seeds.Select(seed => runs.FirstOrDefault(run => run.Seed == seed)?.Value is { } value ? Measures.Text(measure, value) : "·"),
            $"{runs.Length}",
            summary is null ? "·" : Measures.Text(measure, summary.Mean),
            summary is null ? "·" : Measures.Text(measure, summary.Median),
            summary is null ? "·" : Measures.Text(measure, summary.InterquartileMean),
            Measures.Text(measure, summary?.Interval),
            runs.FirstOrDefault()?.Random is { } random ? Measures.Text(measure, random.Mean) : "·",
            Mean(runs.Select(run => (double?)run.EnvSteps), Format.Count),
            Mean(runs.Select(run => run.TrainSeconds), Format.Duration),
        ];
    }

    private static string Mean(IEnumerable<double?> values, Func<double, string> text)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length == 0 ? "·" : text(SeedStatistics.Mean(known));
    }

    private string FolderOf(Sweep sweep) => Path.Combine(_runs, NameOf(sweep));
}
