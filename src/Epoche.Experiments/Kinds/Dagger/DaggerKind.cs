namespace Epoche.Experiments;

/// <summary>Learning from an expert that is asked about the states the learner gets into: <c>kind: dagger</c>.</summary>
internal sealed class DaggerKind() : RecipeKind<DaggerRecipe, Model>("dagger", ModelStore.Instance)
{
    public override DaggerRecipe ReadRecipe(ConfigMap map, RecipeContext context) => DaggerRecipe.Read(map, context);

    public override void Prepare(DaggerRecipe recipe, IRunSource runs)
    {
        recipe.RequireValid();
        recipe.Expert.RequireFits(recipe, runs);
        if (recipe.Steps < recipe.Options.StepsPerIteration)
        {
            throw new ExperimentException(
                $"Nothing would be learned: training ends after {Format.Count(recipe.Steps.Value, "step")}, and the network is "
                + $"first fitted after {Format.Count(recipe.Options.StepsPerIteration)} (steps_per_iteration). Give more steps, or lower "
                + "that key.");
        }
    }

    public override IReadOnlyList<MemoryPart> MemoryOf(DaggerRecipe recipe, IRunSource runs) => DaggerMemory.Of(recipe);

    public override Workload<Model> CreateWorkload(DaggerRecipe recipe, WorkloadContext context)
    {
        Func<EnvironmentSpec, IPolicy> expert = recipe.Expert.Find(recipe, context);
        string agreement = recipe.Spec.Actions.IsContinuous ? RunTags.Disagreement : RunTags.Agreement;
        return new AgentWorkload(
            recipe with { Options = recipe.Options with { Expert = expert } }, new("labels", RunTags.Labels, ProgressFormat.Count),
            new(agreement[(agreement.IndexOf('/') + 1)..], agreement), new("loss", RunTags.TrainLoss));
    }

    public override EvaluationResult Evaluate(
        DaggerRecipe recipe, Model model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model);
        return recipe.Evaluate(recipe.PolicyOf(model), request, cancellation);
    }

    public override DaggerRecipe Extend(DaggerRecipe recipe, RunExtension extension) => !extension.PastEnd
        ? recipe with { Steps = extension.Steps }
        : recipe with
        {
            Steps = extension.Steps,
            Episodes = null,
            PastGoal = true,
            Options = recipe.Options with { Selection = AgentKeys.PastGoal(recipe.Options.Selection) },
        };
}
