namespace Epoche.Experiments;

/// <summary>The scores of doubt by the names that recipes use: a plain table.</summary>
internal static class ScoreTable
{
    private const string Neighbours = "neighbours", Mahalanobis = "mahalanobis", PerClass = "class-", Inputs = "-inputs";

    public static IReadOnlyList<string> Names { get; } =
    [
        "max-probability", "entropy", "mutual-information", Mahalanobis, Mahalanobis + Inputs, PerClass + Mahalanobis,
        PerClass + Mahalanobis + Inputs, Neighbours, Neighbours + Inputs,
    ];

    /// <summary>Whether a score measures a distance to training examples.</summary>
    public static bool IsDistance(string name) => HasNeighbours(name) || name.Contains(Mahalanobis, StringComparison.Ordinal);

    /// <summary>Whether it is the distance to single ones.</summary>
    public static bool HasNeighbours(string name) => name.StartsWith(Neighbours, StringComparison.Ordinal);

    /// <summary>Whether the distance is one of inputs, not of features.</summary>
    public static bool IsOfInputs(string name) => name.EndsWith(Inputs, StringComparison.Ordinal);

    /// <summary>Whether each class has a covariance of its own.</summary>
    public static bool IsPerClass(string name) => name.StartsWith(PerClass, StringComparison.Ordinal);

    /// <summary>Makes a score.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="recipe">Its settings.</param>
    /// <param name="training">
    /// What was predicted for training examples, and their labels; asked for where it measures a distance to them.
    /// </param>
    public static DoubtScore Make(string name, RefusalRecipe recipe, Lazy<(Prediction Prediction, Tensor Labels)> training)
    {
        DistanceSpace space = IsOfInputs(name) ? DistanceSpace.Inputs : DistanceSpace.Features;
        return name switch
        {
            "max-probability" => new MaxProbability(),
            "entropy" => new PredictiveEntropy(),
            "mutual-information" => new MutualInformation(),
            _ when HasNeighbours(name) => NeighbourDistance.Fit(training.Value.Prediction, space, recipe.Neighbour),
            _ => MahalanobisDistance.Fit(
                training.Value.Prediction,
                training.Value.Labels,
                space,
                IsPerClass(name) ? CovarianceKind.PerClass : CovarianceKind.Shared),
        };
    }
}
