namespace Epoche.Experiments;

/// <summary>Advantage actor-critic: <c>kind: a2c</c>.</summary>
internal sealed class A2cKind() : RecipeKind<A2cRecipe, Model>("a2c", ModelStore.Instance)
{
    public override A2cRecipe ReadRecipe(ConfigMap map, RecipeContext context) => A2cRecipe.Read(map, context);

    public override void Prepare(A2cRecipe recipe, IRunSource runs)
    {
        recipe.RequireValid();
        PolicyRecipes.RequireRollout(recipe.Steps, recipe.Environments, recipe.Options.Steps);
    }

    public override IReadOnlyList<MemoryPart> MemoryOf(A2cRecipe recipe, IRunSource runs) => PolicyRecipes.MemoryOf(
        recipe, recipe.Network, recipe.Options.Optimizer, recipe.Options.Steps,
        (long)recipe.Options.Steps * recipe.Environments, "rollout_steps");

    public override Workload<Model> CreateWorkload(A2cRecipe recipe, WorkloadContext context) =>
        new AgentWorkload(recipe, PolicyRecipes.Figures);

    public override EvaluationResult Evaluate(
        A2cRecipe recipe, Model model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model);
        return recipe.Evaluate(recipe.PolicyOf(model), request, cancellation);
    }

    public override A2cRecipe Extend(A2cRecipe recipe, RunExtension extension) => !extension.PastEnd
        ? recipe with { Steps = extension.Steps }
        : recipe with
        {
            Steps = extension.Steps,
            Episodes = null,
            PastGoal = true,
            Options = recipe.Options with { Selection = AgentKeys.PastGoal(recipe.Options.Selection) },
        };
}
