namespace Epoche.Experiments;

/// <summary>Tables of values, and linear functions of tiles: <c>kind: table</c>.</summary>
internal sealed class TableKind() : RecipeKind<TableRecipe, Model>("table", ModelStore.Instance)
{
    public override TableRecipe ReadRecipe(ConfigMap map, RecipeContext context) => TableRecipe.Read(map, context);

    public override void Prepare(TableRecipe recipe, IRunSource runs) => recipe.RequireValid();

    public override IReadOnlyList<MemoryPart> MemoryOf(TableRecipe recipe, IRunSource runs) => TableMemory.Of(recipe);

    public override Workload<Model> CreateWorkload(TableRecipe recipe, WorkloadContext context) => new AgentWorkload(
        recipe, new("ε", RunTags.Epsilon), new("visited", RunTags.Visited), new("TD error", RunTags.TdError));

    public override EvaluationResult Evaluate(
        TableRecipe recipe, Model model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model);
        GreedyPolicy greedy = new(model);
        if (recipe.FinalEpsilon == 0)
        {
            return recipe.Evaluate(greedy, request, cancellation);
        }

        ExploringPolicy exploring = new(greedy, recipe.Spec.Actions.Count, (float)recipe.FinalEpsilon, request.Seed);
        return recipe.Evaluate(exploring, request, cancellation) with { RandomActions = recipe.FinalEpsilon };
    }

    public override TableRecipe Extend(TableRecipe recipe, RunExtension extension) => !extension.PastEnd
        ? recipe with { Steps = extension.Steps }
        : recipe with
        {
            Steps = extension.Steps,
            Episodes = null,
            PastGoal = true,
            Options = recipe.Options with { Selection = AgentKeys.PastGoal(recipe.Options.Selection) },
        };
}
