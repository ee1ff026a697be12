using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Epoche;

/// <summary>
/// A recipe that can be trained: what <c>epoche train</c> does, from a program. Several may run side by side in one process, each on a
/// thread
/// of its own; they share the threads of <see cref="Workers"/>, and the result of each is that of one that runs alone, bit for bit.
/// </summary>
/// <example><code>
/// Experiment experiment = Experiment.Load("cartpole", seed: 7, set: ["steps=20_000"]);
/// ExperimentRun run = experiment.Run("runs");
/// Console.WriteLine(run.Result);
/// </code></example>
public sealed class Experiment
{
    private readonly RecipeText _text;
    private readonly string[] _set;
    private readonly ulong? _seed;
    private readonly long? _steps;
    private readonly ExperimentOptions _options;

    private Experiment(RecipeText text, string[] set, ulong? seed, long? steps, ExperimentOptions options)
    {
        (_text, _set, _seed, _steps, _options) = (text, set, seed, steps, options);
        RecipeTask task = Read();
        (Recipe, Kind) = (task.Recipe, task.Kind);
    }

    /// <summary>What is trained.</summary>
    public Recipe Recipe { get; }

    /// <summary>The kind of the recipe, such as <c>dqn</c>.</summary>
    public string Kind { get; }

    /// <summary>Reads a recipe.</summary>
    /// <param name="recipe">The name of a built-in recipe, or the path of a YAML file.</param>
    /// <param name="seed">The seed of everything random; null for the recipe's own, or 0.</param>
    /// <param name="set">Keys of the recipe that are changed, such as <c>optimizer.learning_rate=1e-3</c>; null for none.</param>
    /// <param name="steps">Steps in all; null for the recipe's own number.</param>
    /// <param name="options">What the recipe may name; null for what comes along.</param>
    /// <exception cref="ExperimentException">There is no such recipe.</exception>
    /// <exception cref="ConfigurationException">A key is unknown or missing, or a value is out of range or contradicts another.</exception>
    /// <exception cref="UntrustedCodeException">It names code, and the options load none.</exception>
    public static Experiment Load(
        string recipe, ulong? seed = null, IReadOnlyList<string>? set = null, long? steps = null, ExperimentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Parse(RecipeCatalog.Find(recipe), seed, set, steps, options);
    }

