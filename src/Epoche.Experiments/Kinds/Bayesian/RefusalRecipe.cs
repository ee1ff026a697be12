namespace Epoche.Experiments;

/// <summary>When the answer is "I don't know": the section <c>refusal</c> of a recipe.</summary>
internal sealed record RefusalRecipe
{
    /// <summary>Refuses where a score is above a threshold that validation examples give.</summary>
    public const string Threshold = "threshold";

    /// <summary>Answers the classes whose median probability over the draws is above a number.</summary>
    public const string Median = "median";

    /// <summary>The same with another percentile.</summary>
    public const string Percentile = "percentile";

    /// <summary>With fewer validation examples a threshold is a guess.</summary>
    private const int LeastCalibration = 40;

    public required string Rule { get; init; }

    /// <summary>The scores of a threshold, each with its share of the refusals where there are several. Empty for other rules.</summary>
    public required IReadOnlyList<(string Name, double Share)> Scores { get; init; }

    /// <summary>Training examples that distances are measured to.</summary>
    public required int DistanceExamples { get; init; }

    /// <summary>Which of the nearest training examples counts, from 1.</summary>
    public required int Neighbour { get; init; }

    /// <summary>The share of validation examples that a threshold lets be answered; 0 for other rules.</summary>
    public required double Coverage { get; init; }

    /// <summary>The percentile of a class's draws that must be above <see cref="Probability"/>, 0 to 100.</summary>
    public required double At { get; init; }

    /// <summary>What the median, or another percentile, must be above.</summary>
    public required float Probability { get; init; }

    /// <param name="map">The section.</param>
    /// <param name="validation">How many validation examples there are.</param>
    public static RefusalRecipe Read(ConfigMap map, int validation)
    {
        string rule = map.RequiredChoice("rule", [Threshold, Median, Percentile]);
        Bounds share = new() { Low = 0, High = 1, ExcludesLow = true, ExcludesHigh = true };
        if (rule != Threshold)
        {
            return new RefusalRecipe
            {
                Rule = rule,
                Scores = [],
                DistanceExamples = 0,
                Neighbour = 1,
                Coverage = 0,
                At = rule == Percentile ? map.Double("at", 10, Bounds.Between(0, 100)) : 50,
                Probability = map.RequiredFloat("probability", share),
            };
        }

        if (validation < LeastCalibration)
        {
            throw map.Error("rule", $"is threshold, which is found on validation examples; set validation_examples to {LeastCalibration} "
                + "or more, such as 5000");
        }

        ConfigMap shares = map.RequiredMap("scores");
        (string Name, double Share)[] scores =
        [
            .. from name in ScoreTable.Names
               let given = shares.OptionalFloat(name, Bounds.Positive)
               where given is not null
               select (name, (double)given.Value),
        ];
        if (scores.Length == 0)
        {
            throw map.Error(
                "scores",
                $"must name at least one with its share, such as {{entropy: 1}}; there are {string.Join(", ", ScoreTable.Names)}");
        }

        bool measures = scores.Any(score => ScoreTable.IsDistance(score.Name)), hasNeighbours = scores.Any(
            score => ScoreTable.HasNeighbours(score.Name));
        return new RefusalRecipe
        {
            Rule = rule,
            Scores = scores,
            DistanceExamples = measures ? map.Int("distance_examples", 10_000, Bounds.Between(100, 1_000_000)) : 0,
            Neighbour = hasNeighbours ? map.Int("neighbour", 1, Bounds.Between(1, 100)) : 1,
            Coverage = map.Double("coverage", 0.95, share),
            At = 50,
            Probability = 0,
        };
    }
}
