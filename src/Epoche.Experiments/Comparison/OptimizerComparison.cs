namespace Epoche;

/// <summary>
/// Trains a recipe with several optimizers and seeds. Runs that are complete already are taken as they are, interrupted ones go on.
/// </summary>
public sealed class OptimizerComparison
{
    private readonly (OptimizerVariant Variant, Experiment Experiment)[] _entries;
    private readonly List<(OptimizerVariant Variant, RunFolder Run)> _done = [];

    /// <summary>Reads and checks all recipes before the first is trained: a mistake should not cost an hour.</summary>
    /// <param name="text">The recipe.</param>
    /// <param name="variants">The optimizers.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="set">Keys of the recipe that are changed in all of them; null for none.</param>
    /// <param name="steps">Steps of each; null for the recipe's number.</param>
    /// <param name="options">What the recipe may name; null for what comes along.</param>
    /// <exception cref="ConfigurationException">A recipe cannot be read.</exception>
    /// <exception cref="ExperimentException">Something is missing or contradictory.</exception>
    public OptimizerComparison(
        RecipeText text,
        IReadOnlyList<OptimizerVariant> variants,
        IReadOnlyList<ulong> seeds,
        IReadOnlyList<string>? set = null,
        long? steps = null,
        ExperimentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(variants);
        ArgumentNullException.ThrowIfNull(seeds);
        Elements.RequireNoNull(variants, nameof(variants));
        (Recipe, Variants, Seeds) = (text, [.. variants], [.. seeds]);
        _entries =
        [
            .. from variant in Variants
               from seed in Seeds
               select (variant, Experiment.Parse(text, seed, [.. variant.Settings(text), .. set ?? []], steps, options)),
        ];
        Array.ForEach(_entries, entry => entry.Experiment.Prepare());
    }

    /// <summary>The recipe.</summary>
    public RecipeText Recipe { get; }

    /// <summary>The optimizers.</summary>
    public IReadOnlyList<OptimizerVariant> Variants { get; }

    /// <summary>The seeds.</summary>
    public IReadOnlyList<ulong> Seeds { get; }

    /// <summary>The runs that are complete, by optimizer.</summary>
    public IReadOnlyList<(OptimizerVariant Variant, IReadOnlyList<RunFolder> Runs)> Results =>
        [.. Variants.Select(v => (v, (IReadOnlyList<RunFolder>)[.. _done.Where(d => d.Variant == v).Select(d => d.Run)]))];

    /// <summary>Trains them one after the other, each when the next element is asked for. Ends behind one that is not complete.</summary>
    /// <param name="runs">The directory of runs.</param>
    /// <param name="options">Who listens; null for none.</param>
    /// <param name="cancellation">Stops it, as in <see cref="Experiment.Run"/>.</param>
    /// <returns>What each is called, and its run. What follows is thrown when the next element is asked for.</returns>
    /// <exception cref="ExperimentException">A checkpoint cannot be written.</exception>
    /// <exception cref="RunException">The directory cannot be made.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IEnumerable<(string Title, ExperimentRun Run)> Run(
        string runs = RunFolder.DefaultDirectory, RunOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(runs);
        _done.Clear();
        return Entries();

        IEnumerable<(string, ExperimentRun)> Entries()
        {
            foreach ((OptimizerVariant variant, Experiment experiment) in _entries)
            {
                Recipe recipe = experiment.Recipe;
                string title = $"{recipe.Name} · {variant.Name} · seed {recipe.Seed} ({_done.Count + 1} of {_entries.Length})";
                string stem = $"{recipe.Name}-{variant.Name.Replace(':', '-')}-{recipe.Seed}";
                ExperimentRun run = experiment.RunOnce(runs, stem, (options ?? new()) with { Title = title }, cancellation);
                bool isComplete = run.Result is { Status: RunStatus.Complete };
                if (isComplete)
                {
                    _done.Add((variant, run.Folder));
                }

                yield return (title, run);
                if (!isComplete)
                {
                    yield break;
                }
            }
        }
    }
}
