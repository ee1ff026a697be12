namespace Epoche;

/// <summary>
/// A recipe with all combinations of some values, each with several seeds: what <c>epoche sweep</c> does. Its folder holds one run for
/// each, <c>sweep.json</c>, <c>sweep.svg</c> and <c>report.html</c>. Runs train side by side, each with the bits of one that trains alone;
/// a sweep that was interrupted or killed is continued by running it again: complete runs are kept, the others resumed exactly.
/// </summary>
public sealed class Sweep
{
    private const int MostRuns = 10_000;

    private readonly ExperimentOptions _options;

    /// <summary>Reads and checks all recipes before the first is trained.</summary>
    /// <param name="text">The recipe.</param>
    /// <param name="seeds">The seeds, each once.</param>
    /// <param name="axes">The keys that are changed, a later one instead of an earlier one of the same key; null for none.</param>
    /// <param name="steps">Steps of each; null for the recipe's number.</param>
    /// <param name="options">What the recipe may name; null for what comes along.</param>
    /// <exception cref="ConfigurationException">A recipe cannot be read.</exception>
    /// <exception cref="ExperimentException">
    /// Something is missing or contradictory, two runs would be the same, or there are more than 10,000.
    /// </exception>
    public Sweep(
        RecipeText text,
        IReadOnlyList<ulong> seeds,
        IReadOnlyList<SweepAxis>? axes = null,
        long? steps = null,
        ExperimentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(seeds);
        _options = options ?? new();
        Elements.RequireNoNull(axes ?? [], nameof(axes));
        SweepAxis[] last = [.. (axes ?? []).Reverse().DistinctBy(axis => axis.Key).Reverse()];
        (Recipe, Seeds, Axes) = (text, [.. seeds], last);
        Require(last);
        Cells = CellsOf(text, steps);
        if (Cells[0].Experiment is { Kind: var kind } first && first.Capability<IHoldsPlayers>() is not null)
        {
            throw new ExperimentException(
                $"The recipe '{text}' is of kind {kind}, which trains several networks in a run: there is no number to sum up over seeds.");
        }

        foreach (SweepCell cell in Cells.DistinctBy(cell => string.Join('\n', cell.Settings.Values)))
        {
            cell.Experiment.Prepare(); // the seed makes no difference to what is missing
        }
    }

    /// <summary>The recipe.</summary>
    public RecipeText Recipe { get; }

    /// <summary>The seeds.</summary>
    public IReadOnlyList<ulong> Seeds { get; }

    /// <summary>The keys that are changed.</summary>
    public IReadOnlyList<SweepAxis> Axes { get; }

    /// <summary>Every run: all combinations of the values, each with all seeds.</summary>
    public IReadOnlyList<SweepCell> Cells { get; }

    /// <summary>
    /// What its folder is called where nobody says: <c>cartpole-seeds</c>, or <c>cartpole-discount</c> by the keys that vary.
    /// </summary>
    public string DefaultName
    {
        get
        {
            string[] varied = [.. Varied.Select(axis => SweepCell.Last(axis.Key))];
            return PortableName.Of($"{Cells[0].Experiment.Recipe.Name}-{(varied.Length == 0 ? "seeds" : string.Join('-', varied))}");
        }
    }

    private IEnumerable<SweepAxis> Varied => Axes.Where(axis => axis.Values.Count > 1);

    /// <summary>Trains what is not complete yet.</summary>
    /// <param name="runs">The directory of runs; made where it is missing.</param>
    /// <param name="name">The sweep's folder in it; null for <see cref="DefaultName"/>. Runs that are there are kept.</param>
    /// <param name="options">How many at once, and who listens; null for the defaults.</param>
    /// <param name="cancellation">Stops it: runs that train save a checkpoint and end, others do not begin.</param>
    /// <returns>What all came to; runs that failed are among them, and stop no other.</returns>
    /// <exception cref="ExperimentException">
    /// The folder holds another sweep or other runs, another process works on one of them, or there is too little memory for so many at
    /// once: before anything is trained.
    /// </exception>
    /// <exception cref="RunException">Some system cannot hold a folder of this name, or the directory cannot be made.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of jobs is not positive.</exception>
    /// <exception cref="DataFormatException">The folder's <c>sweep.json</c> is damaged.</exception>
    /// <exception cref="IOException">A file of the sweep cannot be written.</exception>
    public SweepResult Run(
        string runs = RunFolder.DefaultDirectory,
        string? name = null,
        SweepOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(runs);
        options ??= new();
        CountChecks.AtLeast(1, options.AtOnce, nameof(options.Jobs));
        RunFolder.RequireName(name ?? DefaultName);
        string folder = Path.Combine(runs, name ?? DefaultName);
        SweepFolder there = new(folder, _options);
        IReadOnlyDictionary<string, ExperimentRun> found = there.Find(Cells);
        RequireMemory(Math.Min(options.AtOnce, Cells.Count - found.Values.Count(run => run.HasEnded())));
        SweepWork work = new(folder, Cells, found, there.Earlier(Cells), options, cancellation);
        SweepResult result = work.Run();
        SweepPages.Save(result, Recipe);
        return result;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Recipe}: {Format.Count(Cells.Count, "run")}";

