namespace Epoche.Experiments;

/// <summary>What the training of an agent with memory takes.</summary>
internal static class RecurrentDqnMemory
{
    public static IReadOnlyList<MemoryPart> Of(RecurrentDqnRecipe recipe)
    {
        RecurrentDqnOptions options = recipe.Options;
        SequenceOptions sequences = options.Sequences;
        NetworkMemory network = recipe.Network.MemoryOf(recipe.Spec);
        long observation = recipe.Spec.Observation.ElementCount, previous = recipe.Network.Previous ? recipe.Spec.Actions.Count + 1 : 0;
        long steps = sequences.BurnIn + sequences.Length + 1L;
        int state = recipe.Network.Memory.Units * (recipe.Network.Memory.Cell == RecurrentCell.Lstm ? 2 : 1);
        long perSequence = Saturating.Sum(
            Saturating.Product(steps, Saturating.Sum(observation, recipe.Spec.MasksActions ? recipe.Spec.Actions.Count : 0, 2)), state, 3);
        long replay = Saturating.Product(sequences.Capacity, perSequence, sizeof(float));
        double filled = Math.Min(1, (recipe.Steps ?? long.MaxValue) / ((double)sequences.Period * sequences.Capacity));
        return
        [
            .. network.Trained(options.Optimizer),
            network.Copied(3), // the target network, the model that is saved, and the one that is loaded to be evaluated
            .. options.Selection is { EverySteps: var every } && every <= (recipe.Steps ?? 0) ? [network.Kept()] : (MemoryPart[])[],
            network.Batch(Saturating.Product(options.BatchSize, steps), "batch_size"),
            new("sampled sequences", Saturating.Product(options.BatchSize, steps, observation + previous + 4, sizeof(float)), "batch_size"),
            new(
                "sequences under way", Saturating.Product(recipe.Environments, steps, observation + state + 2, sizeof(float)),
                "environments"),
            new("the replay buffer", (long)(filled * replay), "sequences.capacity") { Reserved = replay },
        ];
    }
}
