namespace Epoche;

/// <summary>A run of a recipe, finished or not: evaluate it, resume it, take its model, make its report.</summary>
public sealed class ExperimentRun
{
    private readonly ExperimentOptions _options;

    internal ExperimentRun(RunFolder folder, ExperimentOptions options, RunResult? result = null, bool isResumed = false)
    {
        (Folder, _options, IsResumed) = (folder, options, isResumed);
        RecipeTask task = options.Read(folder);
        (Recipe, Kind) = (task.Recipe, task.Kind);
        Result = result ?? folder.ReadResult();
    }

    /// <summary>Its folder.</summary>
    public RunFolder Folder { get; }

    /// <summary>What was trained.</summary>
    public Recipe Recipe { get; }

    /// <summary>The kind of the recipe, such as <c>dqn</c>.</summary>
    public string Kind { get; }

    /// <summary>What it came to; null where it has not ended.</summary>
    public RunResult? Result { get; }

    /// <summary>Whether the call that gave it went on from a checkpoint.</summary>
    public bool IsResumed { get; }

    /// <summary>Whether <see cref="Experiment.RunOnce"/> found it complete.</summary>
    public bool IsFound { get; private init; }

    /// <summary>What else can be done with it; null where this cannot. See <see cref="Recipe.Capability{T}"/>.</summary>
    /// <typeparam name="T">An interface, such as <see cref="IPlaysGames"/>.</typeparam>
    public T? Capability<T>()
        where T : class => Recipe.Capability<T>();

    /// <summary>The model that it trained.</summary>
    /// <exception cref="RunException">It has none yet, or several: each is in a folder of its own.</exception>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public Model LoadModel()
    {
        Folder.RequireModel();
        return PredictiveFile.Exists(Folder.ModelPath) ? PredictiveFile.Load(Folder.ModelPath).Model : Model.Load(Folder.ModelPath);
    }

    /// <summary>One of its networks as an agent, where it has several, each in a folder of its own; null where there is none.</summary>
    /// <param name="name">The folder's name.</param>
    public IPlaysGames? Player(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Capability<IHoldsPlayers>()?.Player(Folder, name, new RunSource(_options, RunFolder.DefaultDirectory, new()));
    }

