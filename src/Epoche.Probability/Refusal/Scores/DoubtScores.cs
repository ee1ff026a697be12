namespace Epoche;

/// <summary>The scores that a file may name.</summary>
internal static class DoubtScores
{
    public static DoubtScore Read(RuleReader file) => file.Kind() switch
    {
        "max_probability" => new MaxProbability(),
        "entropy" => new PredictiveEntropy(),
        "mutual_information" => new MutualInformation(),
        "mahalanobis" or "class_mahalanobis" => MahalanobisDistance.Read(file),
        "neighbours" => NeighbourDistance.Read(file),
        "combined" => CombinedDoubt.Read(file),
        string other => throw file.Error(
            "kind", "max_probability, entropy, mutual_information, mahalanobis, class_mahalanobis, neighbours or combined", $"'{other}'"),
    };
}
