namespace Epoche.Experiments;

/// <summary>How variational inference runs: the section <c>variational</c> of a recipe.</summary>
internal sealed record VariationalRecipe
{
    /// <summary>The standard deviation of the normal prior of every weight.</summary>
    public required float PriorScale { get; init; }

    /// <summary>
    /// Whether the guide starts at an ordinary network's weights; else its locations and untransformed scales are drawn from N(0, 1).
    /// </summary>
    public required bool StartsAtNetwork { get; init; }

    /// <summary>The guide's standard deviations at the start, where it starts at a network.</summary>
    public required float InitialScale { get; init; }

    public required Elbo Elbo { get; init; }

    /// <summary>What is drawn in a step: the weights, or what comes of them for each example.</summary>
    public required WeightEstimator Estimator { get; init; }

    public required int Particles { get; init; }

    /// <summary>What the divergence counts by, over the updates.</summary>
    public required Schedule KlWeight { get; init; }

    /// <summary>Whether a batch stands for all examples; else the whole divergence is charged on every batch.</summary>
    public required bool ScalesLikelihood { get; init; }

    /// <param name="map">The section.</param>
    /// <param name="updates">How many updates the whole training has.</param>
    public static VariationalRecipe Read(ConfigMap map, long updates)
    {
        bool network = ChoiceReader.Read(map, "start", "network", ["network", "random"]) == "network";
        if (!network && map.Contains("initial_scale"))
        {
            throw map.Error("initial_scale", "belongs to 'start: network'; with 'start: random' the scales are drawn");
        }

        Elbo elbo = ChoiceReader.Read(map, "elbo", "mean-field", ["mean-field", "trace"]) == "trace" ? Elbo.Trace : Elbo.MeanField;
        string[] estimators = ["weights", "local-reparameterization", "flipout"];
        WeightEstimator estimator = ChoiceReader.Read(map, "estimator", "weights", estimators) switch
        {
            "local-reparameterization" => WeightEstimator.LocalReparameterization,
            "flipout" => WeightEstimator.Flipout,
            _ => WeightEstimator.Weights,
        };
        if (estimator != WeightEstimator.Weights && !network)
        {
            throw map.Error("estimator", "belongs to 'start: network'; with 'start: random' weights are drawn");
        }

        if (estimator == WeightEstimator.LocalReparameterization && elbo == Elbo.Trace)
        {
            throw map.Error(
                "estimator",
                "is local-reparameterization, which draws no weights, so the divergence must have its closed form; set elbo to mean-field");
        }

        return new VariationalRecipe
        {
            Estimator = estimator,
            PriorScale = map.Float("prior_scale", 1, Bounds.Positive),
            StartsAtNetwork = network,
            InitialScale = network ? map.Float("initial_scale", 0.05f, Bounds.Positive) : 0,
            Elbo = elbo,
            Particles = map.Int("particles", 1, Bounds.Between(1, 1_000)),
            KlWeight = map.TryGet("kl_weight", out ConfigNode? weight)
                ? ScheduleReader.Read(weight, Bounds.NonNegative, updates)
                : map.Float("kl_weight", 1),
            ScalesLikelihood = map.Bool("scale_likelihood", true),
        };
    }
}
