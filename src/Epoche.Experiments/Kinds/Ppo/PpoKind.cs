namespace Epoche.Experiments;

/// <summary>Proximal policy optimization: <c>kind: ppo</c>.</summary>
internal sealed class PpoKind() : RecipeKind<PpoRecipe, Model>("ppo", ModelStore.Instance)
{
    public override PpoRecipe ReadRecipe(ConfigMap map, RecipeContext context) => PpoRecipe.Read(map, context);

    public override void Prepare(PpoRecipe recipe, IRunSource runs)
    {
        recipe.RequireValid();
        PolicyRecipes.RequireRollout(recipe.Steps, recipe.Environments, recipe.Options.Steps);
    }

    public override IReadOnlyList<MemoryPart> MemoryOf(PpoRecipe recipe, IRunSource runs) => PolicyRecipes.MemoryOf(
        recipe, recipe.Network, recipe.Options.Optimizer, recipe.Options.Steps,
        Math.Min(recipe.Options.BatchSize, (long)recipe.Options.Steps * recipe.Environments), "batch_size");

    public override Workload<Model> CreateWorkload(PpoRecipe recipe, WorkloadContext context) =>
        new AgentWorkload(recipe, PolicyRecipes.Figures);

    public override EvaluationResult Evaluate(
        PpoRecipe recipe, Model model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model);
        return recipe.Evaluate(recipe.PolicyOf(model), request, cancellation);
    }

    public override PpoRecipe Extend(PpoRecipe recipe, RunExtension extension) => !extension.PastEnd
        ? recipe with { Steps = extension.Steps }
        : recipe with
        {
            Steps = extension.Steps,
            Episodes = null,
            PastGoal = true,
            Options = recipe.Options with { Selection = AgentKeys.PastGoal(recipe.Options.Selection) },
        };
}
