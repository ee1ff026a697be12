namespace Epoche;

/// <summary>
/// A kind of recipe, by the name that the key <c>kind</c> gives it. Derive from <see cref="RecipeKind{TRecipe,TModel}"/>.
/// </summary>
public abstract class RecipeKind
{
    private protected RecipeKind(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>What the key <c>kind</c> of a recipe says.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    internal abstract RecipeTask Read(ConfigMap map, RecipeContext context);
}

/// <summary>
/// A kind of recipe: reads a recipe, makes what trains it, and evaluates what came of that. With one line in a <see cref="RecipeKinds"/> it
/// is
/// trained, resumed, evaluated, shown and reported like any other.
/// </summary>
/// <typeparam name="TRecipe">The recipe, read and checked.</typeparam>
/// <typeparam name="TModel">What a training ends with.</typeparam>
public abstract class RecipeKind<TRecipe, TModel> : RecipeKind
    where TRecipe : Recipe
    where TModel : class
{
    /// <summary>Makes a kind.</summary>
    /// <param name="name">What the key <c>kind</c> of a recipe says.</param>
    /// <param name="models">How models are kept in runs, such as <see cref="NetworkStore"/>.</param>
    protected RecipeKind(string name, IModelStore<TModel> models)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(models);
        Models = models;
    }

    /// <summary>How models are kept in runs.</summary>
    public IModelStore<TModel> Models { get; }

    /// <summary>
    /// Reads a recipe. The keys <c>name</c>, <c>seed</c> and <c>kind</c> are read already; a key that is asked for nowhere is an error.
    /// </summary>
    /// <param name="map">The recipe.</param>
    /// <param name="context">The seed, and where environments come from.</param>
    /// <exception cref="ConfigurationException">A value is missing, out of range, or contradicts another.</exception>
    public abstract TRecipe ReadRecipe(ConfigMap map, RecipeContext context);

    /// <summary>
    /// Loads and checks whatever training needs, so that nothing fails after the run's folder was made. Default: nothing.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="runs">Gives runs of other recipes.</param>
    /// <exception cref="ExperimentException">Something is missing or contradictory.</exception>
    public virtual void Prepare(TRecipe recipe, IRunSource runs)
    {
    }

    /// <summary>
    /// What training takes at least, reckoned without allocating any of it: where that is more than there is, the recipe is refused before
    /// its run is made. Default: nothing is known, and nothing refused.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="runs">Gives recipes that this one builds on.</param>
    /// <exception cref="ExperimentException">Something is missing or contradictory.</exception>
    public virtual IReadOnlyList<MemoryPart> MemoryOf(TRecipe recipe, IRunSource runs) => [];

    /// <summary>Makes what trains a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="context">The run.</param>
    public abstract Workload<TModel> CreateWorkload(TRecipe recipe, WorkloadContext context);

    /// <summary>Evaluates a model on episodes or examples that training never saw.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="model">What a training ended with.</param>
    /// <param name="run">Its run.</param>
    /// <param name="request">How many episodes, and which.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ExperimentException">The model does not fit the recipe.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public abstract EvaluationResult Evaluate(
        TRecipe recipe, TModel model, RunFolder run, EvaluationRequest request, CancellationToken cancellation);

    /// <summary>The recipe with more steps, or fewer. Schedules keep their horizon. Default: refuses.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="extension">How many steps in all.</param>
    /// <exception cref="ExperimentException">Recipes of this kind have no number of steps.</exception>
    public virtual TRecipe Extend(TRecipe recipe, RunExtension extension)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        throw new ExperimentException(
            $"'{recipe.Name}' is of kind {Name}, which is trained as its recipe says: it takes no other number of steps.");
    }

    /// <summary>What the report of a run shows. Default: its curves, pictures, recipe and result.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="run">A run, finished or not.</param>
    public virtual ReportData CreateReport(TRecipe recipe, RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Report.FromRun(run);
    }

    /// <summary>Makes more pictures of a run that came to its end, before its report is made. Default: none.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="run">The run.</param>
    public virtual void Illustrate(TRecipe recipe, RunFolder run)
    {
    }

    internal sealed override RecipeTask Read(ConfigMap map, RecipeContext context) =>
        new RecipeTask<TRecipe, TModel>(this, ReadRecipe(map, context));
}
