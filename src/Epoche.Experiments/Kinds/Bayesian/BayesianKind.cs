namespace Epoche.Experiments;

/// <summary>A classifier that can say "I don't know": <c>kind: bayesian</c>.</summary>
internal sealed class BayesianKind() : RecipeKind<BayesianRecipe, RefusingModel>("bayesian", RefusingModelStore.Instance)
{
    public override BayesianRecipe ReadRecipe(ConfigMap map, RecipeContext context) => BayesianRecipe.Read(map, context.Seed);

    public override void Prepare(BayesianRecipe recipe, IRunSource runs) => _ = recipe.Parts;

    public override IReadOnlyList<MemoryPart> MemoryOf(BayesianRecipe recipe, IRunSource runs) => BayesianMemory.Of(recipe);

    public override Workload<RefusingModel> CreateWorkload(BayesianRecipe recipe, WorkloadContext context) => new BayesianWorkload(recipe);

    public override EvaluationResult Evaluate(
        BayesianRecipe recipe, RefusingModel model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        (Dataset examples, string what) = recipe.Parts.InDistribution;
        return recipe.Classifier(model, run).Evaluate(examples, cancellation) with { Set = what };
    }

    public override BayesianRecipe Extend(BayesianRecipe recipe, RunExtension extension) => recipe with { TotalSteps = extension.Steps };
}
