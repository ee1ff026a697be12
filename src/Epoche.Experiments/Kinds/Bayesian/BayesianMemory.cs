namespace Epoche.Experiments;

/// <summary>What the training of a classifier that can say "I don't know" takes.</summary>
internal static class BayesianMemory
{
    /// <summary>
    /// Tensors as large as the weights that a draw, its density and their gradients take: measured, 5.9 where weights are drawn, 9.9 by
    /// flipout, 10.9 by local reparameterization.
    /// </summary>
    private const int LeastTensors = 5;

    public static IReadOnlyList<MemoryPart> Of(BayesianRecipe recipe)
    {
        NetworkMemory network = NetworkMemory.Of(recipe.Network, recipe.Data.Image, recipe.Data.Classes);
        NetworkNumbers numbers = network.Numbers;
        int training = recipe.Data.TrainExamples - recipe.ValidationExamples;
        return
        [
            .. Networks(recipe, network),
            recipe.Data.Memory(),
            .. recipe.Outliers is { } outliers ? [Outliers(recipe, OutlierRecipe.ImagesWith(outliers, training))] : (MemoryPart[])[],
            .. recipe.Inference == InferenceKind.Laplace ? [Curvature(numbers)] : (MemoryPart[])[],
            .. Refusal(recipe, Saturating.Product(recipe.Members, numbers.Features), training),
        ];
    }

    /// <summary>What is trained, and the same again once it is saved and loaded to be evaluated.</summary>
    private static IEnumerable<MemoryPart> Networks(BayesianRecipe recipe, NetworkMemory network) => recipe.IsVariational
        ?
        [
            .. network.Trained(recipe.Optimizer.Optimizer, perWeight: 2), // a mean and a deviation of each weight
            network.Copied(1), // the network whose weights are drawn
            network.Drawn(Saturating.Product(LeastTensors, recipe.Variational!.Particles + 1)), // one by the start of inference
            network.Copied(1, perWeight: 2),
            network.Batch(recipe.BatchSize, "batch_size"),
        ]
        :
        [
            .. network.Trained(recipe.Optimizer.Optimizer).Select(part => Times(part, recipe.Members)),
            network.Copied(recipe.Members),
            Times(network.Batch(recipe.BatchSize, "batch_size"), recipe.Members),
        ];

    private static MemoryPart Outliers(BayesianRecipe recipe, long images) =>
        new(
            "images with outliers",
            Saturating.Product(images, Saturating.Sum(recipe.Data.Input.ElementCount, recipe.Data.Classes * sizeof(float))),
            "outliers")
        {
            LongestArray = Saturating.Product(images, recipe.Data.Input.ElementCount),
        };

    /// <summary>That of the loss by the last layer's inputs.</summary>
    private static MemoryPart Curvature(NetworkNumbers numbers)
    {
        long features = numbers.Features + 1; // and a 1 for the bias
        const int Twice = sizeof(double) + sizeof(float); // as it is measured, and as it is kept
        return new("the curvature of the last layer", Saturating.Product(features, features, Twice), "network.hidden")
        {
            LongestArray = Saturating.Product(features, features),
        };
    }

    private static IEnumerable<MemoryPart> Refusal(BayesianRecipe recipe, long features, int training)
    {
        // The final evaluation predicts all test images at once, and a threshold is found on half of the validation images.
        long images = Math.Max(DataSets.TestExamples, recipe.ValidationExamples - (recipe.ValidationExamples / 2));
        string samples = recipe.Inference == InferenceKind.Ensemble ? "ensemble.members" : "prediction.samples";
        yield return Numbers("predictions", samples, recipe.Samples, images, recipe.Data.Classes);
        yield return Numbers("features of images", "network.hidden", images, features);
        yield return Numbers("images to be predicted", "data", images, recipe.Data.Input.ElementCount);
        foreach ((string name, _) in recipe.Refusal.Scores.Where(score => ScoreTable.IsDistance(score.Name)))
        {
            long width = ScoreTable.IsOfInputs(name) ? recipe.Data.Input.ElementCount : features;
            long rows = ScoreTable.HasNeighbours(name) ? Math.Min(recipe.Refusal.DistanceExamples, training)
                : Saturating.Product(width, ScoreTable.IsPerClass(name) ? recipe.Data.Classes : 1);
            yield return Numbers(
                $"the score {name}", ScoreTable.HasNeighbours(name) ? "refusal.distance_examples" : "refusal.scores", rows, width);
        }
    }

    /// <summary>One array.</summary>
    private static MemoryPart Numbers(string name, string key, params ReadOnlySpan<long> sizes)
    {
        long numbers = Saturating.Product(sizes);
        return new(name, Saturating.Product(numbers, sizeof(float)), key) { LongestArray = numbers };
    }

    private static MemoryPart Times(MemoryPart part, int networks) => part with
    {
        Bytes = Saturating.Product(part.Bytes, networks),
        Reserved = Saturating.Product(part.Reserved, networks),
    };
}
