namespace Epoche.Experiments;

/// <summary>What the training of a learner with an expert takes.</summary>
internal static class DaggerMemory
{
    public static IReadOnlyList<MemoryPart> Of(DaggerRecipe recipe)
    {
        DaggerOptions options = recipe.Options;
        NetworkMemory network = NetworkMemory.Of(recipe.Network, recipe.Spec.Observation, recipe.Outputs);
        long width = Saturating.Sum(recipe.Spec.Observation.ElementCount, ActionHead.For(recipe.Spec).ActionWidth);
        long pairs = Saturating.Product(options.Capacity, width, sizeof(float));
        return
        [
            .. network.Trained(options.Optimizer),
            network.Copied(2), // the model that is saved, and the one that is loaded to be evaluated
            .. options.Selection is { EverySteps: var every } && every <= (recipe.Steps ?? 0) ? [network.Kept()] : (MemoryPart[])[],
            network.Batch(options.BatchSize, "batch_size"),
            new("observations", Saturating.Product(recipe.Environments, width, sizeof(float)), "environments"),
            new("pairs", (long)(pairs * Math.Min(1, (recipe.Steps ?? long.MaxValue) / (double)options.Capacity)), "capacity")
            {
                Reserved = pairs, LongestArray = Saturating.Product(options.Capacity, width),
            },
        ];
    }
}
