namespace Epoche.Experiments;

/// <summary>Asynchronous advantage actor-critic: <c>kind: a3c</c>.</summary>
internal sealed class A3cKind() : RecipeKind<A3cRecipe, Model>("a3c", ModelStore.Instance)
{
    public override A3cRecipe ReadRecipe(ConfigMap map, RecipeContext context) => A3cRecipe.Read(map, context);

    public override void Prepare(A3cRecipe recipe, IRunSource runs)
    {
        recipe.RequireValid();
        PolicyRecipes.RequireRollout(recipe.Steps, recipe.Environments, recipe.Options.Steps);
    }

    public override IReadOnlyList<MemoryPart> MemoryOf(A3cRecipe recipe, IRunSource runs) =>
    [
        .. PolicyRecipes.MemoryOf(
            recipe, recipe.Network, recipe.Options.Optimizer, recipe.Options.Steps, recipe.Options.Steps, "rollout_steps"),
        recipe.Network.Memory(recipe.Spec).Copied(recipe.Environments, recipe.Network.Trunks) with { Key = "environments" },
    ];

    public override Workload<Model> CreateWorkload(A3cRecipe recipe, WorkloadContext context) =>
        new AgentWorkload(recipe, PolicyRecipes.Figures);

    public override EvaluationResult Evaluate(
        A3cRecipe recipe, Model model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model);
        return recipe.Evaluate(recipe.PolicyOf(model), request, cancellation);
    }

    public override A3cRecipe Extend(A3cRecipe recipe, RunExtension extension) => !extension.PastEnd
        ? recipe with { Steps = extension.Steps }
        : recipe with
        {
            Steps = extension.Steps,
            Episodes = null,
            PastGoal = true,
            Options = recipe.Options with { Selection = AgentKeys.PastGoal(recipe.Options.Selection) },
        };
}
