namespace Epoche.Experiments;

/// <summary>One network that classifies: <c>kind: supervised</c>.</summary>
internal sealed class SupervisedKind() : RecipeKind<SupervisedRecipe, Sequential>("supervised", NetworkStore.Instance)
{
    public override SupervisedRecipe ReadRecipe(ConfigMap map, RecipeContext context) => SupervisedRecipe.Read(map, context.Seed);

    public override void Prepare(SupervisedRecipe recipe, IRunSource runs) => _ = recipe.Parts;

    public override IReadOnlyList<MemoryPart> MemoryOf(SupervisedRecipe recipe, IRunSource runs)
    {
        NetworkMemory network = NetworkMemory.Of(recipe.Network, recipe.Data.Image, recipe.Data.Classes);
        return
        [
            .. network.Trained(recipe.Optimizer.Optimizer),
            .. recipe.ValidationExamples > 0 ? [network.Kept()] : (MemoryPart[])[],
            .. recipe.Averaging is not null ? [network.Kept()] : (MemoryPart[])[],
            network.Copied(2), // the model that is saved, and the one that is loaded to be evaluated
            network.Batch(recipe.BatchSize, "batch_size"),
            recipe.Data.Memory(),
        ];
    }

    public override Workload<Sequential> CreateWorkload(SupervisedRecipe recipe, WorkloadContext context) => new SupervisedWorkload(recipe);

    public override EvaluationResult Evaluate(
        SupervisedRecipe recipe, Sequential model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model.InputShape, model.OutputShape);
        return new ClassifierEvaluator(model, recipe.Parts.Test).EvaluateInFull(cancellation) with { Set = recipe.Parts.TestSet };
    }

    public override SupervisedRecipe Extend(SupervisedRecipe recipe, RunExtension extension) =>
        recipe with { TotalSteps = extension.Steps };
}
