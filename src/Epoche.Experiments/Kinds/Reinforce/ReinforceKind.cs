namespace Epoche.Experiments;

/// <summary>REINFORCE with a baseline: <c>kind: reinforce</c>.</summary>
internal sealed class ReinforceKind() : RecipeKind<ReinforceRecipe, Model>("reinforce", ModelStore.Instance)
{
    public override ReinforceRecipe ReadRecipe(ConfigMap map, RecipeContext context) => ReinforceRecipe.Read(map, context);

    public override void Prepare(ReinforceRecipe recipe, IRunSource runs) => recipe.RequireValid();

    public override IReadOnlyList<MemoryPart> MemoryOf(ReinforceRecipe recipe, IRunSource runs) => PolicyRecipes.MemoryOf(
        recipe, recipe.Network, recipe.Options.Optimizer, recipe.LongestRollout,
        Saturating.Product(recipe.LongestRollout, recipe.Environments), "episodes_per_update");

    public override Workload<Model> CreateWorkload(ReinforceRecipe recipe, WorkloadContext context) =>
        new AgentWorkload(recipe, PolicyRecipes.Figures);

    public override EvaluationResult Evaluate(
        ReinforceRecipe recipe, Model model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model);
        return recipe.Evaluate(recipe.PolicyOf(model), request, cancellation);
    }

    public override ReinforceRecipe Extend(ReinforceRecipe recipe, RunExtension extension) => !extension.PastEnd
        ? recipe with { Steps = extension.Steps }
        : recipe with
        {
            Steps = extension.Steps,
            Episodes = null,
            PastGoal = true,
            Options = recipe.Options with { Selection = AgentKeys.PastGoal(recipe.Options.Selection) },
        };
}
