namespace Epoche.Experiments;

/// <summary>What the training of an agent takes.</summary>
internal static class DqnMemory
{
    public static IReadOnlyList<MemoryPart> Of(DqnRecipe recipe)
    {
        DqnOptions options = recipe.Options;
        NetworkMemory network = recipe.Network.Memory(recipe.Spec);
        int perWeight = recipe.Network.NumbersPerWeight;
        long observation = recipe.Spec.Observation.ElementCount;
        return
        [
            .. network.Trained(options.Optimizer, perWeight),
            network.Copied(3, perWeight), // the target network, the model that is saved, and the one that is loaded to be evaluated
            .. options.Selection is { EverySteps: var every } && every <= (recipe.Steps ?? 0) ? [network.Kept()] : (MemoryPart[])[],
            network.Batch(options.BatchSize, "batch_size"),
            new("sampled transitions", Saturating.Product(2, options.BatchSize, observation, sizeof(float)), "batch_size"),
            new("observations", Saturating.Product(recipe.Environments, observation, sizeof(float)), "environments"),
            AgentMemory.Replay(recipe, options.Replay),
        ];
    }
}