    /// <summary>Evaluates its model on episodes, or examples, that training never saw.</summary>
    /// <param name="episodes">How many episodes; null for the recipe's own number. Does not count where a test set decides.</param>
    /// <param name="seed">The seed of the episodes; none of them is one that training saw.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The evaluation, with what the run's result says of its training.</returns>
    /// <exception cref="RunException">The run has no model.</exception>
    /// <exception cref="ExperimentException">The model does not fit the recipe.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RunResult Evaluate(int? episodes = null, ulong seed = 0, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        EvaluationRequest request = new(episodes, Seeds.UserEvaluation(seed));
        (EvaluationResult evaluation, string hash) = _options.Read(Folder).Evaluate(Folder, request, cancellation);
        return new RunResult
        {
            Run = Folder.Path,
            Recipe = Recipe.Name,
            Seed = seed,
            Status = Result?.Status ?? RunStatus.Interrupted,
            TrainSeconds = Result?.TrainSeconds,
            EnvSteps = Result?.EnvSteps,
            Updates = Result?.Updates,
            Evaluation = evaluation,
            WeightsSha256 = hash,
            WallSeconds = watch.Elapsed.TotalSeconds,
        };
    }

    /// <summary>
    /// Its result with what the random policy earns beside it, which results of earlier versions lack; null where it has none.
    /// </summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RunResult? ResultBesideRandom(CancellationToken cancellation = default) => Result is { Evaluation: { } evaluation }
        ? Result with { Evaluation = RandomReturns.Beside(evaluation, Recipe, cancellation) }
        : Result;

    /// <summary>
    /// Whether there is nothing left to do: it came to its end and no more steps are wanted, or it failed, as it would again.
    /// </summary>
    /// <param name="steps">Steps in all; null for those of its recipe.</param>
    /// <exception cref="ExperimentException">Steps are given, and the recipe counts something else.</exception>
    public bool HasEnded(long? steps = null)
    {
        if (steps is { } asked)
        {
            _options.Read(Folder).Extend(new(asked, PastEnd: false));
        }

        return Result?.Status switch
        {
            RunStatus.Complete => steps is null || steps <= StepsOf(Result),
            RunStatus.Failed => true,
            _ => false,
        };
    }

    /// <summary>Resumes it from its newest checkpoint; the result is that of a run that was not interrupted, bit for bit.</summary>
    /// <param name="steps">Steps in all, more or fewer than the recipe says; schedules keep their length. Null: as the recipe says.</param>
    /// <param name="options">Who listens; null for none.</param>
    /// <param name="cancellation">Stops it, as in <see cref="Experiment.Run"/>.</param>
    /// <returns>The run with its result; this one where it has ended.</returns>
    /// <exception cref="ExperimentException">
    /// Another process works on it, it has more steps already, a checkpoint cannot be written, or there is too little memory: before
    /// anything is changed where that can be reckoned, else with the last checkpoint intact.
    /// </exception>
    public ExperimentRun Resume(long? steps = null, RunOptions? options = null, CancellationToken cancellation = default)
    {
        if (HasEnded(steps))
        {
            RestoreMissing();
            return this;
        }

        options ??= new();
        RecipeTask task = _options.Read(Folder);
        string runs = Path.GetDirectoryName(Folder.Path) is { Length: > 0 } parent ? parent : ".";
        RunSource source = new(_options, runs, options);
        (steps is { } asked ? task.Extend(new(asked, PastEnd: false)) : task).RequireMemory(Folder, source);
        using RunCheckpoints checkpoints = RunCheckpoints.Open(Folder, isNew: false, options);
        if (steps is { } wanted)
        {
            Extend(wanted);
        }

        if (Folder.ReadExtension() is { } extension)
        {
            task = task.Extend(extension);
        }

        task.Prepare(source);
        RunResult result = task.Train(checkpoints, source, options, cancellation);
        return new(Folder, _options, result, checkpoints.IsResumed);
    }

    /// <summary>
    /// Makes its report, finished or not: one HTML file with curves, pictures, recipe and result. Pictures that are missing are made again.
    /// </summary>
    /// <param name="path">Where to; null for <c>report.html</c> in its folder.</param>
    /// <returns>The file.</returns>
    /// <exception cref="DataFormatException">Its model or a file of its curves is damaged.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public string SaveReport(string? path = null)
    {
        path ??= Path.Combine(Folder.Path, RunPictures.ReportName);
        RestorePictures();
        RecipeTask task = _options.Read(Folder);
        if (Result?.Status == RunStatus.Complete)
        {
            task.Illustrate(Folder);
        }

        Report.Save(task.CreateReport(Folder), path);
        return path;
    }

    /// <inheritdoc/>
    public override string ToString() => Folder.Path;

    internal ExperimentRun Found() => new(Folder, _options, Result) { IsFound = true };

    /// <summary>
    /// What a complete run lacks: a disk that was full, or an earlier version, which wrote the result first, may have left it without.
    /// </summary>
    private void RestoreMissing()
    {
        try
        {
            if (Result?.Status != RunStatus.Complete)
            {
                return;
            }

            if (File.Exists(Path.Combine(Folder.Path, RunPictures.ReportName)))
            {
                RestorePictures();
            }
            else
            {
                SaveReport(); // with its pictures
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DataFormatException)
        {
            // A run that may only be read, or whose curves are damaged, has its result all the same.
        }
    }

    private void RestorePictures()
    {
        foreach ((string file, ReadOnlyMemory<byte> picture) in RunPictures.Recorded(Folder))
        {
            string path = Path.Combine(Folder.Path, file);
            if (!File.Exists(path))
            {
                AtomicFile.Write(path, picture.ToArray());
            }
        }

        string gif = Path.Combine(Folder.Path, RunPictures.GifName);
        if (!File.Exists(gif) && Folder.HasModel && Capability<IPlaysGames>() is { } player
            && RunPictures.Gif(player, Folder, Recipe.Seed, CancellationToken.None) is { Length: > 0 } film)
        {
            AtomicFile.Write(gif, film); // a run that was interrupted has none
        }
    }

    private void Extend(long steps)
    {
        if (Folder.CheckpointStep is { } done && steps < done)
        {
            throw new ExperimentException(
                $"--steps {Format.Count(steps)} is the number of steps in all, and the run '{Folder.Path}' has {Format.Count(done)} "
                + "already. Give more, or leave the option out to train as its recipe says.");
        }

        bool pastEnd = Folder.ReadResult()?.Status == RunStatus.Complete || Folder.ReadExtension() is { PastEnd: true };
        Folder.Extend(new(steps, pastEnd));
    }

    /// <summary>Environment steps, or updates where there is no environment: what recipes count.</summary>
    private static long StepsOf(RunResult result) => result.EnvSteps is > 0 and long steps ? steps : result.Updates ?? 0;
}
