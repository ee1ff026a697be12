namespace Epoche;

/// <summary>
/// A search for good settings of a recipe: what <c>epoche tune</c> does, from a program. A trial trains the recipe with some settings and
/// some seeds; the winner is trained again with seeds that no trial saw, beside the recipe's own settings. What it finds is the same for
/// any number of jobs and processes, however often it is stopped or killed: it is continued by running it again.
/// </summary>
/// <example><code>
/// RecipeStudy study = RecipeStudy.Load("cartpole-search", ["trials=20", "seeds=2"]);
/// Console.WriteLine(study.Run().Test);
/// </code></example>
public sealed class RecipeStudy
{
    /// <summary>Where studies are, in the current folder, unless another directory is asked for.</summary>
    public const string DefaultDirectory = "studies";

    private readonly StudyRecipe _recipe;
    private readonly ExperimentOptions _options;

    private RecipeStudy(StudyRecipe recipe, ExperimentOptions options) => (_recipe, _options) = (recipe, options);

    /// <summary>The study's name.</summary>
    public string Name => _recipe.Name;

    /// <summary>The recipe that is tuned.</summary>
    public RecipeText Recipe => _recipe.Recipe;

    /// <summary>What is searched; parameters are called like the recipe's keys.</summary>
    public SearchSpace Space => _recipe.Space.Space;

    /// <summary>What is searched for, such as <c>return</c>.</summary>
    public IReadOnlyList<string> Objectives => [.. _recipe.Objectives.Select(objective => objective.Measure)];

    /// <summary>How many trials there are to be in all.</summary>
    public int Trials => _recipe.Trials;

    /// <summary>The seeds that each trial trains with.</summary>
    public IReadOnlyList<ulong> Seeds => _recipe.Seeds;

    /// <summary>The seeds that the winner is trained with again; none where it is not.</summary>
    public IReadOnlyList<ulong> TestSeeds => _recipe.TestSeeds;

    /// <summary>What its folder is called where nobody says: <c>cartpole-search-0</c>, by the seed of the search.</summary>
    public string DefaultName => PortableName.Of($"{_recipe.Name}-{_recipe.Seed}");

    /// <summary>Reads a study, and checks every key that it searches before anything is trained.</summary>
    /// <param name="study">
    /// The name of a built-in study, the path of a YAML file, or a recipe, of which the usual keys are searched then; or the folder of a
    /// study, to continue it.
    /// </param>
    /// <param name="set">Keys of the study that are changed, such as <c>trials=20</c>; null for none.</param>
    /// <param name="options">What recipes may name; null for what comes along.</param>
    /// <exception cref="ExperimentException">There is no such study or recipe, or it cannot be tuned.</exception>
    /// <exception cref="ConfigurationException">A key is unknown or missing, or a value is out of range or contradicts another.</exception>
    /// <exception cref="UntrustedCodeException">The recipe names code, and the options load none.</exception>
    public static RecipeStudy Load(string study, IReadOnlyList<string>? set = null, ExperimentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(study);
        string[] overrides = [.. set ?? []];
        Elements.RequireNoNull(overrides, nameof(set));
        options ??= new();
        if (StudyFolder.IsStudy(study))
        {
            (RecipeText there, RecipeText recipe) = StudyFolder.Read(study);
            return new(StudyRecipe.Read(there, overrides, options, recipe), options) { Folder = Path.TrimEndingDirectorySeparator(study) };
        }

        return Parse(StudyCatalog.Find(study), overrides, options);
    }

    /// <summary>Reads a study from its text; see <see cref="Load"/>.</summary>
    /// <param name="study">The text.</param>
    /// <param name="set">Keys of the study that are changed; null for none.</param>
    /// <param name="options">What recipes may name; null for what comes along.</param>
    /// <exception cref="ExperimentException">There is no such recipe, or it cannot be tuned.</exception>
    /// <exception cref="ConfigurationException">A key is unknown or missing, or a value is out of range or contradicts another.</exception>
    /// <exception cref="UntrustedCodeException">The recipe names code, and the options load none.</exception>
    public static RecipeStudy Parse(RecipeText study, IReadOnlyList<string>? set = null, ExperimentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(study);
        string[] overrides = [.. set ?? []];
        Elements.RequireNoNull(overrides, nameof(set));
        options ??= new();
        return new(StudyRecipe.Read(study, overrides, options), options);
    }

