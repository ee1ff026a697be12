namespace Epoche.Experiments;

/// <summary>PPO, A2C, A3C and REINFORCE: <c>kind: ppo</c>, <c>a2c</c>, <c>a3c</c> and <c>reinforce</c>.</summary>
internal sealed class PolicyGradientKind(PolicyGradientMethod method)
    : RecipeKind<PolicyGradientRecipe, Model>(method.Name, ModelStore.Instance)
{
    public override PolicyGradientRecipe ReadRecipe(ConfigMap map, RecipeContext context) =>
        PolicyGradientRecipe.Read(method, map, context);

    public override void Prepare(PolicyGradientRecipe recipe, IRunSource runs)
    {
        recipe.RequireValid();
        if (recipe.Training.RolloutSteps is { } rollout)
        {
            PolicyRecipes.RequireRollout(recipe.Steps, recipe.Environments, rollout);
        }
    }

    public override IReadOnlyList<MemoryPart> MemoryOf(PolicyGradientRecipe recipe, IRunSource runs) => PolicyRecipes.MemoryOf(recipe);

    public override Workload<Model> CreateWorkload(PolicyGradientRecipe recipe, WorkloadContext context) =>
        new AgentWorkload(recipe, PolicyRecipes.Figures);

    public override EvaluationResult Evaluate(
        PolicyGradientRecipe recipe, Model model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model);
        return recipe.Evaluate(recipe.PolicyOf(model), request, cancellation);
    }

    public override PolicyGradientRecipe Extend(PolicyGradientRecipe recipe, RunExtension extension) => !extension.PastEnd
        ? recipe with { Steps = extension.Steps }
        : recipe with
        {
            Steps = extension.Steps,
            Episodes = null,
            PastGoal = true,
            Common = recipe.Common with { Selection = AgentKeys.PastGoal(recipe.Common.Selection) },
        };
}
