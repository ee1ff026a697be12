namespace Epoche.Experiments;

/// <summary>A recipe together with its kind: all that can be done with it, whatever their types.</summary>
internal abstract class RecipeTask
{
    public abstract string Kind { get; }

    public abstract Recipe Recipe { get; }

    /// <summary>The same, called by a name.</summary>
    public abstract RecipeTask With(string name, ulong seed, string resolvedYaml);

    /// <summary>The same with more steps, or fewer.</summary>
    public abstract RecipeTask Extend(RunExtension extension);

    /// <summary>What training takes at least.</summary>
    /// <exception cref="ExperimentException">Something is missing or contradictory.</exception>
    public abstract MemoryNeeds Memory(IRunSource runs);

    /// <summary>Loads and checks what training needs.</summary>
    /// <exception cref="ExperimentException">Something is missing or contradictory, or there is too little memory.</exception>
    public void Prepare(IRunSource runs)
    {
        MemoryNeeds needs = Memory(runs);
        if (needs.Problem(MemoryLimits.OfProcess) is { } problem)
        {
            throw new ExperimentException(problem);
        }

        try
        {
            Load(runs);
        }
        catch (OutOfMemoryException exception)
        {
            throw RanOut(needs, "Nothing was trained yet.", exception);
        }
    }

    /// <summary>The same for a run that is there: first of all, so that it is as it was.</summary>
    /// <exception cref="ExperimentException">Something is missing, or there is too little memory.</exception>
    public void RequireMemory(RunFolder run, IRunSource runs)
    {
        if (Memory(runs).Problem(MemoryLimits.OfProcess, isNew: false) is { } problem)
        {
            throw new ExperimentException(
                $"{problem}\n  The run '{run.Path}' is as it was: where there is enough, it can be resumed.", ExperimentProblem.Failure);
        }
    }

    /// <summary>Trains until the recipe's end, or until it is cancelled; from the run's newest checkpoint on, where there is one.</summary>
    /// <exception cref="ExperimentException">Memory ran out; what was saved is intact.</exception>
    public abstract RunResult Train(RunCheckpoints checkpoints, IRunSource runs, RunOptions options, CancellationToken cancellation);

    public abstract (EvaluationResult Evaluation, string WeightsSha256) Evaluate(
        RunFolder run, EvaluationRequest request, CancellationToken cancellation);

    public abstract ReportData CreateReport(RunFolder run);

    public abstract void Illustrate(RunFolder run);

    protected abstract void Load(IRunSource runs);

    protected static ExperimentException RanOut(MemoryNeeds needs, string left, OutOfMemoryException cause)
    {
        MemoryLimits there = MemoryLimits.OfProcess;
        return new($"{needs.Exhausted(there)}\n  {left}\n  {needs.Remedy(there)}", ExperimentProblem.Failure, cause);
    }
}

internal sealed class RecipeTask<TRecipe, TModel>(RecipeKind<TRecipe, TModel> kind, TRecipe recipe) : RecipeTask
    where TRecipe : Recipe
    where TModel : class
{
    public override string Kind => kind.Name;

    public override Recipe Recipe => recipe;

    public override RecipeTask With(string name, ulong seed, string resolvedYaml) =>
        new RecipeTask<TRecipe, TModel>(kind, recipe with { Name = name, Seed = seed, ResolvedYaml = resolvedYaml });

    public override RecipeTask Extend(RunExtension extension) => new RecipeTask<TRecipe, TModel>(kind, kind.Extend(recipe, extension));

    public override MemoryNeeds Memory(IRunSource runs) => new(kind.MemoryOf(recipe, runs));

    public override RunResult Train(RunCheckpoints checkpoints, IRunSource runs, RunOptions options, CancellationToken cancellation)
    {
        MemoryNeeds needs = Memory(runs); // reckoned now: there may be no memory for it later
        try
        {
            return new TrainingSession<TRecipe, TModel>(kind, recipe, checkpoints, runs, options, cancellation).Run();
        }
        catch (OutOfMemoryException exception)
        {
            throw RanOut(needs, checkpoints.Kept("with more memory"), exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ExperimentException(
                $"{exception.Message}\n  {checkpoints.Kept("mend the cause, then")}", ExperimentProblem.Failure, exception);
        }
    }

    public override (EvaluationResult Evaluation, string WeightsSha256) Evaluate(
        RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        TModel model = kind.Models.Load(run);
        EvaluationResult evaluation = kind.Evaluate(recipe, model, run, request, cancellation);
        return (RandomReturns.Beside(evaluation, recipe, cancellation), kind.Models.Hash(model));
    }

    public override ReportData CreateReport(RunFolder run) => kind.CreateReport(recipe, run);

    public override void Illustrate(RunFolder run) => kind.Illustrate(recipe, run);

    protected override void Load(IRunSource runs) => kind.Prepare(recipe, runs);
}
