namespace Epoche.Experiments;

/// <summary>Deep Q-learning with memory: <c>kind: recurrent-dqn</c>.</summary>
internal sealed class RecurrentDqnKind() : RecipeKind<RecurrentDqnRecipe, Model>("recurrent-dqn", ModelStore.Instance)
{
    public override RecurrentDqnRecipe ReadRecipe(ConfigMap map, RecipeContext context) => RecurrentDqnRecipe.Read(map, context);

    public override void Prepare(RecurrentDqnRecipe recipe, IRunSource runs)
    {
        recipe.RequireValid();
        long first = Math.Max(recipe.Options.WarmUpSteps, recipe.Options.TrainEverySteps);
        if (recipe.Steps < first)
        {
            string key = first == recipe.Options.WarmUpSteps ? "warm_up_steps" : "train_every_steps";
            throw new ExperimentException(
                $"Nothing would be learned: training ends after {Format.Count(recipe.Steps.Value, "step")}, and the first update comes at "
                + $"step {Format.Count(first)} ({key}). Give more steps, or lower that key.");
        }
    }

    public override IReadOnlyList<MemoryPart> MemoryOf(RecurrentDqnRecipe recipe, IRunSource runs) => RecurrentDqnMemory.Of(recipe);

    public override Workload<Model> CreateWorkload(RecurrentDqnRecipe recipe, WorkloadContext context) =>
        new AgentWorkload(recipe, new("ε", RunTags.Epsilon), new("loss", RunTags.TrainLoss));

    public override EvaluationResult Evaluate(
        RecurrentDqnRecipe recipe, Model model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model);
        return recipe.Evaluate(recipe.PolicyOf(model), request, cancellation);
    }

    public override RecurrentDqnRecipe Extend(RecurrentDqnRecipe recipe, RunExtension extension) => !extension.PastEnd
        ? recipe with { Steps = extension.Steps }
        : recipe with
        {
            Steps = extension.Steps,
            Episodes = null,
            PastGoal = true,
            Options = recipe.Options with { Selection = AgentKeys.PastGoal(recipe.Options.Selection) },
        };
}
