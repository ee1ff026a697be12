namespace Epoche.OwnKind;

/// <summary>A kind of recipes as somebody may write it.</summary>
public sealed class WaveKind() : RecipeKind<WaveRecipe, Sequential>("wave", NetworkStore.Instance)
{
    /// <inheritdoc/>
    public override WaveRecipe ReadRecipe(ConfigMap map, RecipeContext context)
    {
        long steps = map.Required("steps").AsLong(Bounds.AtLeast(1));
        return new WaveRecipe
        {
            Points = map.Int("points", 200, Bounds.AtLeast(10)),
            Noise = map.Float("noise", 0.1f, Bounds.NonNegative),
            Steps = steps,
            EvaluateEvery = map.Long("evaluate_every", 100, Bounds.AtLeast(1)),
            Network = NetworkRecipe.Read(map.Map("network"), [1]),
            Optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), steps),
        };
    }

    /// <inheritdoc/>
    public override Workload<Sequential> CreateWorkload(WaveRecipe recipe, WorkloadContext context) => new WaveWorkload(recipe);

    /// <inheritdoc/>
    public override EvaluationResult Evaluate(
        WaveRecipe recipe, Sequential model, RunFolder run, EvaluationRequest request, CancellationToken cancellation) =>
        WaveWorkload.Evaluate(model, request.Seed);

    /// <inheritdoc/>
    public override WaveRecipe Extend(WaveRecipe recipe, RunExtension extension) => recipe with { Steps = extension.Steps };
}