    /// <summary>The folder that it was read from; null where it was read from elsewhere.</summary>
    public string? Folder { get; private init; }

    /// <summary>Runs the trials that are left, the finals where the study has them, then the winner on unseen seeds.</summary>
    /// <param name="studies">The directory of studies; made where it is missing. Does not count where the study is one of a folder.</param>
    /// <param name="name">The study's folder in it; null for <see cref="DefaultName"/>. A study that is there is continued.</param>
    /// <param name="options">How many trials at once, and who listens; null for the defaults.</param>
    /// <param name="cancellation">Stops it: trainings save a checkpoint and end. The same call continues.</param>
    /// <returns>What the study came to so far.</returns>
    /// <exception cref="ExperimentException">
    /// The folder holds another study, another process works on it, or all of its trials fail.
    /// </exception>
    /// <exception cref="RunException">Some system cannot hold a folder of this name, or the directory cannot be made.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of jobs is not positive.</exception>
    /// <exception cref="DataFormatException">The study's log is damaged, or of another version.</exception>
    /// <exception cref="IOException">A file of the study cannot be written.</exception>
    public RecipeStudyResult Run(
        string studies = DefaultDirectory,
        string? name = null,
        RecipeStudyOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(studies);
        options ??= new();
        CountChecks.AtLeast(1, options.AtOnce, nameof(options.Jobs));
        RunFolder.RequireName(name ?? DefaultName);
        string[] settings = [.. _recipe.TrialSettings];
        Experiment.Parse(_recipe.Recipe, _recipe.Seeds[0], settings, steps: null, _options).Prepare(); // what is missing fails no trial
        StudyFolder folder = new(Folder ?? Path.Combine(studies, name ?? DefaultName));
        NewFolder.Make(folder.Path);
        using IDisposable? held = folder.Take(options.Joins);
        using JournalFile journal = new(folder.LogPath);
        using Study study = folder.Alone(() => Begin(folder, journal));
        bool isStopped = false;
        StudyTest? test = null;
        IReadOnlyList<StudyFinalist> finals = [];
        try
        {
            StudyWork.Run(_recipe, study, folder, options, _options, cancellation);
            if (_recipe.Finals is not null && study.Best is not null && held is not null)
            {
                IReadOnlyList<StudyFinalist>? ranked = FinalRound.Run(_recipe, study, folder, _options, options, cancellation);
                isStopped = ranked is null;
                finals = ranked ?? [];
            }

            if (_recipe is { TestSeeds.Count: > 0, Objectives.Count: 1 } && Winner(study) is { } best && held is not null && !isStopped)
            {
                test = UnseenTest.Run(_recipe, best, folder, _options, options, cancellation);
                isStopped = test is null;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            isStopped = true;
        }

        RecipeStudyResult result = ResultOf(study, folder, finals, test, isStopped);
        if (held is not null)
        {
            RecipeStudyFile.Write(result, folder.Path);
        }

        return result;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Format.Count(Trials, "trial")} of {Recipe}";

    /// <summary>The study in its log, with what is tried first; written whole by one process, whichever is first.</summary>
    private Study Begin(StudyFolder folder, JournalFile journal)
    {
        folder.Prepare(_recipe);
        Study study;
        try
        {
            study = new(_recipe.ToOptions(), journal);
        }
        catch (ArgumentException exception)
        {
            throw new ExperimentException(ErrorText.Of(exception), ExperimentProblem.Request, exception);
        }

        for (int i = study.Trials.Count; i < _recipe.Enqueued.Count; i++)
        {
            study.Enqueue(_recipe.Enqueued[i]);
        }

        return study;
    }

    private static TrialRecord? Winner(Study study) => FinalRound.WinnerOf(study.ToRecord());

    private RecipeStudyResult ResultOf(
        Study study, StudyFolder folder, IReadOnlyList<StudyFinalist> finals, StudyTest? test, bool isStopped)
    {
        IReadOnlyList<TrialRecord> best = Objectives.Count > 1 ? study.Front : Winner(study) is { } one ? [one] : [];
        return new()
        {
            Study = Name,
            Folder = folder.Path,
            Trials = study.Trials,
            Objectives = Objectives,
            Best = best,
            Settings = best is [var winner] && Objectives.Count == 1 ? _recipe.SettingsOf(winner) : [],
            Finals = finals,
            Test = test,
            StudySha256 = study.Hash,
            Status = isStopped ? RunStatus.Interrupted : RunStatus.Complete,
        };
    }
}
