namespace Epoche.Experiments;

/// <summary>What the training of a study's networks takes, beside that of its agent.</summary>
internal static class ImitationMemory
{
    public static IReadOnlyList<MemoryPart> Of(ImitationRecipe recipe, IPlaysGames player)
    {
        using IBatchEnvironment environment = player.CreateEnvironment(1);
        long inputs = environment.Spec.Observation.ElementCount;
        return
        [
            .. recipe.Networks.SelectMany(size => Network(recipe, size, inputs, environment.Spec.Actions.Count)),
            Records(recipe.Records.Pairs, inputs, "records.pairs"),
            Records(recipe.Records.TestPairs, inputs, "records.test_pairs"),
        ];
    }

    private static IEnumerable<MemoryPart> Network(ImitationRecipe recipe, NetworkSize size, long inputs, int actions)
    {
        NetworkNumbers numbers = size.Hidden.Aggregate(NetworkNumbers.Of(inputs), (n, units) => n.Connect(units)).Connect(actions);
        NetworkMemory network = new(numbers, "networks");
        return [.. network.Trained(recipe.Optimizer.Optimizer), network.Copied(1), network.Batch(recipe.BatchSize, "batch_size")];
    }

    /// <summary>Numbers of what the agent saw, and its action.</summary>
    private static MemoryPart Records(int pairs, long inputs, string key) =>
        new("records", Saturating.Product(pairs, Saturating.Sum(inputs, 1), sizeof(float)), key)
        {
            LongestArray = Saturating.Product(pairs, inputs),
        };
}
