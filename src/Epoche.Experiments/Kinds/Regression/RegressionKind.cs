namespace Epoche.Experiments;

/// <summary>One network that predicts a number: <c>kind: regression</c>.</summary>
internal sealed class RegressionKind() : RecipeKind<RegressionRecipe, Sequential>("regression", NetworkStore.Instance)
{
    public override RegressionRecipe ReadRecipe(ConfigMap map, RecipeContext context) => RegressionRecipe.Read(map, context.Seed);

    public override void Prepare(RegressionRecipe recipe, IRunSource runs) => _ = recipe.Parts;

    public override IReadOnlyList<MemoryPart> MemoryOf(RegressionRecipe recipe, IRunSource runs)
    {
        NetworkMemory network = NetworkMemory.Of(recipe.Network, recipe.Data.Image, outputs: 1);
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

    public override Workload<Sequential> CreateWorkload(RegressionRecipe recipe, WorkloadContext context) =>
        new RegressionWorkload(recipe, context.Folder);

    public override EvaluationResult Evaluate(
        RegressionRecipe recipe, Sequential model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model.InputShape, model.OutputShape);
        TablePreparation preparation = recipe.Parts.Preparation!;
        Dataset test = recipe.Parts.Test;
        NumberEvaluation found =
            new NumberEvaluator(model, test, recipe.Loss, preparation.TargetScale.Divisor).Evaluate(cancellation);
        NumberPrediction predicted = NumberIntervals.Predict(model, preparation, test);
        Tensor targets = preparation.ToUnits(test.Targets());
        return found with
        {
            Set = recipe.Parts.TestSet,
            Measurements = NumberIntervals.Measure(predicted, targets, run),
            Pairs = NumberIntervals.Pairs(predicted, targets.Values),
        };
    }

    public override RegressionRecipe Extend(RegressionRecipe recipe, RunExtension extension) =>
        recipe with { TotalSteps = extension.Steps };
}