    /// <summary>Reads a recipe from its text; see <see cref="Load"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="seed">The seed of everything random; null for the recipe's own, or 0.</param>
    /// <param name="set">Keys of the recipe that are changed; null for none.</param>
    /// <param name="steps">Steps in all; null for the recipe's own number.</param>
    /// <param name="options">What the recipe may name; null for what comes along.</param>
    /// <exception cref="ConfigurationException">A key is unknown or missing, or a value is out of range or contradicts another.</exception>
    /// <exception cref="UntrustedCodeException">It names code, and the options load none.</exception>
    public static Experiment Parse(
        RecipeText text, ulong? seed = null, IReadOnlyList<string>? set = null, long? steps = null, ExperimentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] overrides = [.. set ?? []];
        Elements.RequireNoNull(overrides, nameof(set));
        return new(text, overrides, seed, steps, options ?? new());
    }

    /// <summary>Opens a run, of this version or an earlier one.</summary>
    /// <param name="run">Its folder; a bare name is looked for in <see cref="RunFolder.DefaultDirectory"/> too.</param>
    /// <param name="options">What its recipe may name; null for what comes along.</param>
    /// <exception cref="RunException">There is no run; the message names the nearest.</exception>
    /// <exception cref="ConfigurationException">Its recipe cannot be read.</exception>
    /// <exception cref="DataFormatException">Its result is damaged.</exception>
    /// <exception cref="UntrustedCodeException">Its recipe names code, and the options load none.</exception>
    public static ExperimentRun Open(string run, ExperimentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Open(RunFolder.Open(run, RecipeCatalog.Names), options);
    }

    /// <summary>Opens a run, of this version or an earlier one.</summary>
    /// <param name="run">Its folder.</param>
    /// <param name="options">What its recipe may name; null for what comes along.</param>
    /// <exception cref="ConfigurationException">Its recipe cannot be read.</exception>
    /// <exception cref="DataFormatException">Its result is damaged.</exception>
    /// <exception cref="UntrustedCodeException">Its recipe names code, and the options load none.</exception>
    public static ExperimentRun Open(RunFolder run, ExperimentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        run.RequireNoLinks();
        if (!run.IsRunning)
        {
            AtomicFile.DeleteLeftoversBelow(run.Path); // of processes that were killed
        }

        return new(run, options ?? new());
    }

    /// <summary>
    /// Loads and checks whatever training needs, memory included, so that nothing fails after the run's folder was made. <see cref="Run"/>
    /// does it too.
    /// </summary>
    /// <exception cref="ExperimentException">
    /// Something is missing or contradictory, or there is too little memory; the message says what helps.
    /// </exception>
    public void Prepare() => Read().Prepare(new RunSource(_options, RunFolder.DefaultDirectory, new()));

    /// <summary>What training takes at least, reckoned without allocating any of it.</summary>
    internal MemoryNeeds Memory() => Read().Memory(new RunSource(_options, RunFolder.DefaultDirectory, new()));

    /// <summary>Trains the recipe in a new run: the folder, files and bits that <c>epoche train</c> gives.</summary>
    /// <param name="runs">The directory of runs; made where it is missing.</param>
    /// <param name="name">The run's folder in it; null for <c>RECIPE-SEED</c>, with a counter where that exists.</param>
    /// <param name="options">Who listens; null for none.</param>
    /// <param name="cancellation">
    /// Stops it: a checkpoint is saved, and the result says <see cref="RunStatus.Interrupted"/>. The run can be resumed.
    /// </param>
    /// <returns>The run with its result.</returns>
    /// <exception cref="ExperimentException">
    /// Something is missing, a file of the run cannot be written, or there is too little memory: before anything is made where that can be
    /// reckoned, else with the last checkpoint intact.
    /// </exception>
    /// <exception cref="RunException">
    /// The name is taken, some system cannot hold a folder of this name, or the directory cannot be made.
    /// </exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public ExperimentRun Run(
        string runs = RunFolder.DefaultDirectory, string? name = null, RunOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(runs);
        return Train(runs, name, $"{Recipe.Name}-{Recipe.Seed}", options ?? new(), cancellation);
    }

    /// <summary>
    /// The same on another thread, with its progress as it comes. Whoever reads slowly misses some of it; training does not wait.
    /// </summary>
    /// <param name="runs">The directory of runs; made where it is missing.</param>
    /// <param name="name">The run's folder in it; null for <c>RECIPE-SEED</c>, with a counter where that exists.</param>
    /// <param name="options">Who listens beside the reader; null for none.</param>
    /// <param name="cancellation">Stops it, as in <see cref="Run"/>; so does leaving the loop early.</param>
    /// <returns>
    /// The progress; the last element is the end of the training. What <see cref="Run"/> throws is thrown when it is read.
    /// </returns>
    public IAsyncEnumerable<ExperimentProgress> RunAsync(
        string runs = RunFolder.DefaultDirectory, string? name = null, RunOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(runs);
        return Follow(runs, name, options ?? new(), cancellation);
    }

    /// <summary>
    /// The complete run of this recipe in a directory: taken as it is where it is there, resumed where it was interrupted, else trained.
    /// Recipes are the same where their values are, however they are written.
    /// </summary>
    /// <param name="runs">The directory of runs; made where it is missing.</param>
    /// <param name="stem">What a new run is called, with a counter where that exists; null for <c>RECIPE-SEED</c>.</param>
    /// <param name="options">Who listens; null for none.</param>
    /// <param name="cancellation">Stops it, as in <see cref="Run"/>.</param>
    /// <returns>The run with its result; <see cref="ExperimentRun.IsFound"/> tells whether it was there.</returns>
    /// <exception cref="ExperimentException">
    /// Something is missing, a file of the run cannot be written, or there is too little memory: before anything is made where that can be
    /// reckoned, else with the last checkpoint intact.
    /// </exception>
    /// <exception cref="RunException">The directory cannot be made.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public ExperimentRun RunOnce(
        string runs = RunFolder.DefaultDirectory, string? stem = null, RunOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(runs);
        options ??= new();
        if (Find(runs) is not { } found)
        {
            return Train(runs, null, stem ?? $"{Recipe.Name}-{Recipe.Seed}", options, cancellation);
        }

        ExperimentRun run = new(found, _options);
        return run.Result?.Status == RunStatus.Complete ? run.Found() : run.Resume(steps: null, options, cancellation);
    }

    /// <summary>
    /// The first run in a directory with the values of this recipe; one that works, or was given more steps, is passed over. Null for none.
    /// </summary>
    /// <param name="runs">The directory of runs.</param>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be read.</exception>
    public RunFolder? Find(string runs = RunFolder.DefaultDirectory)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string wanted = RecipeValues.Of(Recipe);
        return RunFolder.All(runs).FirstOrDefault(run => IsOf(run, wanted));
    }

    /// <summary>What else can be done with the recipe; null where this cannot. See <see cref="Recipe.Capability{T}"/>.</summary>
    /// <typeparam name="T">An interface, such as <see cref="IPlaysGames"/>.</typeparam>
    public T? Capability<T>()
        where T : class => Recipe.Capability<T>();

    /// <inheritdoc/>
    public override string ToString() => $"{Recipe}";

    /// <summary>Read again for every run: what a recipe holds, such as an environment to confirm on, is not for two at once.</summary>
    private RecipeTask Read() => _options.Read(_text, _set, _seed, _steps);

    private ExperimentRun Train(string runs, string? name, string stem, RunOptions options, CancellationToken cancellation)
    {
        RunFolder.RequireName(name ?? stem);
        RecipeTask task = Read();
        RunSource source = new(_options, runs, options);
        task.Prepare(source);
        RunFolder folder = RunFolder.Create(runs, name, stem, task.Recipe.ResolvedYaml);
        using RunCheckpoints checkpoints = RunCheckpoints.Open(folder, isNew: true, options);
        RunResult result = task.Train(checkpoints, source, options, cancellation);
        return new(folder, _options, result, isResumed: false);
    }

    private async IAsyncEnumerable<ExperimentProgress> Follow(
        string runs, string? name, RunOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Channel<ExperimentProgress> channel = Channel.CreateBounded<ExperimentProgress>(
            new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        RunOptions listened = options with { Progress = new ChannelProgress(channel.Writer, options.Progress) };
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task training = Background.Run(
            () =>
            {
                try
                {
                    return Run(runs, name, listened, source.Token);
                }
                finally
                {
                    channel.Writer.Complete();
                }
            },
            isLong: true);
        try
        {
            await foreach (ExperimentProgress progress in channel.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return progress;
            }
        }
        finally
        {
            await source.CancelAsync().ConfigureAwait(false); // of no effect where the training has ended
            await training.ConfigureAwait(false);
        }
    }

    private bool IsOf(RunFolder run, string wanted)
    {
        try
        {
            if (run.IsRunning || run.ReadExtension() is not null)
            {
                return false;
            }

            Recipe recipe = _options.Read(run).Recipe;
            bool hasItsCode = recipe.Notices.Count == 0; // there is a notice where that has changed
            return hasItsCode && RecipeValues.Of(recipe) == wanted;
        }
        catch (Exception exception) when (exception is ConfigurationException or UntrustedCodeException or ExperimentException
            or DataFormatException or RunException or IOException or UnauthorizedAccessException)
        {
            return false; // it is damaged, or this version cannot read it, or may not: the others count as ever
        }
    }

    private sealed class ChannelProgress(ChannelWriter<ExperimentProgress> writer, IProgress<ExperimentProgress>? other)
        : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value)
        {
            writer.TryWrite(value);
            other?.Report(value);
        }
    }
}