    private void Require(SweepAxis[] axes)
    {
        if (axes.FirstOrDefault(axis => axis.Key == "seed") is not null)
        {
            throw new ExperimentException("--set seed: the seeds of a sweep are those of --seeds, such as 0..9.");
        }

        if (axes.FirstOrDefault(axis => axis.Values.Count == 0) is { } empty)
        {
            throw new ExperimentException($"--set {empty.Key}: a key of a sweep has at least one value.");
        }

        if (Seeds.Count == 0 || Seeds.Distinct().Count() < Seeds.Count)
        {
            throw new ExperimentException("The seeds of a sweep are one or more, each once.");
        }

        double count = axes.Aggregate((double)Seeds.Count, (product, axis) => product * axis.Values.Count);
        if (count > MostRuns)
        {
            throw new ExperimentException(
                $"A sweep has at most {Format.Count(MostRuns, "run")}; these values and seeds make {Format.Count(count)}. Leave some out.");
        }
    }

    private SweepCell[] CellsOf(RecipeText text, long? steps)
    {
        List<SweepCell> cells = [];
        Dictionary<string, string> byValues = [];
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (IReadOnlyList<string> values in Combinations())
        {
            foreach (ulong seed in Seeds)
            {
                Experiment experiment = Experiment.Parse(
                    text, seed, [.. Axes.Zip(values, (axis, value) => $"{axis.Key}={value}")], steps, _options);
                Dictionary<string, string> settings = Axes.Zip(values).Where(pair => pair.First.Values.Count > 1)
                    .ToDictionary(pair => pair.First.Key, pair => pair.Second);
                string name = SweepCell.NameOf(experiment.Recipe, settings), label = string.Join(", ", settings.Values);
                for (int counter = 2; !names.Add(name); counter++)
                {
                    name = $"{SweepCell.NameOf(experiment.Recipe, settings)}-{counter}";
                }

                string recipe = RecipeValues.Of(experiment.Recipe);
                if (!byValues.TryAdd(recipe, label))
                {
                    throw new ExperimentException(
                        $"--set: the values {byValues[recipe]} and {label} make the same recipe; leave one out.");
                }

                cells.Add(new() { Name = name, Settings = settings, Seed = seed, Experiment = experiment });
            }
        }

        return [.. cells];
    }

    private IEnumerable<IReadOnlyList<string>> Combinations() => Axes.Aggregate(
        (IEnumerable<IReadOnlyList<string>>)[[]],
        (made, axis) => made.SelectMany(values => axis.Values.Select(value => (IReadOnlyList<string>)[.. values, value])));

    /// <exception cref="ExperimentException">So many at once need more memory than there is.</exception>
    private void RequireMemory(int jobs)
    {
        MemoryLimits there = MemoryLimits.OfProcess;
        MemoryNeeds[] needs =
            [.. Cells.DistinctBy(cell => string.Join('\n', cell.Settings.Values)).Select(cell => cell.Experiment.Memory())];
        long most = needs.Max(need => there.IsLimited ? need.Reserved : need.Bytes);
        long available = there.IsLimited ? there.Reservable : there.Available;
        if (jobs > 1 && Saturating.Product(most, jobs) > available)
        {
            throw new ExperimentException(
                $"--jobs {jobs}: a run needs up to {Format.Bytes(most)} of memory, so many at once {Format.Bytes((double)most * jobs)}; "
                + $"{there}. Try --jobs {Math.Max(1, available / most)}.");
        }
    }
}
