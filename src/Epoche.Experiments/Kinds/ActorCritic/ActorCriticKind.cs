namespace Epoche.Experiments;

/// <summary>DDPG, TD3 and SAC: <c>kind: ddpg</c>, <c>td3</c> and <c>sac</c>.</summary>
internal sealed class ActorCriticKind(ActorCriticMethod method) : RecipeKind<ActorCriticRecipe, Model>(method.Name, ModelStore.Instance)
{
    public override ActorCriticRecipe ReadRecipe(ConfigMap map, RecipeContext context) => ActorCriticRecipe.Read(method, map, context);

    public override void Prepare(ActorCriticRecipe recipe, IRunSource runs)
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

    public override IReadOnlyList<MemoryPart> MemoryOf(ActorCriticRecipe recipe, IRunSource runs) => ActorCriticMemory.Of(recipe);

    public override Workload<Model> CreateWorkload(ActorCriticRecipe recipe, WorkloadContext context) => new AgentWorkload(
        recipe,
        [
            .. recipe.Options is SacOptions ? (ProgressFigure[])[new("α", RunTags.EntropyCoefficient)] : [],
            new("Q", RunTags.MeanQ),
            new("critic loss", RunTags.CriticLoss),
        ]);

    public override EvaluationResult Evaluate(
        ActorCriticRecipe recipe, Model model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model);
        return recipe.Evaluate(recipe.PolicyOf(model), request, cancellation);
    }

    public override ActorCriticRecipe Extend(ActorCriticRecipe recipe, RunExtension extension) => !extension.PastEnd
        ? recipe with { Steps = extension.Steps }
        : recipe with
        {
            Steps = extension.Steps,
            Episodes = null,
            PastGoal = true,
            Options = recipe.Options with { Selection = AgentKeys.PastGoal(recipe.Options.Selection) },
        };
}
